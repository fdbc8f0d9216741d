"""What people say, and how it is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.agents.interpreter import Action, RuleInterpreter, without_values
from backend.agents.interpreter.intents import INTENTS
from backend.agents.interpreter.regions import REGION_NAMES, find_region
from backend.agents.interpreter.rules import read
from backend.aws.regions import regions_of

EXAMPLES = [(intent, example) for intent in INTENTS for example in intent.examples]


@pytest.mark.spec("S2-179")
@pytest.mark.parametrize(("intent", "example"), EXAMPLES, ids=[each for _, each in EXAMPLES])
def test_every_declared_example_is_read_as_declared(intent, example) -> None:
    found = read(example)
    assert (found.action, found.topic) == (intent.action, intent.topic)


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        (
            "deploy examples/hello-fastapi to Lambda in us-east-1",
            {"source": "examples/hello-fastapi", "target": "lambda", "region": "us-east-1"},
        ),
        (
            "Please deploy https://github.com/owner/name.git to Frankfurt, call it shop.",
            {
                "source": "https://github.com/owner/name.git",
                "region": "eu-central-1",
                "name": "shop",
            },
        ),
        (
            "deploy https://github.com/owner/name/tree/feature/x as my-app",
            {"source": "https://github.com/owner/name", "branch": "feature/x", "name": "my-app"},
        ),
        ("deploy /srv/app branch dev", {"source": "/srv/app", "branch": "dev"}),
        ("deploy './my app/src' on lambda", {"source": "./my app/src", "target": "lambda"}),
        ("deploy ~/code/app", {"source": "~/code/app"}),
        ("deploy ./app to Fargate", {"source": "./app", "target": "ecs"}),
        ("deploy ./app in the sandbox", {"source": "./app", "is_sandbox": True}),
        ("deploy it with credentials prod-key", {"credential_name": "prod-key"}),
        ("deploy it in eu-west-1b", {"region": "eu-west-1"}),
        ("deploy it and/or that", {}),
        ("deploy examples/rollback-demo", {"source": "examples/rollback-demo"}),
        ("deploy tokyo/app", {"source": "tokyo/app"}),
    ],
)
def test_slots(text: str, slots: dict[str, object]) -> None:
    found = read(text)
    assert found.action is Action.DEPLOY_REPO
    empty = read("deploy it").slots
    given_slots = {
        name: getattr(found.slots, name)
        for name in empty.__slots__
        if getattr(found.slots, name) != getattr(empty, name)
    }
    assert given_slots == slots


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("roll back hello", "hello"),
        ("undo it", None),
        ("is shop up?", "shop"),
        ("revert the last", None),
    ],
)
def test_the_name_behind_a_verb(text: str, name: str | None) -> None:
    assert read(text).slots.name == name


@pytest.mark.parametrize(
    "text",
    ["xyzzy", "the weather is fine", "", "   ", "!!!", "what about it", "42", "ключ"],
)
def test_what_is_not_understood_is_said_to_be_unclear(text: str) -> None:
    assert read(text).action is Action.CLARIFY


@pytest.mark.spec("S2-148")
def test_malice_is_found_also_in_a_name() -> None:
    assert read("deploy ./phishing page called phishing").action is Action.REFUSE


@pytest.mark.parametrize("text", ["deploy hackathon/app", "is the miner game up", "audit log demo"])
def test_harmless_words_are_not_malice(text: str) -> None:
    assert read(text).action is not Action.REFUSE


def test_every_named_region_exists() -> None:
    assert set(REGION_NAMES) <= regions_of("lambda")
    for code, names in REGION_NAMES.items():
        for name in names:
            found = find_region(f"in {name} please")
            assert found is not None
            assert found[0] == code


@pytest.mark.parametrize(
    ("text", "hidden", "names"),
    [
        ("deploy with LOG_LEVEL=debug", "deploy with LOG_LEVEL=***", {"LOG_LEVEL": "debug"}),
        ("A1=x, B2='y z'.", "A1=***, B2=***.", {"A1": "x", "B2": "y z"}),
        ('URL="http://h/?a=b"', "URL=***", {"URL": "http://h/?a=b"}),
        ("E=mc2 is no variable", "E=mc2 is no variable", {}),
        ("path/TO=1", "path/TO=1", {}),
    ],
)
def test_values_are_taken_out(text: str, hidden: str, names: dict[str, str]) -> None:
    left, values = without_values(text)
    assert left == hidden
    assert {name: value.reveal() for name, value in values.items()} == names


@given(st.text(max_size=300))
async def test_whatever_is_said_is_read_without_an_error(text: str) -> None:
    first = await RuleInterpreter().read(text)
    assert first == await RuleInterpreter().read(text)


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("how is the weather in Paris?", Action.CLARIFY),
        ("how is the rollback going?", Action.DEPLOYMENT_STATUS),
        ("is the rollback done?", Action.DEPLOYMENT_STATUS),
        ("how do I roll back?", Action.HELP),
        ("can you roll back hello", Action.ROLLBACK),
        ("delete examples database", Action.UNSUPPORTED),
    ],
)
def test_questions_are_not_taken_for_wishes(text: str, action: Action) -> None:
    assert read(text).action is action
