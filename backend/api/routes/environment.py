"""Values of environment variables: they go into the vault, and requests name their references."""

from typing import Annotated

from fastapi import Depends
from pydantic import Field, TypeAdapter

from backend.api.access.guard import CurrentActor, guarded_router
from backend.api.bodies import body_of, described
from backend.api.service import Service
from backend.domain.identifiers import CredentialId, Value
from backend.domain.secrets import Secret

router = guarded_router("/api/v1")


class EnvironmentValues(Value):
    """The values of environment variables, by name."""

    values: dict[str, Secret]


class NamedEnvironmentValues(EnvironmentValues):
    """The same, with the application that they are for."""

    application_name: str = Field(min_length=1, max_length=64)


_VALUES = TypeAdapter(EnvironmentValues)
_NAMED_VALUES = TypeAdapter(NamedEnvironmentValues)


@router.post(
    "/applications/{application_name}/environment",
    status_code=201,
    openapi_extra=described(_VALUES),
)
async def keep_environment(
    service: Service,
    actor: CurrentActor,
    application_name: str,
    given: Annotated[EnvironmentValues, Depends(body_of(_VALUES))],
) -> dict[str, CredentialId]:
    """Put the values into the vault; the answer holds their references."""
    return await service.keep_environment(actor, application_name, given.values)


@router.post("/environment_values", status_code=201, openapi_extra=described(_NAMED_VALUES))
async def keep_environment_values(
    service: Service,
    actor: CurrentActor,
    given: Annotated[NamedEnvironmentValues, Depends(body_of(_NAMED_VALUES))],
) -> dict[str, CredentialId]:
    """The same for a form, whose application may have no name yet."""
    return await service.keep_environment(actor, given.application_name, given.values)
