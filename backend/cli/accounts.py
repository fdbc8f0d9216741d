"""Which stored credentials a command uses: the sandbox's, those of a name, or the only ones."""

import asyncio
from dataclasses import dataclass

from backend.api.owner import LOCAL_OWNER
from backend.cli.program import Program
from backend.domain.aws_credentials import CredentialSummary, SandboxAccountSpec
from backend.domain.copilot import Copilot
from backend.domain.errors import UserCanFix
from backend.domain.identifiers import CredentialId

_ACCOUNT_KINDS = ("access_key", "role", "sandbox_account")


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountChoice:
    """What ``--sandbox`` and ``--credentials`` said."""

    is_sandbox: bool
    name: str | None


async def sandbox_spec(program: Program) -> SandboxAccountSpec:
    """The running sandbox, which is started if needed, as something to store."""
    endpoint = await asyncio.to_thread(program.sandbox(program.settings()).ensure)
    # The port is in the name: an account keeps its port, and a record must never be replaced under
    # a run that is bound to it.
    return SandboxAccountSpec(name=f"sandbox-{endpoint.rpartition(':')[2]}", endpoint_url=endpoint)


async def stored_sandbox(copilot: Copilot, spec: SandboxAccountSpec) -> CredentialId | None:
    """The record of that sandbox, if there is one."""
    found = [item for item in await copilot.credentials() if item.is_sandbox]
    return next((item.credential_id for item in found if item.name == spec.name), None)


async def chosen_credential(
    copilot: Copilot, program: Program, choice: AccountChoice
) -> CredentialId:
    """The credentials to use; those of the sandbox are stored on first use.

    Raises:
        UserCanFix: ``E_CREDENTIAL_NOT_FOUND`` or ``E_CREDENTIAL_UNCLEAR``.
    """
    if not choice.is_sandbox:
        return _named(await copilot.credentials(), choice.name)
    spec = await sandbox_spec(program)
    stored = await stored_sandbox(copilot, spec)
    return stored or (await copilot.add_credential(LOCAL_OWNER, spec)).credential_id


def _named(stored: tuple[CredentialSummary, ...], name: str | None) -> CredentialId:
    usable = [item for item in stored if item.kind in _ACCOUNT_KINDS]
    found = (
        [item for item in usable if item.name == name]
        if name is not None
        else [item for item in usable if not item.is_sandbox]
    )
    match found:
        case [only]:
            return only.credential_id
        case []:
            called = f" called {name!r}" if name else ""
            raise UserCanFix(
                "E_CREDENTIAL_NOT_FOUND",
                f"No AWS credentials{called} are stored.",
                "Store some: copilot credentials add. Or use the simulated account: --sandbox",
            )
        case _:
            names = ", ".join(item.name for item in found)
            raise UserCanFix(
                "E_CREDENTIAL_UNCLEAR",
                f"More than one set of credentials fits: {names}.",
                "Choose one: --credentials NAME",
            )
