"""Deployments and operations: starting, undoing, looking."""

from typing import Annotated

from fastapi import Depends
from pydantic import TypeAdapter

from backend.api.access.guard import CurrentActor, guarded_router
from backend.api.bodies import body_of, described
from backend.api.service import Service, StartedRun
from backend.domain.commands import StartDeployment, StartOperation, StartRollback
from backend.domain.identifiers import DeploymentId
from backend.domain.views import DeploymentView, EscalationView

router = guarded_router("/api/v1")
_START = TypeAdapter(StartDeployment)
_OPERATION = TypeAdapter(StartOperation)
_ROLLBACK = TypeAdapter(StartRollback)


@router.post("/commands/start_deployment", status_code=202, openapi_extra=described(_START))
async def start_deployment(
    service: Service,
    actor: CurrentActor,
    command: Annotated[StartDeployment, Depends(body_of(_START))],
) -> StartedRun:
    """Start a run; its events tell how it goes on."""
    return StartedRun(graph_run_id=await service.start_deployment(actor, command))


@router.post("/operations", status_code=202, openapi_extra=described(_OPERATION))
async def start_operation(
    service: Service,
    actor: CurrentActor,
    command: Annotated[StartOperation, Depends(body_of(_OPERATION))],
) -> StartedRun:
    """Start a run of single actions; the run then holds what its reads have found."""
    return StartedRun(graph_run_id=await service.start_operation(actor, command))


@router.post("/commands/start_rollback", status_code=202, openapi_extra=described(_ROLLBACK))
async def start_rollback(
    service: Service,
    actor: CurrentActor,
    command: Annotated[StartRollback, Depends(body_of(_ROLLBACK))],
) -> StartedRun:
    """Start a run that undoes the newest release."""
    return StartedRun(graph_run_id=await service.start_rollback(actor, command))


@router.get("/deployments")
async def deployments(service: Service) -> tuple[DeploymentView, ...]:
    """All deployments, the newest first."""
    return await service.deployments()


@router.get("/escalations")
async def escalations(service: Service) -> tuple[EscalationView, ...]:
    """The cases that wait for a person, the oldest first."""
    return await service.escalations()


@router.get("/deployments/{deployment_id}")
async def deployment(service: Service, deployment_id: str) -> DeploymentView:
    """One deployment, by its id or its application's name."""
    return await service.deployment(DeploymentId(deployment_id))
