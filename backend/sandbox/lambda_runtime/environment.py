"""What a function's process is given, and whether this machine can run it at all."""

import platform
import sys
import zipfile
from pathlib import Path

from backend.sandbox.lambda_service.model import Function, Version

_MEBIBYTE = 1024 * 1024
_HEADROOM_BYTES = 512 * _MEBIBYTE
_VARIANT_MARK = ".aws-copilot-local-variant"
_LONGEST_MARK = 200
_ARCHITECTURES = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}


def mismatch(version: Version) -> str:
    """Why this machine's interpreter cannot stand for the function's runtime; empty if it can."""
    here = f"python{sys.version_info.major}.{sys.version_info.minor}"
    runtime = str(version.settings["Runtime"])
    if runtime != here:
        return f"The function is for {runtime}; the sandbox runs {here}."
    machine = _ARCHITECTURES.get(platform.machine().lower(), platform.machine())
    architecture = str(version.settings["Architectures"][0])
    if architecture != machine:
        return f"The function is for {architecture}; this machine is {machine}."
    return ""


def is_variant_for_here(archive: Path) -> bool:
    """Whether the archive is marked as built for this very interpreter and machine.

    Whoever packages for the sandbox account marks what AWS itself could not run.
    """
    here = f"python{sys.version_info.major}.{sys.version_info.minor}"
    with zipfile.ZipFile(archive) as opened:
        if _VARIANT_MARK not in opened.namelist():
            return False
        with opened.open(_VARIANT_MARK) as mark:
            said = mark.read(_LONGEST_MARK).decode("utf-8", errors="replace")
    return said == f"{here} {platform.machine()} {sys.platform}"


def process_environment(function: Function, version: Version, task_root: Path) -> dict[str, str]:
    """All environment variables of the process: the function's own and Lambda's, none of ours."""
    settings = version.settings
    memory_mb = int(settings["MemorySize"])
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "TZ": ":UTC",
        "HOME": "/tmp",  # noqa: S108 - the process's own
        **settings.get("Environment", {}).get("Variables", {}),
        "_HANDLER": str(settings["Handler"]),
        "LAMBDA_TASK_ROOT": str(task_root),
        "LAMBDA_RUNTIME_DIR": "/var/runtime",
        "AWS_REGION": function.region,
        "AWS_DEFAULT_REGION": function.region,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{settings['Runtime']}",
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "AWS_LAMBDA_FUNCTION_VERSION": version.number,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(memory_mb),
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": log_group(version),
        "AWS_LAMBDA_LOG_STREAM_NAME": log_stream(version),
        "SANDBOX_DATA_LIMIT_BYTES": str(memory_mb * _MEBIBYTE + _HEADROOM_BYTES),
    }


def log_group(version: Version) -> str:
    """Where the function's output goes."""
    return str(version.settings["LoggingConfig"]["LogGroup"])


def log_stream(version: Version) -> str:
    """One stream per version and revision, where AWS has one per execution environment."""
    day = version.changed_at.strftime("%Y/%m/%d")
    return f"{day}/[{version.number}]{version.revision_id.replace('-', '')}"
