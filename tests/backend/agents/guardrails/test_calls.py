"""The guardrails that graphs name: what they deny, and that they hold whom they must."""

from typing import Any

import pytest

from agentpro.guardrails import Denial, Examined, OutcomeReached, ToolAnswered, ToolRequested
from agentpro.loading import load_graph
from agentpro.tools import ToolResult, ToolScope
from backend.agents.guardrails import GUARDRAILS, inside_catalogue, tripped
from backend.tools.aws_deployer.catalog import CATALOGUE
from backend.tools.aws_deployer.tool import GATED_CAPABILITIES, NAME
from tests.backend.agents.scenes import FACTS, PLAN
from tests.doubles.node_contexts import ScriptedContext, gave
from tests.journeys.payloads import HARMLESS, ORDERS

SCOPE = ToolScope(graph_run_id="run_1", node="a", role="a", leaf_key="run_1:a:1:b", inputs={})
SECRETS = (
    "AKIAFAKEFAKEFAKE1234 FakeFakeFakeFakeFake/FakeFakeFa+FakeFake",
    "ghp_" + "FAKEfake0123456789FAKEfake0123456789",
    "-----BEGIN RSA PRIVATE KEY-----\nRkFLRQ==\n-----END RSA PRIVATE KEY-----",
)


def requested(**args: Any) -> Examined:
    return ToolRequested(tool="openai_llm", capability="complete", args=args, scope=SCOPE)


def answered(result: ToolResult) -> Examined:
    request = ToolRequested(tool="openai_llm", capability="complete", args={}, scope=SCOPE)
    return ToolAnswered(request=request, result=result)


def reached(**facts: Any) -> Examined:
    return OutcomeReached(graph_run_id="run_1", node="a", role="a", outcome="done", facts=facts)


BY_NAME = {each.name: each for each in (*GUARDRAILS, inside_catalogue(frozenset(CATALOGUE)))}


def judged(examined: Examined, name: str = "no_secrets") -> Denial | None:
    return BY_NAME[name].check(examined)


def code(examined: Examined, name: str) -> str | None:
    denial = judged(examined, name)
    return None if denial is None else denial.error_code


@pytest.mark.spec("S2-70", "S2-85")
@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_is_denied_wherever_it_stands(secret: str) -> None:
    examined = [
        requested(prompt=["deep", {"inside": f"use {secret} now"}]),
        requested(**{secret: "as a key"}),
        answered(gave({"text": secret})),
        answered(ToolResult(error={"message": secret})),
        reached(note=secret),
    ]
    denials = [judged(each) for each in examined]
    assert {denial.error_code if denial else None for denial in denials} == {"E_SECRET_IN_RUN"}
    assert not any(denial and secret in denial.message for denial in denials)


def test_an_ordinary_run_passes() -> None:
    assert judged(reached(**FACTS)) is None
    assert judged(requested(**FACTS)) is None


@pytest.mark.parametrize("graph", ["deploy", "rollback", "operate", "converse"])
def test_every_role_of_every_graph_keeps_secrets_out(graph: str) -> None:
    roles = load_graph(graph).roles.values()
    assert roles
    assert all("no_secrets" in role.guardrails for role in roles)
    assert {name for role in roles for name in role.guardrails} <= BY_NAME.keys()


@pytest.mark.parametrize("graph", ["deploy", "rollback", "operate"])
def test_whoever_applies_plans_takes_only_known_ones(graph: str) -> None:
    roles = load_graph(graph).roles
    assert {"inside_catalogue", "provenance_known"} <= {*roles["executor"].guardrails}
    assert "inside_catalogue" in roles["planner"].guardrails


@pytest.mark.spec("S2-13")
def test_whoever_has_a_shell_deletes_nothing_with_it() -> None:
    graphs = [load_graph(graph) for graph in ("deploy", "rollback", "operate", "converse")]
    with_a_shell = [
        role for graph in graphs for role in graph.roles.values() if "shell_runner" in role.tools
    ]
    assert with_a_shell
    assert all("no_shell_deletion" in role.guardrails for role in with_a_shell)


@pytest.mark.spec("S2-146")
def test_a_conversation_only_reads() -> None:
    converse = load_graph("converse")
    assert all("reads_only" in role.guardrails for role in converse.roles.values())
    for role in converse.roles.values():
        for tool, capabilities in role.tools.items():
            assert all(code(calling(tool, each), "reads_only") is None for each in capabilities), (
                tool,
                capabilities,
            )


def calling(tool: str, capability: str, **args: Any) -> ToolRequested:
    return ToolRequested(tool=tool, capability=capability, args=args, scope=SCOPE)


@pytest.mark.spec("S2-145", "S2-146", "S2-150")
@pytest.mark.parametrize(
    ("tool", "capability"),
    [
        *((NAME, each) for each in sorted(GATED_CAPABILITIES)),
        ("qdrant_vector", "upsert"),
        ("github_api", "write"),
        ("shell_runner", "run"),
        ("delete_bucket", ""),
        ("", "read"),
    ],
)
def test_what_changes_something_is_no_read(tool: str, capability: str) -> None:
    assert code(calling(tool, capability), "reads_only") == "ROLE_DENIED"


def with_first_step(**changes: Any) -> dict[str, Any]:
    plan: Any = PLAN.to_json()
    plan["steps"][0] |= changes
    return plan


@pytest.mark.spec("S2-150")
@pytest.mark.parametrize("name", ["iam:DeleteUser", "delete_everything", "", None, 7])
def test_an_action_outside_the_catalogue_goes_nowhere(name: Any) -> None:
    plan = with_first_step(action=name)
    draft: Any = {"steps": [{"step_id": "a", "call": {"tool": name, "args": {}}, "provenance": {}}]}
    for examined in (
        requested(plan=plan),
        requested(sealed_plan={"plan": plan}),
        requested(draft=draft),
        answered(gave({"draft": draft})),
        reached(plan=plan),
    ):
        assert code(examined, "inside_catalogue") == "UNTRUSTED_CONTENT_OR_PLAN_MISMATCH"
    assert judged(requested(plan=PLAN.to_json()), "inside_catalogue") is None


@pytest.mark.spec("S2-145", "S2-150")
@pytest.mark.parametrize(
    "provenance",
    [
        {},
        {"bucket_name": "user", "region": "user"},
        {"bucket_name": "repo_fact", "region": "user", "tags": "default"},
        {"bucket_name": "model", "region": "user", "tags": "default"},
        {"bucket_name": None, "region": "user", "tags": "default"},
        None,
        "user",
    ],
    ids=["none", "incomplete", "a repository", "a model", "nobody", "absent", "a word"],
)
def test_an_argument_of_unknown_origin_goes_nowhere(provenance: Any) -> None:
    plan = with_first_step(provenance=provenance)
    assert code(requested(plan=plan), "provenance_known") == "UNTRUSTED_CONTENT_OR_PLAN_MISMATCH"
    assert judged(requested(plan=PLAN.to_json()), "provenance_known") is None


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_strangers_orders_do_not_become_facts(order: str) -> None:
    told = judged(reached(frame={"slots": {"name": [order]}}), "no_untrusted_text")
    assert told is not None
    assert told.error_code == "UNTRUSTED_CONTENT_OR_PLAN_MISMATCH"
    assert order not in told.message
    assert judged(reached(**{order: 1}), "no_untrusted_text") is not None


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_words_become_facts(text: str) -> None:
    assert judged(reached(frame={"slots": {"name": text}}), "no_untrusted_text") is None
    assert judged(requested(text=text), "no_untrusted_text") is None


@pytest.mark.spec("S2-13", "S2-75", "S2-145")
@pytest.mark.parametrize(
    "command",
    [
        ["rm", "-rf", "/"],
        "sudo rm -r ./build",
        "find . -name '*.py' -delete",
        "git clean -fdx",
        "bash -c 'shred key'",
        'python -c "import shutil; shutil.rmtree(1)"',
        "dd if=/dev/zero of=/dev/sda",
        "echo > /etc/hosts",
        "true; unlink x",
        "$(rm x)",
        "ls | xargs /bin/rm",
    ],
)
def test_no_shell_deletes_files(command: Any) -> None:
    for tool, capability in (
        ("shell_runner", "run"),
        ("uv_client", "run"),
        ("pnpm_client", "exec"),
    ):
        assert (
            code(calling(tool, capability, command=command), "no_shell_deletion") == "E_GUARDRAIL"
        )


@pytest.mark.parametrize(
    "command",
    ["pytest -q", ["uv", "sync", "--frozen"], "pnpm run build 2>/dev/null", "ruff format src"],
)
def test_an_ordinary_command_passes(command: Any) -> None:
    assert judged(calling("shell_runner", "run", command=command), "no_shell_deletion") is None


def test_only_shells_are_held_to_it() -> None:
    said = calling("openai_llm", "complete", input="what does rm -rf / do?")
    assert judged(said, "no_shell_deletion") is None


async def test_a_handler_tells_that_its_check_has_tripped() -> None:
    context = ScriptedContext(node="review", role="compliance")
    await tripped(context, "output", "It holds a secret.")
    assert context.told("guardrail_tripped") == [
        {
            "guardrail": "output",
            "role": "compliance",
            "reason_code": "E_GUARDRAIL",
            "reasoning": "It holds a secret.",
        }
    ]
