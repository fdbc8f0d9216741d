"""The package of a function, read from where Lambda says that it lies.

``GetFunction`` answers with a presigned address of S3 that is valid for ten minutes (Lambda API
Reference, ``FunctionCodeLocation``); in the sandbox account with one of that account itself.
"""

from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from backend.aws.session import Endpoint
from backend.domain.errors import OperatorMustAct

LARGEST_PACKAGE = 50 * 1024 * 1024
"""What a call may carry (Lambda Developer Guide, quotas: 50 MB, zipped, for direct upload)."""
_TIMEOUT_S = 60
_OK = 200


def download_package(location: str, endpoint: Endpoint) -> bytes:
    """The bytes at ``location``; blocks, and follows no redirect.

    Raises:
        OperatorMustAct: ``E_PACKAGE_UNREADABLE``.
    """
    address = urlsplit(location)
    if not _is_expected(address, endpoint):
        raise _unreadable("its address is none of AWS")
    try:
        return _get(address)
    except (OSError, HTTPException) as error:
        raise _unreadable(type(error).__name__) from None


def _is_expected(address: SplitResult, endpoint: Endpoint) -> bool:
    if endpoint.url is not None:
        own = urlsplit(endpoint.url)
        return (address.scheme, address.netloc) == (own.scheme, own.netloc)
    return address.scheme == "https" and (address.hostname or "").endswith(".amazonaws.com")


def _get(address: SplitResult) -> bytes:
    kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
    connection = kind(address.netloc, timeout=_TIMEOUT_S)
    try:
        connection.request("GET", f"{address.path}?{address.query}".rstrip("?"))
        answer = connection.getresponse()
        content = answer.read(LARGEST_PACKAGE + 1)
    finally:
        connection.close()
    if answer.status != _OK:
        raise _unreadable(f"the answer was {answer.status}")
    if len(content) > LARGEST_PACKAGE:
        raise _unreadable(f"it has more than {LARGEST_PACKAGE} bytes")
    return content


def _unreadable(why: str) -> OperatorMustAct:
    return OperatorMustAct(
        "E_PACKAGE_UNREADABLE",
        f"The package that the function runs could not be read: {why}.",
        "Without it the change could not be undone, so nothing was planned. Try again later.",
    )
