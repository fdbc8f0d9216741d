"""All repositories over one store, as the composition root hands them out."""

from dataclasses import dataclass

from backend.stores.documents import DocumentStore
from backend.stores.migrations import MIGRATIONS
from backend.stores.repositories.approvals import Approvals
from backend.stores.repositories.deployments import Deployments
from backend.stores.repositories.drafts import Drafts
from backend.stores.repositories.escalations import Escalations
from backend.stores.repositories.events import Events
from backend.stores.repositories.installation import Installations
from backend.stores.repositories.journal_entries import JournalEntries
from backend.stores.repositories.locks import Locks
from backend.stores.repositories.people.sign_in_attempts import SignInAttempts
from backend.stores.repositories.people.users import Users
from backend.stores.repositories.people.web_sessions import WebSessions
from backend.stores.repositories.runs import Runs
from backend.stores.repositories.seals import Seals
from backend.stores.repositories.sessions import Sessions
from backend.stores.repositories.token_accounts import TokenAccounts
from backend.stores.schema import Schema


@dataclass(frozen=True, kw_only=True, slots=True)
class Repositories:
    """One repository for each noun."""

    runs: Runs
    deployments: Deployments
    approvals: Approvals
    journal_entries: JournalEntries
    seals: Seals
    locks: Locks
    events: Events
    escalations: Escalations
    sessions: Sessions
    drafts: Drafts
    installation: Installations
    users: Users
    web_sessions: WebSessions
    sign_in_attempts: SignInAttempts
    token_accounts: TokenAccounts


async def open_repositories(store: DocumentStore) -> Repositories:
    """All repositories, with older documents migrated and the indexes made.

    Raises:
        OperatorMustAct: ``E_SCHEMA_TOO_NEW``, or ``E_STORE_UNAVAILABLE``.
    """
    schema = Schema(MIGRATIONS)
    await schema.migrate(store)
    repositories = _repositories(store, schema)
    for repository in (
        repositories.runs,
        repositories.deployments,
        repositories.approvals,
        repositories.journal_entries,
        repositories.locks,
        repositories.events,
        repositories.escalations,
        repositories.sessions,
        repositories.drafts,
        repositories.users,
        repositories.web_sessions,
    ):
        await repository.prepare()
    return repositories


def repositories_of(store: DocumentStore) -> Repositories:
    """All repositories over a store that is in order already."""
    return _repositories(store, Schema(MIGRATIONS))


def _repositories(store: DocumentStore, schema: Schema) -> Repositories:
    return Repositories(
        runs=Runs(store, schema),
        deployments=Deployments(store, schema),
        approvals=Approvals(store, schema),
        journal_entries=JournalEntries(store, schema),
        seals=Seals(store, schema),
        locks=Locks(store, schema),
        events=Events(store, schema),
        escalations=Escalations(store, schema),
        sessions=Sessions(store, schema),
        drafts=Drafts(store, schema),
        installation=Installations(store, schema),
        users=Users(store, schema),
        web_sessions=WebSessions(store, schema),
        sign_in_attempts=SignInAttempts(store, schema),
        token_accounts=TokenAccounts(store, schema),
    )
