"""Every handler of the graph ``converse``."""

from agentpro.handlers import Handler
from backend.agents.conversing import (
    compliance,
    curator,
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
    *validator.HANDLERS,
)
