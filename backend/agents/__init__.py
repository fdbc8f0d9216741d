"""The seven roles: one module each. They return outcomes; the graph routes.

A handler sees its node's context and nothing else: tools by grant, facts of earlier nodes, and no
clock, id or random value. ``HANDLERS`` lists every handler, so that the composition root can
register them.
"""

from agentpro.handlers import Handler
from backend.agents import (
    compliance,
    curator,
    executor,
    intake,
    orchestrator,
    planner,
    validator,
)

HANDLERS: tuple[Handler, ...] = (
    *orchestrator.HANDLERS,
    *intake.HANDLERS,
    *curator.HANDLERS,
    *planner.HANDLERS,
    *compliance.HANDLERS,
    *executor.HANDLERS,
    *validator.HANDLERS,
)
