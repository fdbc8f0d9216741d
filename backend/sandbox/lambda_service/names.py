"""How a request names a function: name, partial ARN or ARN, each with a qualifier or not."""

import re

from backend.sandbox.lambda_service.refusals import invalid, malformed

_REFERENCE = re.compile(
    r"(?:arn:aws:lambda:(?P<region>[a-z0-9-]+):)?(?:(?P<account>\d{12}):)?(?:function:)?"
    r"(?P<name>[a-zA-Z0-9_-]{1,64})(?::(?P<qualifier>\$LATEST|[a-zA-Z0-9_-]{1,128}))?"
)


def function_arn(region: str, account_id: str, name: str) -> str:
    """The unqualified ARN."""
    return f"arn:aws:lambda:{region}:{account_id}:function:{name}"


def parse_reference(reference: str, qualifier: str) -> tuple[str, str]:
    """Name and qualifier (empty when there is none).

    Raises the service's own refusal for a name that Lambda does not take, and for a qualifier in
    ``reference`` that differs from the one given beside it.
    """
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise malformed(
            f"Value '{reference}' at 'functionName' failed to satisfy constraint: "
            "Member must satisfy regular expression pattern"
        )
    own = found.group("qualifier") or ""
    if own and qualifier and own != qualifier:
        raise invalid(
            "The derived qualifier from the function name does not match the specified qualifier."
        )
    return found.group("name"), own or qualifier
