"""The plan as a person reads it, word for word."""

import io

import pytest
from rich.console import Console

from backend.cli.runs.consent import Consent, given_answer
from backend.cli.showing.plan_card import plan_card
from backend.cli.showing.surface import Line, Surface
from backend.domain.errors import UserCanFix
from backend.domain.plans.actions import Effect
from backend.domain.views import ApprovalQuestion
from tests.doubles.sample_plans import BUCKET, DELETION, URL, plan_of, question_of

CARD = """
Deploy hello to Lambda.
  Account            123456789012 in us-east-1
                     SANDBOX: a simulated account on this machine
  Caller             arn:aws:iam::123456789012:user/somebody
  Deployment         hello (dep_1)
  Source             examples/hello (commit 0123456789abcdef0123456789abcdef01234567, branch main)
  Uncommitted        app.py
  Package            hello.zip (12,345 bytes, 54,321 unzipped; 1 dependencies)
  Cost               not estimated

  - delete    Delete the bucket hello-artefacts
              cannot be undone
              bucket_name: hello-artefacts
  + create    Create the bucket hello-artefacts
              undo: exact by delete_bucket
              bucket_name: hello-artefacts
              tags: {{"a": "b"}}
  ~ update    Create a URL for hello
              undo: exact by delete_function_url
              auth_type: AWS_IAM → NONE
  ! public: the function hello, to everybody
  ! 1 of 3 steps cannot be undone
  ! must be confirmed with the name hello

  Compliance         approved, 7 rules checked
  Plan digest        {plan}
  Change set digest  {change_set}
  Answer before      2099-01-02T03:04:05+00:00
"""


@pytest.fixture
def question() -> ApprovalQuestion:
    return question_of(plan_of("run_1", BUCKET, URL, DELETION), "q")


def test_the_card_shows_all_that_an_answer_binds(question: ApprovalQuestion) -> None:
    expected = CARD.format(plan=question.plan_digest, change_set=question.change_set_digest)
    assert "\n".join(line.text for line in plan_card(question)) + "\n" == expected


def test_an_operation_names_no_deployment_and_its_reads_need_no_undo() -> None:
    read = BUCKET.model_copy(update={"effect": Effect.READ, "title": "List the buckets"})
    plan = plan_of("run_1", read, application="operations").model_copy(
        update={"target": "operation"}
    )
    texts = [line.text for line in plan_card(question_of(plan, "q"))]
    assert "  ? read      List the buckets" in texts
    assert not [text for text in texts if "Deployment" in text or "undo" in text]


def test_the_policy_is_shown_on_request(question: ApprovalQuestion) -> None:
    texts = [line.text for line in plan_card(question, is_policy_shown=True)]
    assert any("s3:CreateBucket" in text for text in texts)


def test_references_are_shown_in_words_and_values_whole(question: ApprovalQuestion) -> None:
    change = question.change_set.changes[0].model_copy(
        update={
            "after": {
                "code": {"$output": "bucket.name"},
                "variables": {"DB": {"$secret": "cred_1.DB"}},
                "policy": {"Statement": [{"Action": ["s3:GetObject"], "Resource": "x" * 999}]},
            }
        }
    )
    preview = question.change_set.model_copy(update={"changes": (change,)})
    shown = [line.text for line in plan_card(question.model_copy(update={"change_set": preview}))]
    text = "\n".join(shown)
    assert "code: known after bucket" in text
    assert "variables.DB: the stored secret cred_1.DB" in text
    assert 'policy.Statement[1].Action: ["s3:GetObject"]' in text
    assert f"policy.Statement[1].Resource: {'x' * 999}" in text


def test_text_from_outside_cannot_move_the_cursor_or_turn_around(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Surface(as_json=False).show([Line("a\x1b[2Jb\rc\u202ed [red]e[/red]")])
    assert capsys.readouterr().out == "a�[2Jb�c�d [red]e[/red]\n"


def test_a_long_line_stays_whole(capsys: pytest.CaptureFixture[str]) -> None:
    Surface(as_json=True).show([Line("x" * 500)])
    assert capsys.readouterr().err == "x" * 500 + "\n"
    assert Console(file=io.StringIO()).width < 500


@pytest.mark.parametrize(
    ("consent", "code"),
    [
        (Consent(is_approved=True), "E_NOT_APPROVED"),
        (Consent(is_approved=True, is_public_allowed=True), "E_NOT_APPROVED"),
        (Consent(confirmations=frozenset({"hello"})), "E_NOT_APPROVED"),
        (Consent(confirmations=frozenset({"Hello"}), is_public_allowed=True), "E_NOT_APPROVED"),
        (Consent(digests=("sha256:1", "sha256:2")), "APPROVAL_NOT_BOUND"),
    ],
)
def test_a_consent_that_covers_less_is_refused(
    question: ApprovalQuestion, consent: Consent, code: str
) -> None:
    with pytest.raises(UserCanFix) as refusal:
        given_answer(question, consent)
    assert refusal.value.error_code == code
    assert "--allow-public --confirm hello" in refusal.value.next_step


def test_a_consent_that_covers_all_names_every_step(question: ApprovalQuestion) -> None:
    consent = Consent(
        digests=(question.plan_digest, question.change_set_digest),
        is_public_allowed=True,
        confirmations=frozenset({"hello"}),
    )
    answer = given_answer(question, consent)
    assert answer.confirmed_steps == {"removal": "hello"}
    assert answer.allowed_exposures == ("url",)
