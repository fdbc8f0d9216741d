"""What a model is told besides the question: typed facts of the situation, and what was said.

Words of strangers stay in a quarantine: the model sees references to them, and only the person
sees them again.
"""

from dataclasses import dataclass, field, replace

from pydantic import JsonValue

from agentpro.handlers import NodeContext
from backend.agents.conversing.model.asking import Asked
from backend.agents.conversing.model.pruning import LIMIT, Material, prune, tokens_of
from backend.agents.conversing.shapes import list_of, object_of
from backend.agents.conversing.turn import LAST_TURNS, situation_json
from backend.agents.guardrails import security_check
from backend.agents.quarantine import Quarantine, without_quotations
from backend.domain.canonical import JsonObject

_SHORTEST_HIDDEN = 4
"""Characters; what is shorter is a word like any other."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Remembered:
    """Everything that there is to tell, behind a quarantine of its own."""

    material: Material
    quarantine: Quarantine = field(default_factory=Quarantine)

    def within(self, question: JsonObject, limit: int = LIMIT) -> JsonObject:
        """``question`` and as much of the rest as a prompt has room for."""
        left = prune(self.material, limit - tokens_of(question))
        return {**question, **left.as_json()}

    def shown(self, asked: Asked) -> Asked:
        """The answer as the person sees it, with the texts to which it refers."""
        if asked.text is None:
            return asked
        return replace(asked, value=self.quarantine.shown_to_person(asked.text))

    def hidden(self, text: str) -> str | None:
        """A text of ours with references for what it quotes of strangers; ``None`` where even that
        reads like orders.
        """
        longest_first = sorted(self.quarantine.texts.items(), key=lambda each: -len(each[1]))
        for reference, quoted in longest_first:
            bare = quoted.rstrip(". ")
            if len(bare) >= _SHORTEST_HIDDEN:
                text = text.replace(bare, reference)
        return None if security_check(text).is_malicious else text


def remembered(context: NodeContext) -> Remembered:
    """The situation of the run with the curator's memories, as typed facts."""
    known = situation_json(context)
    quarantine = Quarantine()

    def facts(part: str) -> JsonValue:
        value = known.get(part)
        return None if value is None else quarantine.facts("situation", part, value)

    memories = quarantine.facts("qdrant_vector", "query", {"matches": known["memories"]})
    requirements: JsonObject = {
        part: facts(part) for part in ("pending", "deployments", "credentials")
    }
    outputs = [memories, facts("run")]
    return Remembered(
        material=Material(
            requirements=requirements,
            plan=facts("question"),
            outputs=tuple(each for each in outputs if each is not None),
            turns=tuple(map(_turn, list_of(known.get("turns"))[-LAST_TURNS:])),
        ),
        quarantine=quarantine,
    )


def _turn(turn: JsonValue) -> JsonValue:
    """What a person said, word for word; an assistant's words about a run quote strangers."""
    said = object_of(turn)
    text = str(said.get("text"))
    if said.get("author") != "person":
        run_id, own = said.get("graph_run_id"), without_quotations(text)
        is_ours = run_id is None and not security_check(own).is_malicious
        text = own if is_ours else f"(an answer about {run_id or 'something else'})"
    return {"author": said.get("author"), "text": text}
