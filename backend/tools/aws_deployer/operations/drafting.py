"""From calls as a person, or a model, asks for them to a draft over the catalogue."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import Field, JsonValue, ValidationError

from backend.aws.account import AwsAccount
from backend.domain.canonical import JsonObject
from backend.domain.errors import ModelCanFix
from backend.domain.identifiers import DeploymentId, GraphRunId, Scope, StepId
from backend.domain.operations import MOST_CALLS
from backend.domain.plans.actions import Provenance
from backend.domain.plans.drafting import DraftStep, PlanDraft, ToolCall
from backend.domain.plans.ownership import ownership_tags
from backend.domain.plans.plan import OPERATION_TARGET, ArtefactReference
from backend.tools.aws_deployer.catalog import declared
from backend.tools.aws_deployer.catalog.declaration import Action, ActionKind, Params
from backend.tools.aws_deployer.operations.desk import Asked, Desk, Translated
from backend.tools.aws_deployer.operations.forms import FORMS, OTHER_NAMES, REACHED_THROUGH
from backend.tools.aws_deployer.operations.stock import Stock
from backend.tools.aws_deployer.operations.translations import translated
from backend.tools.aws_deployer.parameters import draft_params, without_references

_SHOWN_TITLES = 3
_STRANGERS = (Provenance.MODEL, Provenance.REPO_FACT)


class AskedCall(ToolCall):
    """A call, and the origin of those of its arguments that the person did not give."""

    provenance: dict[str, Provenance] = Field(default_factory=dict[str, Provenance])


@dataclass(frozen=True, slots=True)
class OperationRun:
    """The run that drafts an operation: what it creates is tagged and filed under its id."""

    scope: Scope
    graph_run_id: GraphRunId
    region: str

    @property
    def ids(self) -> JsonObject:
        """The ids that a plan needs; an operation has its own."""
        own = f"operation_{self.graph_run_id}"
        return {"deployment_id": own, "release_id": own}


async def draft_for_run(
    calls: JsonValue, run: OperationRun, stock: Stock, account: AwsAccount
) -> JsonObject:
    """``{"draft", "deployment_id", "release_id"}`` of the calls ``[{"tool", "args"}]``, which may
    have a ``provenance``.

    Raises:
        CopilotError: see :func:`draft_operation`.
        AwsFailure: where AWS does not answer a read.
    """
    parsed, ids = _parsed(calls), run.ids
    _, caller_arn = await asyncio.to_thread(account.identity)
    deployment_id = DeploymentId(str(ids["deployment_id"]))
    tags = ownership_tags(run.scope, deployment_id, run.graph_run_id, caller_arn)
    filled: JsonObject = {"tags": {**tags}, "region": run.region}
    desk = Desk(stock=stock, account=account, graph_run_id=run.graph_run_id, filled=filled)
    draft = await draft_operation(parsed, desk)
    return {"draft": draft.to_json(), **ids}


async def draft_operation(calls: Sequence[AskedCall], desk: Desk) -> PlanDraft:
    """The draft of one operation: a step for each call, in order, as ``step_1``, ``step_2``, ….

    Raises:
        ModelCanFix: ``E_UNKNOWN_ACTION`` or ``E_INVALID_STEP``, naming the step and the argument.
        UserCanFix: why a file, or what is there now, cannot be used.
        AwsFailure: where AWS does not answer a read.
    """
    if not 1 <= len(calls) <= MOST_CALLS:
        raise _too_many(len(calls))
    steps: list[DraftStep] = []
    titles: list[str] = []
    artefacts: dict[str, ArtefactReference] = {}
    for number, call in enumerate(calls, start=1):
        asked = _asked(StepId(f"step_{number}"), call, desk)
        found = await translated(desk, asked)
        steps.append(_step(asked, found, call.provenance))
        titles.append(_noted(desk, asked, steps[-1]))
        artefacts.update({artefact.digest: artefact for artefact in found.artefacts})
    return PlanDraft(
        intent=_intent(titles),
        target=OPERATION_TARGET,
        source=None,
        artefacts=tuple(artefacts.values()),
        steps=tuple(steps),
    )


def _parsed(calls: JsonValue) -> tuple[AskedCall, ...]:
    parsed: list[AskedCall] = []
    for number, call in enumerate(calls if isinstance(calls, list) else [], start=1):
        try:
            parsed.append(AskedCall.from_json(call))
        except ValidationError:
            raise ModelCanFix(
                "E_INVALID_STEP",
                f"The step step_{number} is not valid: a call has a tool and args.",
                'Give it as {"tool": …, "args": {…}}.',
            ) from None
    return tuple(parsed)


def _asked(step_id: StepId, call: ToolCall, desk: Desk) -> Asked:
    tool = OTHER_NAMES.get(call.tool, call.tool)
    if tool in REACHED_THROUGH:
        raise ModelCanFix(
            "E_UNKNOWN_ACTION",
            f"The step {step_id} asks for {tool}, which is what {REACHED_THROUGH[tool]} becomes "
            "where something is there already.",
            f"Ask for {REACHED_THROUGH[tool]}.",
        )
    name = declared(tool).name
    said: JsonObject = {key: value for key, value in call.args.items() if key != "region"}
    form = _form(step_id, name, said)
    asked = Asked(step_id=step_id, tool=name, said=said, form=form)
    region = call.args.get("region", desk.filled["region"])
    if region != desk.filled["region"]:
        raise asked.invalid("region", f"the operation is one of {desk.filled['region']}")
    return asked


def _form(step_id: StepId, tool: str, said: JsonObject) -> Params:
    try:
        return FORMS[tool].model_validate(without_references(said))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ModelCanFix(
            "E_INVALID_STEP",
            f"The step {step_id} ({tool}) is not valid: {place}: {first['msg']}.",
            f"Correct {place} and plan again.",
        ) from None


def _step(asked: Asked, found: Translated, provenance_of: Mapping[str, Provenance]) -> DraftStep:
    args: dict[str, JsonValue] = {**found.filled, **found.found, **found.said}
    provenance = {
        **dict.fromkeys(found.filled, Provenance.DEFAULT),
        **dict.fromkeys(found.found, Provenance.AWS_READ),
        **{name: _origin(name, provenance_of) for name in found.said},
    }
    return DraftStep(
        step_id=asked.step_id,
        call=ToolCall(tool=found.action, args=args),
        provenance=provenance,
    )


def _origin(name: str, provenance_of: Mapping[str, Provenance]) -> Provenance:
    """Of an argument, or, where the catalogue calls it otherwise, the worst of all that were given:
    what a stranger decided never becomes what a person said.
    """
    if name in provenance_of:
        return provenance_of[name]
    strangers = [each for each in provenance_of.values() if each in _STRANGERS]
    return strangers[0] if strangers else Provenance.USER


def _noted(desk: Desk, asked: Asked, step: DraftStep) -> str:
    """The step's title; two steps of one operation never change the same resource, nor is deleted
    what an earlier one has changed a part of: the preview of the second would be of a state that
    the first replaces, and the check afterwards would miss what the first has done.
    """
    action = declared(step.call.tool)
    params = draft_params(step.step_id, action.name, step.call.args)
    if isinstance(action, Action) and action.kind is not ActionKind.RUN:
        resource, whole = action.resource(params), action.part_of(params)
        changed = desk.parts if action.kind is ActionKind.DELETE else {}
        earlier = changed.get(resource) or desk.touched.setdefault(resource, step.step_id)
        if earlier != step.step_id:
            raise ModelCanFix(
                "E_INVALID_STEP",
                f"The step {step.step_id} ({asked.tool}) changes {resource}, as {earlier} does.",
                "Do it in an operation of its own, after this one.",
            )
        if whole is not None:
            desk.parts[whole] = step.step_id
    return action.title(params)


def _intent(titles: Sequence[str]) -> str:
    further = len(titles) - _SHOWN_TITLES
    told = "; ".join(titles[:_SHOWN_TITLES])
    return f"{told}; and {further} more." if further > 0 else f"{told}."


def _too_many(count: int) -> ModelCanFix:
    return ModelCanFix(
        "E_INVALID_STEP",
        f"An operation has 1 to {MOST_CALLS} calls, not {count}.",
        "Split it into several operations.",
    )
