"""The catalogue as function tools of the OpenAI Agents SDK.

Importing this module imports the SDK, which takes seconds; nothing else of ours imports it.
"""

from collections.abc import Collection
from typing import Any

from agents import FunctionTool
from agents.tool_context import ToolContext

from backend.domain.copilot import Copilot
from backend.domain.devops_context import DevOpsContext
from backend.domain.plans.approval import Actor
from backend.sdk.action_tools import ActionTool, action_tools
from backend.sdk.clients import GuardedClient
from backend.sdk.operating import Operator
from backend.sdk.results import Failed


def as_openai_function_tools(
    copilot: Copilot,
    actor: Actor,
    context: DevOpsContext,
    actions: Collection[str] | None = None,
) -> list[FunctionTool]:
    """A tool for each of ``actions``, or for all that can be asked for.

    A tool works with the ``DevOpsContext`` that the run of the SDK was started with, where that is
    one, else with ``context``. It answers in JSON: ``status`` is ``done``, ``approval_required``,
    ``failed`` or ``running``. It never applies a change, and never raises.

    Raises:
        ModelCanFix: ``E_UNKNOWN_ACTION``, for a name among ``actions``.
    """
    operator = Operator(copilot=copilot, actor=actor)
    return [_function_tool(tool, operator, context) for tool in action_tools(actions)]


def _function_tool(tool: ActionTool, operator: Operator, usual: DevOpsContext) -> FunctionTool:
    async def invoke(run: ToolContext[Any], arguments: str) -> str:
        context = run.context if isinstance(run.context, DevOpsContext) else usual
        if context.user_id != operator.actor.user_id:
            return _someone_else().model_dump_json()
        client = GuardedClient(operator=operator, context=context, service=tool.service)
        return await client.answer(tool.name, arguments)

    return FunctionTool(
        name=tool.name,
        description=tool.description,
        params_json_schema=tool.arguments.model_json_schema(),
        on_invoke_tool=invoke,
        # Strict schemas know no arguments that may be left out; ours are checked when they arrive.
        strict_json_schema=False,
    )


def _someone_else() -> Failed:
    return Failed(
        error_code="E_FORBIDDEN",
        message="These tools act for another person than the context of this run names.",
        next_step="Make the tools for the person of the run.",
    )
