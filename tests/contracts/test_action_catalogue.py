"""Every declaration of the catalogue against botocore's own models of the services."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

import botocore.session
import pytest
from botocore.validate import ParamValidator

from backend.aws.account import AwsAccount, Response
from backend.aws.operations import is_read
from backend.domain.plans.actions import Effect, UndoLabel
from backend.tools.aws_deployer.catalog import ACTIONS, action_named
from backend.tools.aws_deployer.catalog.declaration import (
    Action,
    ActionKind,
    ArtefactBody,
    Params,
    is_reached,
)
from tests.backend.tools.aws_deployer.samples import BEFORE, SAMPLES, sample_outputs, samples_of
from tests.doubles.fake_account import FakeAws

CASES = [
    pytest.param(action, params, id=f"{action.name}-{number}")
    for action in ACTIONS.values()
    for number, params in enumerate(samples_of(action))
]
EVERY_ACTION = pytest.mark.parametrize("action", ACTIONS.values(), ids=list(ACTIONS))
EVERY_SAMPLE = pytest.mark.parametrize(("action", "params"), CASES)
CHANGES_GRANTS = {"replace_role_policy", "delete_role_policy"}
FOUND_OTHERWISE: dict[str, Any] = {
    "update_lambda_configuration": {"memory_mb": 1024, "timeout_s": 7},
    "update_lambda_alias": {"version": "5"},
}
IAM_ACTION = re.compile(r"[a-z0-9]+:[A-Z][A-Za-z]+")
ARN = re.compile(r"arn:aws:(s3|iam|logs|lambda):[^*]+(:\*)?")


@cache
def _session() -> Any:
    return botocore.session.Session()


@cache
def model_of(service: str, operation: str) -> Any:
    return _session().get_service_model(service).operation_model(operation)


def shape_of(action: Action) -> Any:
    return model_of(action.service, action.operation).input_shape


def request_of(action: Action, params: Params) -> dict[str, Any]:
    """The request with bytes and texts where the call puts them."""
    return {name: _revealed(value) for name, value in action.request(params).items()}


def _revealed(value: Any) -> Any:
    match value:
        case ArtefactBody():
            return b""
        case {"$secret": str()}:
            return "***"
        case dict():
            return {key: _revealed(item) for key, item in cast(dict[str, Any], value).items()}
        case list():
            return [_revealed(item) for item in cast(list[Any], value)]
        case _:
            return value


def sensitive_paths(shape: Any, value: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    """The paths of the request that botocore marks as sensitive."""
    if shape.metadata.get("sensitive"):
        yield ".".join(path)
    elif shape.type_name == "structure":
        for name, item in value.items():
            yield from sensitive_paths(shape.members[name], item, (*path, name))
    elif shape.type_name == "map":
        for item in value.values():
            yield from sensitive_paths(shape.value, item, path)
    elif shape.type_name == "list":
        for item in value:
            yield from sensitive_paths(shape.member, item, path)


def test_every_action_has_samples_and_every_sample_an_action() -> None:
    assert set(SAMPLES) == set(ACTIONS)


def test_no_two_actions_have_one_name() -> None:
    assert [name for name, action in ACTIONS.items() if name != action.name] == []


@pytest.mark.spec("S2-3")
@EVERY_SAMPLE
def test_the_request_is_what_botocore_takes(action: Action, params: Params) -> None:
    """The operation exists; keys, types and required members agree, at every depth."""
    report = ParamValidator().validate(request_of(action, params), shape_of(action))
    assert report.generate_report() == ""


@EVERY_SAMPLE
def test_what_botocore_calls_sensitive_is_redacted(action: Action, params: Params) -> None:
    found = set(sensitive_paths(shape_of(action), request_of(action, params)))
    assert found <= action.redacted


@EVERY_ACTION
def test_redacted_paths_exist(action: Action) -> None:
    for path in action.redacted:
        shape = shape_of(action)
        for name in path.split("."):
            shape = shape.members[name]
        assert shape.name


@EVERY_ACTION
def test_what_the_catalogue_performs_is_no_read(action: Action) -> None:
    assert not is_read(action.service, action.operation)


@EVERY_SAMPLE
def test_the_undo_is_an_action_with_valid_parameters(action: Action, params: Params) -> None:
    if action.undo is None:
        assert (action.undo_action, action.label) == (None, UndoLabel.IRREVERSIBLE)
        return
    undo = action.undo(params, BEFORE.get(action.name), sample_outputs(action))
    other = action_named(undo.action)
    assert undo.action == action.undo_action
    assert other.params.model_validate(undo.params)
    assert action.label is not UndoLabel.IRREVERSIBLE


@EVERY_ACTION
def test_what_creates_is_undone_by_what_deletes(action: Action) -> None:
    kinds = {
        ActionKind.CREATE: {ActionKind.DELETE},
        ActionKind.UPDATE: {ActionKind.UPDATE},
        ActionKind.DELETE: {ActionKind.CREATE, None},
        ActionKind.RUN: {None},
    }
    undo = action_named(action.undo_action).kind if action.undo_action else None
    assert undo in kinds[action.kind]


@pytest.mark.parametrize(
    "name", [name for name, action in ACTIONS.items() if action.kind is ActionKind.UPDATE]
)
def test_an_update_and_its_undo_are_each_others_inverse(name: str) -> None:
    action = action_named(name)
    for params in samples_of(action):
        assert action.undo is not None
        there = action.undo(params, None, {})
        back = action.undo(action.params.model_validate(there.params), None, {})
        assert action.params.model_validate(back.params) == params


@pytest.mark.parametrize(
    "name", [name for name, action in ACTIONS.items() if action.kind is ActionKind.UPDATE]
)
def test_an_update_gives_back_what_it_finds(name: str) -> None:
    """It refuses what its undo would not put there, or takes its undo from what it found."""
    action = action_named(name)
    for params in samples_of(action):
        assert action.undo is not None
        found = {**action.wanted(params), **FOUND_OTHERWISE.get(name, action.replaces(params))}
        back = action.params.model_validate(action.undo(params, found, {}).params)
        assert is_reached(action.wanted(back), found)


@EVERY_ACTION
def test_what_cannot_be_undone_asks_for_more_than_an_approval(action: Action) -> None:
    """``Invoke`` is the exception: it runs what was deployed, and deletes nothing. So does what
    changes the grants of something that existed before, though it can be undone exactly.
    """
    is_lost = action.label is UndoLabel.IRREVERSIBLE
    if action.kind is ActionKind.DELETE:
        is_destructive = is_lost or action.name in CHANGES_GRANTS
    else:
        is_destructive = action.name in CHANGES_GRANTS
        assert is_lost == (action.kind is ActionKind.RUN)
    assert action.effect is (Effect.DESTRUCTIVE if is_destructive else Effect.WRITE)


@EVERY_SAMPLE
def test_needs_are_exact(action: Action, params: Params) -> None:
    needs = action.needs(params)
    assert needs
    for need in needs:
        assert need.resources
        for name in need.actions:
            assert IAM_ACTION.fullmatch(name)
        for arn in need.resources:
            filled = arn.replace("{account}", "1").replace("{region}", "2")
            is_listing = need.actions == ("logs:DescribeLogGroups",)
            assert is_listing or ARN.fullmatch(filled), arn


@EVERY_SAMPLE
def test_the_needs_name_the_operation_itself(action: Action, params: Params) -> None:
    name = {"Invoke": "InvokeFunction"}.get(action.operation, action.operation)
    named = {each for need in action.needs(params) for each in need.actions}
    assert f"{action.service}:{name}" in named


@dataclass
class RecordingReader:
    """Finds nothing, and remembers what was asked."""

    aws: FakeAws = field(default_factory=FakeAws)
    asked: list[tuple[str, str]] = field(default_factory=list)
    region: str = "eu-central-1"

    def read(self, service: str, operation: str, **params: Any) -> Response:
        self._note(service, operation, params)
        return self.aws.account().read(service, operation, **params)

    def find(
        self, service: str, operation: str, missing: Collection[str], **params: Any
    ) -> Response | None:
        self._note(service, operation, params)
        return self.aws.account().find(service, operation, missing, **params)

    def _note(self, service: str, operation: str, params: Any) -> None:
        self.asked.append((service, operation))
        shape = model_of(service, operation).input_shape
        assert ParamValidator().validate(params, shape).generate_report() == ""


@EVERY_SAMPLE
def test_looking_only_reads_and_finds_what_is_absent(action: Action, params: Params) -> None:
    reader = RecordingReader()
    assert action.read(cast(AwsAccount, reader), params) is None
    assert reader.asked
    assert [each for each in reader.asked if not is_read(*each)] == []
    assert reader.aws.attempts == 0


@EVERY_SAMPLE
def test_what_is_wanted_is_never_reached_by_nothing(action: Action, params: Params) -> None:
    wanted = action.wanted(params)
    assert not is_reached(wanted, None)
    if action.kind in (ActionKind.CREATE, ActionKind.UPDATE):
        assert wanted
        assert not is_reached(wanted, {})


@EVERY_SAMPLE
def test_people_are_told_what_and_where(action: Action, params: Params) -> None:
    assert action.title(params)
    assert re.fullmatch(r"[a-z0-9]+:[a-z]+/\S.*", action.resource(params))


@EVERY_ACTION
def test_parameters_are_closed_and_strict(action: Action) -> None:
    with pytest.raises(ValueError, match="Extra inputs"):
        action.params.model_validate({**SAMPLES[action.name][0], "confirm": True})


@pytest.mark.parametrize("name", ["a:b", "a/b", "a b", "", "a\n", "*", "ä", "x" * 65, "a?"])
def test_a_function_cannot_be_named_so_that_another_is_meant(name: str) -> None:
    with pytest.raises(ValueError, match="function_name"):
        action_named("delete_lambda").params.model_validate({"function_name": name})


@pytest.mark.parametrize("role", ["*", "arn:aws:iam::123456789012:role/*", "arn:aws:iam::*:role/a"])
def test_a_function_takes_one_role(role: str) -> None:
    with pytest.raises(ValueError, match="role"):
        action_named("deploy_lambda").params.model_validate(
            {**SAMPLES["deploy_lambda"][0], "role": role}
        )


@pytest.mark.parametrize("name", ["*", "a/b", "a\n", "x" * 65, "rôle"])
def test_a_role_cannot_be_named_so_that_another_is_meant(name: str) -> None:
    with pytest.raises(ValueError, match="role_name"):
        action_named("delete_role").params.model_validate({"role_name": name})


@pytest.mark.parametrize(
    "value", ["plain", {"$output": "a.b"}, {"$secret": "a", "x": "y"}, {}, {"x": "y"}]
)
def test_environment_values_are_secrets_alone(value: Any) -> None:
    sample = SAMPLES["deploy_lambda"][0]
    configuration = {**cast(dict[str, Any], sample["configuration"]), "environment": {"A": value}}
    with pytest.raises(ValueError, match="environment"):
        action_named("deploy_lambda").params.model_validate(
            {**sample, "configuration": configuration}
        )
