"""What AWS answers instead of a turn, as failures of ours; its own words are not handed on.

The codes are those of ``Converse`` and ``ConverseStream``; in a stream they begin in lower case.
"""

from backend.aws.errors import AwsFailure, Certainty
from backend.domain.errors import OperatorMustAct
from backend.tools.openai_llm.failures import (
    MEANWHILE,
    not_accepted,
    quota_used_up,
    rate_limited,
    unreachable,
)
from backend.tools.openai_llm.turns import Blamed, TurnFailed

_NOT_THIS_MODEL = frozenset({"accessdeniedexception", "resourcenotfoundexception"})
_KEYS = frozenset(
    {
        "unrecognizedclientexception",
        "invalidsignatureexception",
        "incompletesignature",
        "expiredtokenexception",
        "missingauthenticationtoken",
    }
)
_QUOTA = "servicequotaexceededexception"
_THROTTLED = "throttlingexception"
_NOT_ACCEPTED = frozenset({"validationexception", "paramvalidationerror"})
_BAD_REQUEST = 400


def turn_failure_of(failure: AwsFailure) -> TurnFailed:
    """The failure of the turn; another model may be permitted, known and up where one is not."""
    code = failure.code.lower()
    if code in _NOT_THIS_MODEL:
        return _unavailable("does not offer this model to these keys", "model")
    if code in _KEYS:
        return _unavailable("refused the keys", "account")
    if code == _QUOTA:
        return quota_used_up()
    if code == _THROTTLED:
        return rate_limited(None)
    if code in _NOT_ACCEPTED:
        return not_accepted(_BAD_REQUEST)
    if failure.certainty is Certainty.REFUSED:
        return unreachable("Amazon Bedrock refused the request")
    return unreachable("Amazon Bedrock failed, or could not be reached")


def _unavailable(what: str, blamed: Blamed) -> TurnFailed:
    error = OperatorMustAct(
        "E_MODEL_UNAVAILABLE",
        f"Amazon Bedrock {what}.",
        f"Check the keys, the region, and which models are enabled there; {MEANWHILE}.",
    )
    return TurnFailed(error, blamed)
