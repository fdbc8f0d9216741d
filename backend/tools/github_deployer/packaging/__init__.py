"""Packaging for AWS Lambda: the same source, runtime and architecture always give the same
bytes.
"""

import base64
import sys
import tempfile
from pathlib import Path

from backend.domain.errors import UserCanFix
from backend.domain.identifiers import Value
from backend.tools.github_deployer.checkout.snapshot import SourceSnapshot, disk_errors
from backend.tools.github_deployer.checkout.walk import TreeLimits, walk
from backend.tools.github_deployer.detection import Detection, require_handler
from backend.tools.github_deployer.detection.facts import HandlerFact
from backend.tools.github_deployer.packaging.contents import (
    check_unzipped_size,
    dependency_entries,
    handler_entries,
    installed_versions,
    layered,
    source_entries,
    variant_entries,
)
from backend.tools.github_deployer.packaging.locks import WheelTarget, install, lock_dependencies
from backend.tools.github_deployer.packaging.requirements import Requirement, parse_requirements
from backend.tools.github_deployer.packaging.runtimes import (
    RUNTIMES,
    Runtime,
    RuntimeMatch,
    architectures,
    check_sandbox_runtime,
    choose_runtime,
    runtime_named,
    wheel_platform,
)
from backend.tools.github_deployer.packaging.uv import Uv, find_uv
from backend.tools.github_deployer.packaging.zip_writer import WrittenZip, ZipEntry, write_zip

__all__ = [
    "RUNTIMES",
    "Package",
    "Runtime",
    "RuntimeMatch",
    "Uv",
    "architectures",
    "check_sandbox_runtime",
    "choose_runtime",
    "find_uv",
    "package_lambda",
    "runtime_named",
    "wheel_target",
]

_ADAPTOR_LOCK = Path(__file__).with_name("adaptor") / "requirements.txt"


class Package(Value):
    """A zip file for AWS Lambda. ``sha256`` is ``sha256:`` and hexadecimal digits over the whole
    file.
    """

    path: Path
    sha256: str
    size_bytes: int
    unzipped_bytes: int
    handler: str
    runtime: str
    architecture: str
    file_count: int
    dependencies: tuple[str, ...]
    is_local_variant: bool

    @property
    def code_sha256(self) -> str:
        """The digest as AWS Lambda reports it (``CodeSha256``): base64."""
        return base64.b64encode(bytes.fromhex(self.sha256.removeprefix("sha256:"))).decode()


def wheel_target(runtime: Runtime, architecture: str, *, is_local_variant: bool) -> WheelTarget:
    """What wheels are chosen for: AWS's operating system, or this machine for a local variant."""
    platform = wheel_platform(runtime, architecture)
    if not is_local_variant:
        return WheelTarget(python_version=runtime.python_version, platform=platform)
    here = f"{sys.version_info[0]}.{sys.version_info[1]}"
    return WheelTarget(python_version=here, platform=None)


def package_lambda(
    snapshot: SourceSnapshot,
    detection: Detection,
    runtime: Runtime,
    architecture: str,
    *,
    uv: Uv,
    output_dir: Path,
    is_local_variant: bool = False,
) -> Package:
    """Resolve, collect and zip; the file is ``output_dir/<sha256>.zip``.

    A local variant is built for this interpreter and machine, for the sandbox alone.

    Raises:
        UserCanFix: what :func:`require_handler` raises, ``RUNTIME_UNKNOWN``, ``PACKAGE_TOO_LARGE``,
            and the ``DEPENDENCY…`` codes of the dependency step.
        OperatorMustAct: ``PACKAGE_INDEX_UNREACHABLE``, ``UV_MISSING`` or ``DISK_FULL``.
    """
    handler = require_handler(detection)
    target = wheel_target(runtime, architecture, is_local_variant=is_local_variant)
    with disk_errors(), tempfile.TemporaryDirectory(prefix="copilot-package-") as scratch:
        lock = lock_dependencies(snapshot.root, detection.dependencies, target, uv)
        lock = _with_adaptor(lock, handler)
        install(lock, target, Path(scratch), uv)
        mark = variant_entries(is_local_variant=is_local_variant)
        setting, entries = _collect(snapshot.root, handler, Path(scratch), mark)
        path, written = _write(entries, output_dir)
        return Package(
            path=path,
            sha256=f"sha256:{written.sha256}",
            size_bytes=written.size_bytes,
            unzipped_bytes=written.unzipped_bytes,
            handler=setting,
            runtime=runtime.name,
            architecture=architecture,
            file_count=len(entries),
            dependencies=installed_versions(Path(scratch)),
            is_local_variant=is_local_variant,
        )


def _collect(
    root: Path, handler: HandlerFact, dependencies: Path, mark: tuple[ZipEntry, ...]
) -> tuple[str, tuple[ZipEntry, ...]]:
    """AWS Lambda's handler setting, and everything that goes into the zip file."""
    setting, generated = handler_entries(handler)
    sources = source_entries(walk(root, limits=TreeLimits()))
    entries = layered(dependency_entries(dependencies), sources, generated, mark)
    check_unzipped_size(entries)
    return setting, entries


def _with_adaptor(lock: tuple[Requirement, ...], handler: HandlerFact) -> tuple[Requirement, ...]:
    """An ASGI application needs an adaptor to AWS Lambda's events; versions of its own come
    first.
    """
    if handler.kind != "asgi":
        return lock
    if not lock:
        raise UserCanFix(
            "DEPENDENCIES_UNDECLARED",
            f"The application uses {handler.framework}, but declares no dependencies.",
            "Declare them in requirements.txt or in [project] dependencies of pyproject.toml.",
        )
    own = {requirement.name for requirement in lock}
    text = _ADAPTOR_LOCK.read_text(encoding="utf-8")
    adaptor = parse_requirements(_ADAPTOR_LOCK.name, lambda _: text)
    return (*lock, *(requirement for requirement in adaptor if requirement.name not in own))


def _write(entries: tuple[ZipEntry, ...], output_dir: Path) -> tuple[Path, WrittenZip]:
    output_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output_dir, prefix="partial-") as partial:
        unnamed = Path(partial, "package.zip")
        with unnamed.open("wb") as sink:
            written = write_zip(entries, sink)
        path = unnamed.replace(output_dir / f"{written.sha256}.zip")
    return path, written
