"""``copilot chat``: a message, its reply, and the run that it starts."""

import pytest

from backend.api.owner import LOCAL_OWNER
from backend.domain.commands import SendMessage, StartDeployment
from backend.domain.conversations.turns import Need, Suggestion, Turn
from backend.domain.errors import UserCanFix
from backend.domain.identifiers import CredentialId, GraphRunId
from backend.domain.intake import DeploymentRequest
from tests.backend.cli.bench import Bench, record_of


def replying(
    bench: Bench,
    text: str,
    *,
    starts_run: bool = False,
    run_id: GraphRunId | None = None,
    needs: Need | None = None,
    suggestions: tuple[Suggestion, ...] = (),
    is_final: bool = False,
) -> None:
    """Whatever is said, that is the reply."""

    async def answers(said: SendMessage) -> tuple[Turn, ...]:
        about = run_id
        if starts_run:
            command = StartDeployment(
                request=DeploymentRequest(source="/tmp/hello", application_name="hello"),
                credential_id=CredentialId("cred_1"),
            )
            about = await bench.twin.start_deployment(LOCAL_OWNER, command)
        turn_id = f"turn_{said.message_id}_reply"
        return (
            Turn(turn_id=f"turn_{said.message_id}", author="person", text=said.text),
            Turn(
                turn_id=turn_id,
                author="assistant",
                text=text,
                graph_run_id=about,
                needs=needs,
                suggestions=suggestions,
                is_final=is_final,
            ),
        )

    bench.conversations.answers = answers


def test_a_reply_is_printed(bench: Bench) -> None:
    replying(bench, "Nothing is deployed.")
    result = bench.run("chat", "What is running?")
    assert result.exit_code == 0
    assert "Nothing is deployed." in result.stdout
    assert "What is running?" not in result.stdout
    assert bench.opened == [("copilot chat", ())]


def test_a_reply_for_a_machine(bench: Bench) -> None:
    replying(bench, "Nothing is deployed.")
    record = record_of(bench.run("chat", "What is running?", "--json"))
    assert record["session_id"] == "ses_1"
    assert [each["text"] for each in record["replies"]] == ["Nothing is deployed."]
    assert record["run"] is None


@pytest.mark.spec("S1-53")
def test_a_run_is_followed_to_its_question(bench: Bench) -> None:
    replying(bench, "I am preparing it.", starts_run=True)
    bench.answers("y", "y", "y")
    result = bench.run("chat", "deploy hello")
    assert result.exit_code == 3
    assert "I am preparing it." in result.stdout
    assert "copilot approve run_1" in result.stdout
    assert bench.terminal.questions == []


def test_a_run_for_a_machine_has_its_approval(bench: Bench) -> None:
    replying(bench, "I am preparing it.", starts_run=True)
    result = bench.run("chat", "deploy hello", "--json")
    assert result.exit_code == 3
    record = record_of(result)
    assert record["run"]["graph_run_id"] == "run_1"
    assert record["run"]["approval"]["plan_digest"]


def test_without_credentials_it_says_where_to_get_some(bench: Bench) -> None:
    replying(bench, "I need AWS credentials for that.", needs="credentials")
    result = bench.run("chat", "deploy hello")
    assert result.exit_code == 3
    assert "copilot credentials add" in result.stdout


def test_what_the_page_has_as_buttons_is_printed(bench: Bench) -> None:
    again = Suggestion(label="Try again", text="deploy hello")
    buckets = Suggestion(label="My buckets", text="List my buckets")
    replying(bench, "I did not understand that.", suggestions=(again, buckets))
    lines = bench.run("chat", "deploy hello").stdout.splitlines()
    assert "  List my buckets" in lines
    assert "  deploy hello" not in lines


def test_a_reply_about_an_open_plan_says_how_to_answer_it(bench: Bench) -> None:
    replying(bench, "I am preparing it.", starts_run=True)
    bench.run("chat", "deploy hello")
    replying(bench, "A message never approves anything.", run_id=GraphRunId("run_1"))
    result = bench.run("chat", "yes", "--session", "ses_1")
    assert result.exit_code == 0
    assert "Here: copilot approve run_1" in result.stdout


def test_the_sandbox_can_be_had_at_once(bench: Bench) -> None:
    replying(bench, "Yes.")
    assert bench.run("chat", "hello", "--sandbox").exit_code == 0
    assert [each.is_sandbox for each in bench.twin.stored] == [True]


def test_a_conversation_goes_on(bench: Bench) -> None:
    replying(bench, "Yes.")
    bench.run("chat", "hello")
    result = bench.run("chat", "and again", "--session", "ses_1", "--json")
    assert len(record_of(result)["replies"]) == 1
    assert [command.type for _, command in bench.conversations.commands] == ["send_message"] * 2
    unknown = bench.run("chat", "hello", "--session", "ses_9")
    assert unknown.exit_code == 1
    assert "E_NOT_FOUND" in unknown.stderr


def test_talking_until_somebody_leaves(bench: Bench) -> None:
    replying(bench, "Yes.")
    bench.answers("hello", " ", "exit")
    result = bench.run("chat")
    assert result.exit_code == 0
    assert len(bench.conversations.commands) == 1
    assert "copilot chat --session ses_1" in result.stdout


def test_a_closed_conversation_is_not_gone_on_with(bench: Bench) -> None:
    replying(bench, "I will not help with that.", is_final=True)
    bench.answers("one", "two", None)
    for args in (("chat", "one"), ("chat",)):
        result = bench.run(*args)
        assert "This conversation is closed." in result.stdout
        assert "--session" not in result.stdout
    assert len(bench.conversations.commands) == 2


def test_a_refusal_does_not_end_the_conversation(bench: Bench) -> None:
    bench.conversations.refusal = UserCanFix("E_CONVERSATION_ENDED", "It was ended.", "Begin anew.")
    bench.answers("one", "two", None)
    result = bench.run("chat")
    assert result.exit_code == 0
    assert result.stdout.count("E_CONVERSATION_ENDED") == 2


@pytest.mark.parametrize("args", [("chat",), ("chat", "--json")])
def test_without_a_person_a_message_is_needed(bench: Bench, args: tuple[str, ...]) -> None:
    assert bench.run(*args).exit_code == 2


def test_a_message_that_is_too_long_is_not_sent(bench: Bench) -> None:
    result = bench.run("chat", "x" * 8_001)
    assert result.exit_code == 1
    assert "E_TOO_LARGE" in result.stderr
    assert bench.conversations.commands == []
