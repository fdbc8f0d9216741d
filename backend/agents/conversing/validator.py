"""The validator at a question: how it went, what failed, and what runs now."""

from agentpro.handlers import Handler, NodeContext, Outcome
from backend.agents.conversing.model.wording import worded
from backend.agents.handler import handles


@handles("validator.explain", "answered")
async def explain(context: NodeContext) -> Outcome:
    """How a run went or ended, and what is there now."""
    return await worded(context)


HANDLERS: tuple[Handler, ...] = (explain,)
