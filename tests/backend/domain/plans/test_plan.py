"""Plans: one digest for one content, references backwards only, JSON that comes back the same."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from backend.domain.canonical import JsonObject
from backend.domain.identifiers import Value
from backend.domain.plans.plan import Plan
from tests.backend.tools.aws_deployer.hello import Deployer, hello_plan
from tests.backend.tools.aws_deployer.test_compose import call, plan

HELLO = hello_plan()


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place inside a JSON value that holds no other."""
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, item in items:
        if isinstance(item, dict | list) and item:
            yield from places(item, (*path, key))
        else:
            yield (*path, key)


def edited(value: JsonObject, path: tuple[Any, ...]) -> JsonObject:
    """The value with something else at that place."""
    copy: Any = deepcopy(value)
    holder = copy
    for key in path[:-1]:
        holder = holder[key]
    old = holder[path[-1]]
    match old:
        case bool():
            holder[path[-1]] = not old
        case int():
            holder[path[-1]] = old + 1
        case str():
            holder[path[-1]] = f"{old}x"
        case _:
            holder[path[-1]] = "x"
    return copy


PLACES = list(places(HELLO.to_json()))


@pytest.mark.spec("S2-123")
def test_a_plan_comes_back_as_it_was() -> None:
    assert Plan.from_json(HELLO.to_json()) == HELLO
    assert Plan.from_json(HELLO.to_json()).digest == HELLO.digest


@given(st.sampled_from(PLACES))
def test_any_edit_makes_another_plan(path: tuple[Any, ...]) -> None:
    """Where an edited document is still a plan, it is a plan with another digest."""
    try:
        other = Plan.from_json(edited(HELLO.to_json(), path))
    except ValidationError:
        return
    assert other.digest != HELLO.digest


def test_most_edits_leave_a_plan() -> None:
    """So that the test above examines something."""
    assert len(PLACES) > 200
    other = Plan.from_json(edited(HELLO.to_json(), ("intent",)))
    assert other.digest != HELLO.digest


@settings(max_examples=20)
@given(st.randoms())
def test_the_order_of_keys_is_no_edit(random: Any) -> None:
    def shuffled(value: Any) -> Any:
        match value:
            case dict():
                keys = [*value]
                random.shuffle(keys)
                return {key: shuffled(value[key]) for key in keys}
            case list():
                return [shuffled(item) for item in value]
            case _:
                return value

    assert Plan.from_json(shuffled(HELLO.to_json())).digest == HELLO.digest


def test_the_order_of_steps_is_an_edit() -> None:
    one = plan(call("create_bucket"), call("create_role"))
    other = plan(call("create_role"), call("create_bucket"))
    assert one.digest != other.digest


def test_a_plan_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        HELLO.intent = "Something else."


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError, match="extra"):
        Plan.from_json({**HELLO.to_json(), "confirm": True})


def test_a_plan_has_steps() -> None:
    with pytest.raises(ValidationError, match="steps"):
        Plan.from_json({**HELLO.to_json(), "steps": []})


def with_params(step_id: str, **params: Any) -> JsonObject:
    value: Any = HELLO.to_json()
    for step in value["steps"]:
        if step["step_id"] == step_id:
            step["params"] = {**step["params"], **params}
    return value


@pytest.mark.parametrize("name", ["create_url.url", "create_role.role_arn", "nobody.x", ""])
def test_a_reference_to_itself_forwards_or_nowhere_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="not before it"):
        Plan.from_json(with_params("create_role", deep=[{"nested": {"$output": name}}]))


def test_a_reference_backwards_is_accepted() -> None:
    value = with_params("create_alias", more={"$output": "create_role.role_arn"})
    assert Plan.from_json(value).step("create_alias").params["more"]


@pytest.mark.parametrize("field", ["outputs", "health"])
def test_outputs_and_health_refer_to_steps_of_the_plan(field: str) -> None:
    nowhere = {"$output": "nobody.url"}
    found = {"outputs": {"url": nowhere}, "health": {"url": nowhere, "path": "/"}}
    with pytest.raises(ValidationError, match="not before it"):
        Plan.from_json({**HELLO.to_json(), field: found[field]})


def test_two_steps_of_one_name_are_refused() -> None:
    value: Any = HELLO.to_json()
    value["steps"].append(value["steps"][0])
    with pytest.raises(ValidationError, match="two steps"):
        Plan.from_json(value)


@pytest.mark.parametrize("account_id", ["", "12345678901", "1234567890123", "12345678901x"])
def test_an_account_has_twelve_digits(account_id: str) -> None:
    value: Any = HELLO.to_json()
    value["account"]["account_id"] = account_id
    with pytest.raises(ValidationError, match="account_id"):
        Plan.from_json(value)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValidationError, match="expires_at"):
        Plan.from_json({**HELLO.to_json(), "expires_at": "2030-01-01T00:00:00"})


def test_every_part_of_a_sealed_plan_comes_back_as_it_was() -> None:
    sealed = Deployer().seal(HELLO)
    parts: list[Value] = [sealed, sealed.verdict, sealed.change_set, sealed.approval]
    for part in (*parts, *HELLO.steps, *HELLO.artefacts, HELLO.account, HELLO.scope):
        assert type(part).from_json(part.to_json()) == part
