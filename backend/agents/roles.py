"""Every handler of the seven roles, so that the composition root can register them."""

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
from backend.agents.conversing import roles as conversing

HANDLERS: tuple[Handler, ...] = (
    *orchestrator.HANDLERS,
    *intake.HANDLERS,
    *curator.HANDLERS,
    *planner.HANDLERS,
    *compliance.HANDLERS,
    *executor.HANDLERS,
    *validator.HANDLERS,
    *conversing.HANDLERS,
)
