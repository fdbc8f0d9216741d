"""Clean environments for the programs that this tool starts: only what is named here passes
through.
"""

from collections.abc import Mapping
from pathlib import Path

_COMMON = frozenset({
    "PATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "HTTPS_PROXY", "https_proxy", "HTTP_PROXY",
    "http_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy",
})  # fmt: skip
_GIT = frozenset({"GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "CURL_CA_BUNDLE"})
_UV = frozenset({
    "UV_DEFAULT_INDEX", "UV_INDEX", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS",
    "UV_NO_INDEX", "UV_INDEX_STRATEGY", "UV_INSECURE_HOST", "UV_HTTP_TIMEOUT", "UV_HTTP_RETRIES",
    "UV_SYSTEM_CERTS", "UV_NATIVE_TLS", "UV_OFFLINE", "UV_EXCLUDE_NEWER",
})  # fmt: skip
_PIP_NAMES = {
    "PIP_INDEX_URL": "UV_DEFAULT_INDEX",
    "PIP_EXTRA_INDEX_URL": "UV_EXTRA_INDEX_URL",
    "PIP_FIND_LINKS": "UV_FIND_LINKS",
    "PIP_NO_INDEX": "UV_NO_INDEX",
    "PIP_CERT": "SSL_CERT_FILE",
}


def git_environment(environ: Mapping[str, str], *, home: Path, protocols: str) -> dict[str, str]:
    """What git may know of this machine: proxies and certificates; no configuration, no prompt, no
    netrc.

    ``protocols`` is git's own list form, for example ``https`` or ``https:file``.
    """
    return {
        **_passed(environ, _COMMON | _GIT),
        "HOME": str(home),
        "LC_ALL": "C",
        "GIT_ALLOW_PROTOCOL": protocols,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "",
        "GIT_OPTIONAL_LOCKS": "0",
    }


def uv_environment(environ: Mapping[str, str], *, home: Path) -> dict[str, str]:
    """What uv may know of this machine: index settings (its own names and pip's), proxies,
    certificates.
    """
    renamed = {uv: environ[pip] for pip, uv in _PIP_NAMES.items() if environ.get(pip)}
    index_secrets = {name for name in environ if name.startswith("UV_INDEX_")}
    passed = {**renamed, **_passed(environ, _COMMON | _UV | index_secrets)}
    links = passed.get("UV_FIND_LINKS", "")
    if links and "://" not in links and not Path(links).is_dir():
        del passed["UV_FIND_LINKS"]
    return {**passed, "HOME": str(home), "LC_ALL": "C", "UV_NO_PROGRESS": "1", "NO_COLOR": "1"}


def _passed(environ: Mapping[str, str], names: frozenset[str] | set[str]) -> dict[str, str]:
    return {name: environ[name] for name in names if environ.get(name)}
