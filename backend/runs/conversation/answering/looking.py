"""What a model may look into for a person: what the catalogue only reads, in one account."""

from dataclasses import dataclass
from functools import cache

from pydantic import JsonValue

from backend.domain.canonical import JsonObject
from backend.runs.conversation.accounts import account_for
from backend.runs.conversation.operations import USUAL_REGION
from backend.runs.conversation.reply import Reply, Wish
from backend.runs.copilot import LocalCopilot
from backend.tools.aws_deployer.catalog import READS
from backend.tools.aws_deployer.operations.forms import FORMS
from backend.tools.aws_deployer.operations.table import catalogue_table

MOST_TOOLS = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlook:
    """An account and the tools for it; without an account there is nothing to look into."""

    account: JsonObject | None
    tools: tuple[JsonValue, ...] = ()

    def as_inputs(self) -> JsonObject:
        """The part of a run's inputs that says where its reads happen."""
        account = self.account or {}
        return {
            "account": self.account,
            "tools": [*self.tools],
            "credential_id": account.get("credential_id"),
            "is_sandbox": account.get("is_sandbox", False),
        }


async def outlook(copilot: LocalCopilot, wish: Wish) -> Outlook:
    """The account that can only be meant; where it is not clear which, nobody looks anywhere."""
    credential = await account_for(copilot, wish)
    if isinstance(credential, Reply):
        return Outlook(account=None)
    account: JsonObject = {
        "credential_id": credential.credential_id,
        "is_sandbox": credential.is_sandbox,
        "region": wish.reading.slots.region or USUAL_REGION,
    }
    return Outlook(account=account, tools=reading_tools())


@cache
def reading_tools() -> tuple[JsonValue, ...]:
    """Every read of the catalogue as a tool: ``{name, description, parameters, service}``."""
    reads = [row for row in catalogue_table() if row["name"] in READS]
    return tuple(
        {
            "name": row["name"],
            "description": f"{row['title']}. It only reads.",
            "parameters": FORMS[str(row["name"])].model_json_schema(),
            "service": row["service"],
        }
        for row in reads[:MOST_TOOLS]
    )
