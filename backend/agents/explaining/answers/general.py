"""What the service can do, where secrets are, and what to ask where nothing was understood."""

from backend.agents.explaining.answers.endings import situation_has_failed
from backend.agents.explaining.phrasing import listed, name, paragraphs
from backend.agents.explaining.query import Query, Told
from backend.agents.explaining.situation import Situation

_EXAMPLES = {
    "plan": ("What would this do?", "Is it reversible?", "What becomes public?"),
    "running": ("How is it going?", "What if a step fails?", "What are you waiting for?"),
    "failed": ("Why did it fail?", "Is anything left?", "What can I do next?"),
    "live": ("Where does it run?", "How do I roll back?", "What did we do last time?"),
    "nothing": ("What can you do?", "Where are my keys kept?", "What did we do last time?"),
}


def abilities(query: Query) -> Told:
    """What can be asked for, in short."""
    return Told(
        text=paragraphs(
            "I can:",
            listed(
                [
                    "deploy an application from a repository or folder to AWS Lambda",
                    "look up and change buckets, objects, roles and Lambda functions",
                    "show exactly what a plan would do before anything is changed, and answer "
                    "questions about it",
                    "undo what a run did, and roll back a deployment",
                ]
            ),
            "Nothing is changed before a person approves the plan on its card.",
            _try_asking(query.situation),
        )
    )


def secrets(query: Query) -> Told:
    """Where keys are, and which are stored, by name alone."""
    stored = [
        f"{name(each.name)} ({each.kind.replace('_', ' ')})" for each in query.situation.credentials
    ]
    return Told(
        text=paragraphs(
            "Keys and tokens are kept encrypted in this installation's vault. They are decrypted "
            "only for the calls of a plan that a person approved, or for looking at the account. "
            "They never enter this conversation, a plan, or a language model.",
            f"Stored for you:\n\n{listed(stored)}" if stored else "Nothing is stored for you yet.",
        )
    )


def unknown(query: Query) -> Told:
    """An honest answer with questions that fit."""
    return Told(
        text=paragraphs(
            "I cannot answer that from what I know of this conversation.",
            _try_asking(query.situation),
        )
    )


def fitting_examples(situation: Situation) -> tuple[str, ...]:
    """Three questions that can be answered now."""
    if situation.question is not None:
        return _EXAMPLES["plan"]
    if situation.is_running:
        return _EXAMPLES["running"]
    if situation_has_failed(situation):
        return _EXAMPLES["failed"]
    return _EXAMPLES["live" if situation.live else "nothing"]


def _try_asking(situation: Situation) -> str:
    return f"You can ask, for example:\n\n{listed(fitting_examples(situation))}"
