"""What is understood and not offered is said honestly, with what can be done instead."""

import json
from pathlib import Path
from typing import Any

import pytest

from backend.agents.interpreter import Action, Step
from backend.agents.interpreter.turns.rules import read
from backend.runs.conversation.offers import INSTEAD, Instead, not_offered
from backend.tools.aws_deployer.operations.forms import catalogue_name

CONTRACT: dict[str, Any] = json.loads(
    (Path(__file__).parents[3] / "spec" / "intent_contract.json").read_text(encoding="utf-8")
)["actions"]
NO_OPERATION = {"CONTROL", "SMALL_TALK", "OUT_OF_SCOPE", "MALICIOUS", "CLARIFY"}
BY_CONVERSATION = {
    "configure_aws_credentials",
    "deploy_lambda_repo",
    "deploy_repo",
    "list_deployments",
}
"""What the conversation itself does, without the catalogue."""
SLOTS = {"bucket_name": "my-data"}


def test_every_action_is_offered_or_has_something_instead_and_never_both() -> None:
    declined = [action for row in INSTEAD for action in row.actions]
    assert len(declined) == len(set(declined))
    understood = {name for name, each in CONTRACT.items() if each["intent"] not in NO_OPERATION}
    offered = {name for name in understood if catalogue_name(name)} | BY_CONVERSATION
    assert set(declined) == understood - offered


@pytest.mark.parametrize("row", INSTEAD, ids=lambda row: min(row.actions))
def test_what_is_pointed_to_is_there(row: Instead) -> None:
    assert row.offers
    missing = {name for name in row.offers if not catalogue_name(name)} - BY_CONVERSATION
    assert missing == set()


@pytest.mark.spec("S2-179")
@pytest.mark.parametrize("text", sorted({text for row in INSTEAD for text in row.says}))
def test_what_is_suggested_is_understood_and_can_be_done(text: str) -> None:
    reading = read(text.format_map(SLOTS))
    assert reading.action in (Action.OPERATE, Action.DEPLOY_REPO, Action.LIST_DEPLOYMENTS)
    if reading.action is Action.OPERATE:
        assert catalogue_name(reading.frame.action)
    assert reading.frame.missing == ()


def test_suggestions_name_what_was_named() -> None:
    step = Step(action="put_bucket_policy", slots={"bucket_name": "my-data"})
    said = [each.text for each in not_offered([step]).suggestions]
    assert said == ["Show the policy of bucket my-data", "List my buckets"]
    nameless = Step(action="put_bucket_policy", slots={})
    assert [each.text for each in not_offered([nameless]).suggestions] == ["List my buckets"]


def test_of_several_wishes_nothing_is_done() -> None:
    steps = [Step(action="list_buckets", slots={}), Step(action="stop_ec2", slots={})]
    assert "I did none of what you asked for" in not_offered(steps).text
    assert "I did none" not in not_offered(steps[1:]).text


def test_credentials_are_managed_in_their_dialog() -> None:
    assert not_offered([Step(action="rotate_credentials", slots={})]).needs == "credentials"


def test_an_action_of_a_plugin_without_a_row_is_declined_all_the_same() -> None:
    assert "in this version" in not_offered([Step(action="fly_to_the_moon", slots={})]).text


def test_a_value_that_nobody_asked_for_is_not_understood() -> None:
    assert "did not understand" in not_offered([]).text
