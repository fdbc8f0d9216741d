"""What is declared, against the contract, and how plugins add to it."""

import re

import pytest

from backend.agents.interpreter import interpret
from backend.agents.interpreter.actions.categories import CATEGORIES
from backend.agents.interpreter.actions.declaration import IntentCategory, action
from backend.agents.interpreter.actions.registry import default_registry
from backend.agents.interpreter.mentions.regions import REGION_NAMES, find_region
from backend.agents.interpreter.slots.grammars import GRAMMARS, grammar_of
from backend.aws.regions import regions_of
from tests.evaluations.utterances import contract

ACTIONS = default_registry().actions


def test_every_action_of_the_contract_is_declared_and_no_other() -> None:
    assert set(ACTIONS) == set(contract()["actions"])
    assert {each.name for each in CATEGORIES} == set(contract()["intents"])


@pytest.mark.parametrize("name", contract()["actions"])
def test_an_action_has_the_slots_of_the_contract(name: str) -> None:
    wanted, declared = contract()["actions"][name], ACTIONS[name]
    assert (declared.intent, declared.effect) == (wanted["intent"], wanted["effect"])
    required = {slot.name for slot in declared.slots if slot.is_required}
    optional = {slot.name for slot in declared.slots if not slot.is_required}
    assert required == set(wanted["required"])
    assert optional | ({"*"} if declared.takes_any_slot else set()) == set(wanted["optional"])
    defaults = {each for names in wanted["defaults"] for each in names.split(", ")}
    assert {slot.name for slot in declared.slots if slot.has_default} == defaults


@pytest.mark.parametrize("name", ACTIONS)
def test_every_slot_has_a_grammar_and_every_pattern_compiles(name: str) -> None:
    declared = ACTIONS[name]
    assert [slot.name for slot in declared.slots if grammar_of(name, slot.name) is None] == []
    for pattern in (*declared.patterns, declared.needs, declared.unless):
        assert re.compile(pattern)
    assert declared.named is None or declared.slot(declared.named)


def test_no_grammar_is_for_a_slot_that_nothing_has() -> None:
    known = {slot.name for each in ACTIONS.values() for slot in each.slots}
    specific = {f"{each.name}.{slot.name}" for each in ACTIONS.values() for slot in each.slots}
    assert set(GRAMMARS) - known - specific == set()


@pytest.mark.parametrize(
    ("category", "example"),
    [(category.name, example) for category in CATEGORIES for example in category.examples],
)
def test_every_declared_example_is_of_its_category(category: str, example: str) -> None:
    assert interpret(example).intent == category


def test_a_plugin_adds_a_category_and_an_action() -> None:
    queues = IntentCategory(
        name="QUEUES", description="Queues", examples=("drain the queue",), confidence_threshold=0.7
    )
    drain = action(
        "drain_queue",
        "write",
        intent="QUEUES",
        patterns=(r"\bdrain\b.*\bqueue\b",),
        slots="region!",
    )
    registry = default_registry().extended(categories=[queues], actions=[drain])
    frame = interpret("drain the queue in Paris", None, registry)
    assert (frame.intent, frame.action, frame.slots) == (
        "QUEUES",
        "drain_queue",
        {"region": "eu-west-3"},
    )
    assert "drain_queue" not in default_registry().actions


def test_a_plugin_cannot_replace_what_is_declared() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        default_registry().extended(actions=[ACTIONS["create_bucket"]])
    with pytest.raises(ValueError, match="declared twice"):
        default_registry().extended(categories=[CATEGORIES[0]])
    with pytest.raises(ValueError, match="no declared category"):
        default_registry().extended(actions=[action("x", "read", intent="NOWHERE")])


def test_every_named_region_exists() -> None:
    assert set(REGION_NAMES) <= regions_of("lambda")
    for code, names in REGION_NAMES.items():
        for name in names:
            found = find_region(f"in {name} please")
            assert found is not None
            assert found[0] == code
