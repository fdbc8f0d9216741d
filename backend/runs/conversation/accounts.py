"""With which credentials a wish is meant, or the question that settles it."""

from backend.agents.interpreter import Slots
from backend.domain.aws_credentials import ACCOUNT_KINDS, CredentialSummary
from backend.domain.conversations.turns import Suggestion
from backend.runs.conversation.reply import Reply, Wish
from backend.runs.conversation.wording import NO_CREDENTIALS, SAY_AGAIN
from backend.runs.copilot import LocalCopilot


async def account_for(copilot: LocalCopilot, wish: Wish) -> CredentialSummary | Reply:
    """The only credentials that can be meant; otherwise what to say about it."""
    usable = _fitting(await copilot.credentials(), wish.reading.slots)
    match usable:
        case ():
            return _without_credentials(wish)
        case (only,):
            return only
        case _:
            return _unclear(wish, usable)


def account_in_words(credential: CredentialSummary) -> str:
    """Where something is going to happen."""
    return "the sandbox account" if credential.is_sandbox else f"account {credential.account_id}"


def _fitting(stored: tuple[CredentialSummary, ...], slots: Slots) -> tuple[CredentialSummary, ...]:
    """The credentials that the person can mean; the newest sandbox stands for all of them."""
    usable = [each for each in stored if each.kind in ACCOUNT_KINDS]
    if slots.credential_name is not None:
        return tuple(each for each in usable if each.name == slots.credential_name)
    sandboxes = [each for each in usable if each.is_sandbox]
    newest = sorted(sandboxes, key=lambda each: each.created_at)[-1:]
    if slots.is_sandbox:
        return tuple(newest)
    return (*(each for each in usable if not each.is_sandbox), *newest)


def _without_credentials(wish: Wish) -> Reply:
    if wish.values:
        return Reply(text=f"{NO_CREDENTIALS} {SAY_AGAIN}", needs="credentials")
    again = Suggestion(label="Try again", text=wish.text)
    return Reply(text=NO_CREDENTIALS, needs="credentials", suggestions=(again,))


def _unclear(wish: Wish, usable: tuple[CredentialSummary, ...]) -> Reply:
    if wish.values:
        names = ", ".join(each.name for each in usable)
        asked = f"Which credentials shall I use: {names}? Say so with your request. {SAY_AGAIN}"
        return Reply(text=asked)
    return Reply(
        text="Which credentials shall I use? More than one set is stored.",
        suggestions=tuple(
            Suggestion(
                label=f"{each.name} ({each.account_id})",
                text=f"{wish.text} with credentials {each.name}",
            )
            for each in usable
        ),
    )
