"""What a run of ``converse`` is about: its inputs, and what earlier nodes have added to them."""

from dataclasses import dataclass

from agentpro.handlers import NodeContext
from backend.agents.conversing.frames import frame_from_json
from backend.agents.conversing.shapes import object_of
from backend.agents.explaining import Situation, Topic
from backend.agents.interpreter.frame import Frame
from backend.domain.canonical import JsonObject

LAST_TURNS = 50
"""How much of a conversation is remembered word for word."""

_UNSETTLED = frozenset(
    {"clarify", "out_of_scope", "explain", "escalate", "modify_plan", "dry_run", "show_history"}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class GivenReading:
    """What the interpreter understood; ``is_offered`` says whether there is somebody to do it."""

    action: str
    frame: Frame
    is_offered: bool
    is_asked: bool
    """Whether it ends like a question."""
    has_run: bool
    """Whether there is a run that help can be about."""

    @property
    def is_settled(self) -> bool:
        """Whether the reading stands as it is, so that no role needs to explain or to ask.

        All else may be a question: what nobody carries out, and what may be about the past.
        """
        match self.frame.action:
            case "rollback":
                return not self.is_asked
            case "modify_plan":
                return bool(self.frame.slots) or not self.is_asked
            case "help":
                return not self.has_run
            case _:
                pass
        return self.is_offered and self.frame.action not in _UNSETTLED


def message_of(context: NodeContext) -> str:
    """What the person said, without secrets."""
    return str(context.inputs["message"])


def reading_of(context: NodeContext) -> GivenReading:
    """The reading that the run was started with."""
    given = object_of(context.inputs["reading"])
    return GivenReading(
        action=str(given["action"]),
        frame=frame_from_json(given["frame"]),
        is_offered=bool(given.get("is_offered", True)),
        is_asked=message_of(context).rstrip().endswith("?"),
        has_run=object_of(context.inputs["situation"]).get("run") is not None,
    )


def situation_json(context: NodeContext) -> JsonObject:
    """What was known when the message came, with the memories that the curator found."""
    memories = context.facts.get("memories") or []
    return {**object_of(context.inputs["situation"]), "memories": memories}


def situation_of(context: NodeContext) -> Situation:
    """The same, typed."""
    return Situation.from_json(situation_json(context))


def topic_fact(context: NodeContext) -> Topic:
    """What the question is about, as the intake found out."""
    match context.facts.get("topic"):
        case "plan" | "verdict" | "outcome" | "memory" as topic:
            return topic
        case _:
            return "general"
