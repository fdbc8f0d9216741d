"""The guardrail of every role: no secret enters or leaves it."""

from typing import Any

import pytest

from agentpro.guardrails import Denial, Examined, OutcomeReached, ToolAnswered, ToolRequested
from agentpro.loading import load_graph
from agentpro.tools import ToolResult, ToolScope
from backend.agents.guardrails import GUARDRAILS
from tests.backend.agents.scenes import FACTS
from tests.doubles.node_contexts import gave

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


def judged(examined: Examined) -> Denial | None:
    (no_secrets,) = GUARDRAILS
    return no_secrets.check(examined)


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


def test_every_role_of_every_graph_has_it() -> None:
    (no_secrets,) = GUARDRAILS
    roles = [role for graph in ("deploy", "rollback") for role in load_graph(graph).roles.values()]
    assert roles
    assert all(role.guardrails == (no_secrets.name,) for role in roles)
