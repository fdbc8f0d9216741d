"""The service behind a server: the protocols ``Copilot`` and ``Messaging`` over HTTP."""

# ruff: noqa: ARG002 - who acts is decided by the server, so the protocol's ``actor`` stays here

import json
import re
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, JsonValue, TypeAdapter

from backend.api.server_file import ServerAddress
from backend.domain.aws_credentials import (
    CredentialSpec,
    CredentialSummary,
    EnvironmentValuesSpec,
)
from backend.domain.canonical import JsonObject
from backend.domain.commands import (
    AnswerIntake,
    CancelRun,
    DecideApproval,
    ForkRun,
    SendMessage,
    StartDeployment,
    StartOperation,
    StartRollback,
    UndoRun,
)
from backend.domain.conversations.frames import TurnPiece
from backend.domain.errors import CopilotError, OperatorMustAct, UserCanFix, error_from_value
from backend.domain.events import Event
from backend.domain.identifiers import CredentialId, DeploymentId, GraphRunId, SessionId
from backend.domain.memories import Match
from backend.domain.plans.approval import Actor
from backend.domain.secrets import Secret
from backend.domain.views import (
    DeploymentView,
    EscalationView,
    EventPage,
    RunReplay,
    RunView,
    SessionView,
)

_T = TypeVar("_T")
_TIMEOUT = httpx.Timeout(120.0, connect=5.0)
_FOLLOWING = httpx.Timeout(120.0, connect=5.0, read=None)
_V1 = "/api/v1"
_SEGMENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@-]{0,199}")


class RemoteCopilot:
    """Talks to one server on this machine. Who acts is decided there, by the token."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def start_deployment(self, actor: Actor, command: StartDeployment) -> GraphRunId:
        return _started(await self._command(command))

    async def start_operation(self, actor: Actor, command: StartOperation) -> GraphRunId:
        return _started(await self._post("/operations", command.to_json()))

    async def start_rollback(self, actor: Actor, command: StartRollback) -> GraphRunId:
        return _started(await self._command(command))

    async def decide_approval(self, actor: Actor, command: DecideApproval) -> None:
        await self._command(command)

    async def answer_intake(self, actor: Actor, command: AnswerIntake) -> None:
        await self._command(command)

    async def cancel_run(self, actor: Actor, command: CancelRun) -> None:
        await self._command(command)

    async def run(self, graph_run_id: GraphRunId) -> RunView:
        return await self._get(TypeAdapter(RunView), f"/runs/{_part(graph_run_id)}")

    async def runs(self, limit: int) -> tuple[RunView, ...]:
        return await self._get(TypeAdapter(tuple[RunView, ...]), "/runs", limit=str(limit))

    async def replay_run(self, graph_run_id: GraphRunId) -> RunReplay:
        return await self._get(TypeAdapter(RunReplay), f"/runs/{_part(graph_run_id)}/replay")

    async def fork_run(self, actor: Actor, command: ForkRun) -> GraphRunId:
        body: JsonObject = {"node": command.node, "visit": command.visit}
        return _started(await self._post(f"/runs/{_part(command.graph_run_id)}/fork", body))

    async def undo_run(self, actor: Actor, command: UndoRun) -> GraphRunId:
        return _started(await self._post(f"/runs/{_part(command.graph_run_id)}/undo", {}))

    async def deployments(self) -> tuple[DeploymentView, ...]:
        return await self._get(TypeAdapter(tuple[DeploymentView, ...]), "/deployments")

    async def deployment(self, deployment_id: DeploymentId) -> DeploymentView:
        path = f"/deployments/{_part(deployment_id)}"
        return await self._get(TypeAdapter(DeploymentView), path)

    async def escalations(self) -> tuple[EscalationView, ...]:
        return await self._get(TypeAdapter(tuple[EscalationView, ...]), "/escalations")

    async def events(self, graph_run_id: GraphRunId, after_sequence: int) -> AsyncIterator[Event]:
        request = self._http.build_request(
            "GET",
            f"{_V1}/runs/{_part(graph_run_id)}/events",
            params={"after_sequence": after_sequence},
            timeout=_FOLLOWING,
        )
        async for line in self._streamed(request):
            yield _event(line)

    async def add_credential(self, actor: Actor, spec: CredentialSpec) -> CredentialSummary:
        answer = await self._post("/credentials", _revealed(spec))
        return CredentialSummary.model_validate_json(answer)

    async def delete_credential(self, actor: Actor, credential_id: CredentialId) -> None:
        path = f"{_V1}/credentials/{_part(credential_id)}"
        await self._send(self._http.build_request("DELETE", path))

    async def credentials(self) -> tuple[CredentialSummary, ...]:
        return await self._get(TypeAdapter(tuple[CredentialSummary, ...]), "/credentials")

    async def keep_environment(
        self, actor: Actor, application_name: str, values: Mapping[str, Secret]
    ) -> dict[str, CredentialId]:
        path = f"/applications/{_part(application_name)}/environment"
        body: JsonObject = {"values": {name: each.reveal() for name, each in values.items()}}
        return TypeAdapter(dict[str, CredentialId]).validate_json(await self._post(path, body))

    async def account_digest(self, credential_id: CredentialId, region: str) -> JsonObject:
        path = f"/credentials/{_part(credential_id)}/account_digest"
        return await self._get(TypeAdapter(JsonObject), path, region=region)

    async def memories(self, text: str, limit: int) -> tuple[Match, ...]:
        found = TypeAdapter(tuple[Match, ...])
        return await self._get(found, "/memories", text=text, limit=str(limit))

    async def forget_memory(self, actor: Actor, memory_id: str) -> None:
        path = f"{_V1}/memories/{_part(memory_id)}"
        await self._send(self._http.build_request("DELETE", path))

    async def begin(self, actor: Actor) -> SessionView:
        return SessionView.model_validate_json(await self._post("/sessions", None))

    async def page(self, actor: Actor, session_id: SessionId, after_sequence: int) -> EventPage:
        path = f"/sessions/{_part(session_id)}/events"
        return await self._get(TypeAdapter(EventPage), path, after_sequence=str(after_sequence))

    async def live(self, actor: Actor, session_id: SessionId) -> AsyncGenerator[TurnPiece, None]:
        url = f"{_V1}/sessions/{_part(session_id)}/pieces"
        async for line in self._streamed(self._http.build_request("GET", url, timeout=_FOLLOWING)):
            yield TurnPiece.model_validate_json(line)

    async def carry_out(self, actor: Actor, session_id: SessionId, command: SendMessage) -> None:
        # A language model may take longer than other answers.
        url = f"{_V1}/sessions/{_part(session_id)}/messages"
        body = command.to_json()
        await self._send(self._http.build_request("POST", url, json=body, timeout=_FOLLOWING))

    async def _command(self, command: BaseModel) -> bytes:
        body: JsonObject = command.model_dump(mode="json")
        return await self._post(f"/commands/{body['type']}", body)

    async def _post(self, path: str, body: JsonValue) -> bytes:
        request = self._http.build_request("POST", f"{_V1}{path}", json=body)
        return (await self._send(request)).content

    async def _get(self, adapter: TypeAdapter[_T], path: str, **query: str) -> _T:
        request = self._http.build_request("GET", f"{_V1}{path}", params=query)
        return adapter.validate_json((await self._send(request)).content, strict=True)

    async def _streamed(self, request: httpx.Request) -> AsyncGenerator[str, None]:
        response = await self._send(request, stream=True)
        try:
            async for line in response.aiter_lines():
                yield line
        except httpx.HTTPError as error:
            raise _unreachable(error) from error
        finally:
            await response.aclose()

    async def _send(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
        try:
            response = await self._http.send(request, stream=stream)
            if response.is_error:
                await response.aread()
                raise _told(response)
        except httpx.HTTPError as error:
            raise _unreachable(error) from error
        return response


@asynccontextmanager
async def open_remote(address: ServerAddress) -> AsyncGenerator[RemoteCopilot, None]:
    """A client of that server; proxies and the environment have no say."""
    headers = {"Authorization": f"Bearer {address.token.reveal()}"}
    async with httpx.AsyncClient(
        base_url=address.url, headers=headers, timeout=_TIMEOUT, trust_env=False
    ) as http:
        yield RemoteCopilot(http)


async def is_served(address: ServerAddress) -> bool:
    """Whether the server of a ``server.json`` is really there."""
    try:
        async with httpx.AsyncClient(base_url=address.url, timeout=5.0, trust_env=False) as http:
            return (await http.get("/api/health")).is_success
    except httpx.HTTPError:
        return False


def _part(name: str) -> str:
    """An id or name as one segment of a path; what can be none of ours is not asked for."""
    if not _SEGMENT.fullmatch(name):
        raise UserCanFix(
            "E_NOT_FOUND", f"There is no {name!r}.", "List what there is: copilot runs list."
        )
    return name


def _started(answer: bytes) -> GraphRunId:
    return GraphRunId(str(json.loads(answer)["graph_run_id"]))


def _event(line: str) -> Event:
    found: dict[str, Any] = json.loads(line)
    if "failure" in found:
        raise error_from_value(found["failure"])
    return Event.model_validate_json(line)


def _revealed(spec: CredentialSpec) -> JsonObject:
    secrets: JsonObject = {name: each.reveal() for name, each in spec.secret_fields().items()}
    shown: JsonObject = spec.model_dump(mode="json")
    return {
        **shown,
        **({"values": secrets} if isinstance(spec, EnvironmentValuesSpec) else secrets),
    }


def _told(response: httpx.Response) -> CopilotError:
    try:
        return error_from_value(response.json())
    except (ValueError, KeyError, TypeError, AttributeError):
        return OperatorMustAct(
            "E_SERVER_UNREACHABLE",
            f"The server answered {response.status_code} without saying why.",
            "Check with `copilot doctor` what runs there.",
        )


def _unreachable(error: httpx.HTTPError) -> OperatorMustAct:
    return OperatorMustAct(
        "E_SERVER_UNREACHABLE",
        f"The server that holds the data directory did not answer ({type(error).__name__}).",
        "Runs go on without this command. Check with `copilot doctor`, then try again.",
    )
