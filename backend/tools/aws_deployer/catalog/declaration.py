"""How an action is declared: one frozen value per AWS operation, from which everything else is
derived.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, JsonValue

from backend.aws.account import Reader
from backend.domain.canonical import JsonObject
from backend.domain.plans.actions import Effect, UndoLabel

LiveState = JsonObject | None
"""What a read found of one resource, in the words of ``wanted``; ``None`` where it is absent."""


class Params(BaseModel):
    """Base of all parameter models. References stand as text in them until they are resolved."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class NoParams(Params):
    """Nothing to say: account and region are those of the run."""


@dataclass(frozen=True, slots=True)
class ArtefactBody:
    """Stands in a request for the bytes of an artefact; read from the store at the call."""

    digest: str


Request = Mapping[str, JsonValue | ArtefactBody | Mapping[str, JsonValue | ArtefactBody]]
"""The members of the API call; ``{"$secret": …}`` objects in it are revealed at the call."""


class ActionKind(StrEnum):
    """What the operation does to its resource."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    RUN = "run"


@dataclass(frozen=True, kw_only=True, slots=True)
class Undo:
    """The call that undoes an action: another action of the catalogue, with its parameters."""

    action: str
    params: JsonObject


@dataclass(frozen=True, kw_only=True, slots=True)
class IamNeed:
    """A permission that the caller needs, on which resources (ARNs with ``{account}`` and
    ``{region}``).
    """

    actions: tuple[str, ...]
    resources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TransientRefusal:
    """A refusal that goes away by itself, such as a role that is too new to be assumed."""

    code: str
    contains: str


def _no_outputs(_params: Any, _found: Mapping[str, Any]) -> dict[str, str]:
    return {}


def _no_state(_params: Any) -> JsonObject:
    return {}


def _no_text(_params: Any) -> None:
    return None


def _always_ready(_live: JsonObject) -> bool:
    return True


@dataclass(frozen=True, kw_only=True, slots=True)
class Declaration:
    """What every entry of the catalogue says of itself, whether it reads or changes something."""

    name: str
    service: str
    operation: str
    params: type[Params]
    title: Callable[[Any], str]
    resource: Callable[[Any], str]
    needs: Callable[[Any], tuple[IamNeed, ...]]
    effect: Effect
    label: UndoLabel
    undo_action: str | None = None
    output_names: frozenset[str] = frozenset()
    """The outputs that later steps may refer to."""
    exposes: Callable[[Any], str | None] = _no_text
    grants_on: Callable[[Any], str | None] = _no_text
    """The resource whose access it widens: ``write`` if the same plan creates that, else
    ``destructive``.
    """


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadAction(Declaration):
    """A question to AWS: it changes nothing, needs no approval and leaves nothing to undo.

    ``answer`` gives ``{"columns", "rows", "total"}`` for a listing (see ``reads.answers``) or
    ``{"facts": {…}}`` for one thing, and never a secret.
    """

    answer: Callable[[Reader, Any], JsonObject]
    effect: Effect = Effect.READ
    label: UndoLabel = UndoLabel.EXACT


@dataclass(frozen=True, kw_only=True, slots=True)
class Action(Declaration):
    """One AWS operation: how to ask for it, look at it, tell whether it happened, and undo it.

    ``read`` gives the live state of the resource and ``wanted`` what it will be afterwards, over
    the same keys: the preview, the drift check, the settling of a call in doubt and the proof of
    success all compare the two. The callables take an instance of ``params``.
    """

    kind: ActionKind
    request: Callable[[Any], Request]
    read: Callable[[Reader, Any], LiveState]
    wanted: Callable[[Any], JsonObject]
    replaces: Callable[[Any], JsonObject] = _no_state
    """What an update expects to find, and its undo puts back: anything else is not overwritten."""
    undo: Callable[[Any, LiveState, Mapping[str, str]], Undo] | None = None
    """From the parameters, the live state before, and the outputs."""
    outputs: Callable[[Any, JsonObject], dict[str, str]] = _no_outputs
    answered: Callable[[Any, Mapping[str, Any]], dict[str, str]] = _no_outputs
    """Further outputs, from the response of the call itself; lost where the reply is."""
    is_ready: Callable[[JsonObject], bool] = _always_ready
    transient: tuple[TransientRefusal, ...] = ()
    follows: Callable[[Any], str | None] = _no_text
    """The resource whose changes by earlier steps of the plan show in what ``read`` finds."""
    part_of: Callable[[Any], str | None] = _no_text
    """The resource that takes this one with it when it is deleted."""
    is_tagged: bool = False
    """Whether the live state has ``tags``, which must name the run before undo deletes it."""
    redacted: frozenset[str] = field(default_factory=frozenset[str])
    """Paths of the request that no sink may see (``Environment.Variables``)."""


def is_reached(wanted: JsonObject, live: LiveState) -> bool:
    """Whether the live state has everything that is wanted."""
    return live is not None and all(live.get(key) == value for key, value in wanted.items())
