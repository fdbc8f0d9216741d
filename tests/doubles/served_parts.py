"""What a server serves, around twins of the service: the people are real, in memory."""

from datetime import UTC, datetime
from pathlib import Path

from fastapi import FastAPI

from backend.api.app import create_app
from backend.api.parts import Parts, Sandbox, Surroundings
from backend.credentials.people.accounts import Accounts
from backend.credentials.people.passwords import Cost, Passwords
from backend.domain.conversations.protocol import Conversations
from backend.domain.copilot import Copilot
from backend.domain.identifiers import ApplicationId, EnvironmentId, Scope, TenantId
from backend.domain.people import Role
from backend.domain.secrets import Secret
from backend.stores.documents import Clock
from backend.stores.memory import MemoryDocuments
from backend.stores.repositories.everything import repositories_of
from backend.stores.repositories.people.users import UserRecord
from tests.doubles.fake_conversations import FakeConversations

SCOPE = Scope(
    tenant_id=TenantId("local"),
    environment_id=EnvironmentId("default"),
    application_id=ApplicationId("*"),
)
CHEAP = Cost(time=1, memory_kib=8, lanes=1)
PASSWORD = Secret("FAKE four words nobody combines")


def people_in_memory(clock: Clock) -> Accounts:
    """Accounts whose hashes cost nothing."""

    async def record(kind: str, user_id: str) -> None:
        return

    return Accounts(
        repositories=repositories_of(MemoryDocuments(clock)),
        passwords=Passwords(cost=CHEAP),
        scope=SCOPE,
        record=record,
        clock=clock,
    )


def parts_around(copilot: Copilot, conversations: Conversations | None = None) -> Parts:
    """A service of twins, with real people."""
    return Parts(
        copilot=copilot,
        conversations=conversations or FakeConversations(),
        accounts=people_in_memory(_now),
        documents="embedded",
        knowledge="embedded",
    )


def app_around(
    copilot: Copilot,
    token: Secret,
    *,
    conversations: Conversations | None = None,
    sandbox: Sandbox | None = None,
    page: Path = Path("nowhere"),
) -> FastAPI:
    """The application over such a service."""
    parts = parts_around(copilot, conversations)
    return create_app(parts, Surroundings(sandbox=sandbox, page=page), token)


async def person_in(app: FastAPI, *roles: Role) -> Secret:
    """The token of a web session of somebody with these roles."""
    accounts: Accounts = app.state.parts.accounts
    name = "-".join(roles)
    user = UserRecord(
        **SCOPE.model_dump(),
        created_at=_now(),
        user_id=f"usr_{name}",
        user_name=name,
        password_hash=await accounts.passwords.hashed(PASSWORD),
        roles=roles,
    )
    await accounts.repositories.users.add(user)
    _, token = await accounts.sign_in(name, PASSWORD, None)
    return token


def _now() -> datetime:
    return datetime.now(UTC)
