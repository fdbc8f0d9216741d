"""What a connection's URI says besides where to: which parts may be shown, and which never."""

from urllib.parse import parse_qsl, unquote, urlsplit

_SECRET_OPTIONS = frozenset(
    {"authmechanismproperties", "proxypassword", "tlscertificatekeyfilepassword"}
)


def hosts(uri: str) -> str:
    """The URI's hosts and ports, as it names them, without user and password."""
    return urlsplit(uri).netloc.rpartition("@")[2]


def options(uri: str) -> list[tuple[str, str]]:
    """The URI's options, with names in lower case."""
    pairs = parse_qsl(urlsplit(uri).query, keep_blank_values=True)
    return [(name.lower(), value) for name, value in pairs]


def secrets_in(uri: str) -> frozenset[str]:
    """Every value in the URI that must not be shown, as it is written and as it is meant."""
    credentials, _, _ = urlsplit(uri).netloc.rpartition("@")
    password = credentials.partition(":")[2]
    values = {value for name, value in options(uri) if name in _SECRET_OPTIONS}
    return frozenset({password, unquote(password), *values} - {""})
