"""Credentials go in and never come out; and what the account behind one of them holds."""

from typing import Annotated

from fastapi import Depends, Query
from pydantic import TypeAdapter

from backend.api.bodies import body_of, described
from backend.api.identity import CurrentActor, guarded_router
from backend.api.service import Service
from backend.domain.aws_credentials import CredentialSpec, CredentialSummary
from backend.domain.canonical import JsonObject
from backend.domain.identifiers import CredentialId, Value
from backend.domain.secrets import Secret

router = guarded_router("/api/v1")


class EnvironmentValues(Value):
    """The values of environment variables, by name."""

    values: dict[str, Secret]


_SPEC: TypeAdapter[CredentialSpec] = TypeAdapter(CredentialSpec)
_VALUES = TypeAdapter(EnvironmentValues)


@router.get("/credentials")
async def credentials(service: Service) -> tuple[CredentialSummary, ...]:
    """What is stored, without the keys."""
    return await service.credentials()


@router.post("/credentials", status_code=201, openapi_extra=described(_SPEC))
async def add_credential(
    service: Service,
    actor: CurrentActor,
    spec: Annotated[CredentialSpec, Depends(body_of(_SPEC))],
) -> CredentialSummary:
    """Store keys after asking STS whose they are."""
    return await service.add_credential(actor, spec)


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


@router.get("/credentials/{credential_id}/account_digest")
async def account_digest(
    service: Service, credential_id: str, region: Annotated[str, Query(min_length=1)]
) -> JsonObject:
    """Everything in the account that the catalogue can touch, with its digest."""
    return await service.account_digest(CredentialId(credential_id), region)
