"""The client that code of others gets: one AWS service, one set of credentials, the catalogue."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.domain.canonical import JsonObject
from backend.domain.devops_context import DevOpsContext
from backend.domain.errors import Bug, CopilotError, ModelCanFix
from backend.domain.plans.drafting import ToolCall
from backend.sdk.arguments import call_of
from backend.sdk.operating import Operator
from backend.sdk.results import Failed
from backend.tools.aws_deployer.catalog import declared

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class GuardedClient:
    """Asks for the actions of one AWS service with the credentials called ``profile``.

    It is no client of boto3, holds no key and sends nothing to AWS: every action is a run of the
    service, where reads are answered and changes wait for a person.
    """

    operator: Operator
    context: DevOpsContext
    service: str
    profile: str | None = None

    async def answer(self, action: str, said: str | bytes | Mapping[str, Any]) -> str:
        """The result as JSON text, with the ``profile`` and ``region`` that were used.

        It never raises: whatever went wrong is a result with ``error_code``, ``message`` and
        ``next_step``.
        """
        try:
            record = await self._record(call_of(action, said))
        except CopilotError as refusal:
            record = Failed.because_of(refusal).as_record()
        except Exception as error:  # noqa: BLE001 - it must not end an agent of somebody else
            _log.exception("the tool %s failed unexpectedly", action)
            record = Failed.because_of(_defect(error)).as_record()
        return json.dumps(record)

    async def _record(self, call: ToolCall) -> JsonObject:
        if declared(call.tool).service != self.service:
            raise ModelCanFix(
                "E_UNKNOWN_ACTION",
                f"{call.tool} is no action of {self.service}.",
                "Ask the client of its own service.",
            )
        account = await self.operator.account(self.context, self.profile)
        region = self.context.region_or_default(call.args.get("region"))
        result = await self.operator.perform(call, account.credential_id, region)
        return {**result.as_record(), "profile": account.name, "region": region}


def _defect(error: Exception) -> Bug:
    return Bug(
        "E_DEFECT",
        f"The tool failed with an unexpected {type(error).__name__}.",
        "Report this; the log of the program has the details.",
    )
