"""The planner at a question: what the plan that waits would do, and what for."""

from agentpro.handlers import Handler, NodeContext, Outcome
from backend.agents.conversing.model.wording import worded
from backend.agents.handler import handles


@handles("planner.explain", "answered")
async def explain(context: NodeContext) -> Outcome:
    """What the plan would do, expose, cost and leave behind."""
    return await worded(context)


HANDLERS: tuple[Handler, ...] = (explain,)
