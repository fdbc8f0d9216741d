"""Credentials go in and never come out; and what the account behind one of them holds."""

import asyncio
from typing import Annotated, Literal

from fastapi import Depends, Query
from pydantic import Field, TypeAdapter

from backend.api.access.guard import CurrentActor, guarded_router
from backend.api.bodies import body_of, described
from backend.api.parts import Surroundings
from backend.api.service import Around, Service
from backend.domain.aws_credentials import (
    AccessKeySpec,
    CredentialSpec,
    CredentialSummary,
    EnvironmentValuesSpec,
    GithubTokenSpec,
    RoleSpec,
    SandboxAccountSpec,
)
from backend.domain.canonical import JsonObject
from backend.domain.errors import UserCanFix
from backend.domain.identifiers import CredentialId, Value

router = guarded_router("/api/v1")


class SandboxAccountRequest(Value):
    """The simulated account; without an endpoint, the one of this machine, started if needed."""

    kind: Literal["sandbox_account"] = "sandbox_account"
    name: str | None = Field(default=None, min_length=1, max_length=64)
    endpoint_url: str | None = None


CredentialRequest = Annotated[
    AccessKeySpec | RoleSpec | SandboxAccountRequest | GithubTokenSpec | EnvironmentValuesSpec,
    Field(discriminator="kind"),
]
_REQUEST: TypeAdapter[CredentialRequest] = TypeAdapter(CredentialRequest)
_SANDBOX = TypeAdapter(SandboxAccountSpec)


@router.get("/credentials")
async def credentials(service: Service) -> tuple[CredentialSummary, ...]:
    """What is stored, without the keys."""
    return await service.credentials()


@router.post("/credentials", status_code=201, openapi_extra=described(_REQUEST))
async def add_credential(
    service: Service,
    actor: CurrentActor,
    around: Around,
    asked: Annotated[CredentialRequest, Depends(body_of(_REQUEST))],
) -> CredentialSummary:
    """Store keys after asking STS whose they are."""
    if not isinstance(asked, SandboxAccountRequest):
        return await service.add_credential(actor, asked)
    spec = await _sandbox_spec(asked, around)
    for known in await service.credentials():
        # A record must never be replaced under a run that is bound to it.
        if asked.endpoint_url is None and known.is_sandbox and known.name == spec.name:
            return known
    return await service.add_credential(actor, spec)


@router.delete("/credentials/{credential_id}", status_code=204)
async def delete_credential(service: Service, actor: CurrentActor, credential_id: str) -> None:
    """Forget keys for good, unless something that is deployed needs them to be undone."""
    await service.delete_credential(actor, CredentialId(credential_id))


@router.get("/credentials/{credential_id}/account_digest")
async def account_digest(
    service: Service, credential_id: str, region: Annotated[str, Query(min_length=1)]
) -> JsonObject:
    """Everything in the account that the catalogue can touch, with its digest."""
    return await service.account_digest(CredentialId(credential_id), region)


async def _sandbox_spec(asked: SandboxAccountRequest, around: Surroundings) -> CredentialSpec:
    """The account to store: its port is part of its name, as the command line has it too."""
    url = asked.endpoint_url
    if url is None:
        if around.sandbox is None:
            raise UserCanFix(
                "E_SANDBOX_OFF",
                "This server was started without the sandbox account.",
                "Start it without --no-sandbox.",
            )
        url = await asyncio.to_thread(around.sandbox.ensure)
    name = asked.name if asked.endpoint_url is not None and asked.name else None
    return _SANDBOX.validate_python(
        {"name": name or f"sandbox-{url.rpartition(':')[2]}", "endpoint_url": url}
    )
