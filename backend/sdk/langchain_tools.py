"""The catalogue as tools of LangChain.

Importing this module imports LangChain; nothing else of ours does.
"""

import asyncio
from collections.abc import Collection, Coroutine, Generator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial
from typing import Any, cast

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.tools import BaseTool
from langchain_core.tracers.context import tracing_v2_callback_var
from langchain_core.tracers.langchain import LangChainTracer
from pydantic import Field, SkipValidation, ValidationError

from backend.domain.copilot import Copilot
from backend.domain.devops_context import DevOpsContext
from backend.domain.plans.approval import Actor
from backend.sdk.action_tools import ActionTool, action_tools
from backend.sdk.arguments import invalid_arguments
from backend.sdk.clients import GuardedClient
from backend.sdk.operating import Operator
from backend.sdk.results import Failed


def as_langchain_tools(
    copilot: Copilot,
    actor: Actor,
    context: DevOpsContext,
    actions: Collection[str] | None = None,
    profile: str | None = None,
) -> list[BaseTool]:
    """A tool for each of ``actions``, or for all that can be asked for.

    ``profile`` names the stored credentials; without it, those of the context are used. To be
    called on the event loop that the service lives on. Tools answer in JSON, as those of
    :mod:`backend.sdk.openai_tools` do; they never apply a change, and never raise.

    Raises:
        ModelCanFix: ``E_UNKNOWN_ACTION``, for a name among ``actions``.
    """
    operator = Operator(copilot=copilot, actor=actor)
    home = asyncio.get_running_loop()
    return [
        CatalogueTool(
            name=tool.name,
            description=tool.description,
            args_schema=tool.arguments,
            handle_validation_error=partial(_invalid, tool),
            service=tool.service,
            profile=profile,
            operator=operator,
            context=context,
            home=home,
        )
        for tool in action_tools(actions)
    ]


class CatalogueTool(BaseTool):
    """One action. ``invoke`` blocks its thread; on the service's own event loop use ``ainvoke``."""

    service: str
    profile: str | None
    operator: SkipValidation[Operator] = Field(exclude=True, repr=False)
    context: DevOpsContext = Field(exclude=True, repr=False)
    home: asyncio.AbstractEventLoop = Field(exclude=True, repr=False)

    def run(self, *args: Any, **kwargs: Any) -> Any:
        """As LangChain's own, and never traced because of the environment."""
        with _untraced():
            return super().run(*args, **kwargs)

    async def arun(self, *args: Any, **kwargs: Any) -> Any:
        """As LangChain's own, and never traced because of the environment."""
        with _untraced():
            return await super().arun(*args, **kwargs)

    def _run(self, *texts: str, **said: Any) -> str:
        if not self.home.is_running():
            return _closed()
        if _running_loop() is self.home:
            return _blocking()
        return self._at_home(self._answer(texts, said)).result()

    async def _arun(self, *texts: str, **said: Any) -> str:
        if not self.home.is_running():
            return _closed()
        if _running_loop() is self.home:
            return await self._answer(texts, said)
        return await asyncio.wrap_future(self._at_home(self._answer(texts, said)))

    def _get_client(self, service: str, profile: str | None) -> GuardedClient:
        """The way to an AWS service; keys and connections stay behind the service of runs."""
        return GuardedClient(
            operator=self.operator, context=self.context, service=service, profile=profile
        )

    async def _answer(self, texts: tuple[str, ...], said: dict[str, Any]) -> str:
        if texts:
            return _unnamed(self.name)
        return await self._get_client(self.service, self.profile).answer(self.name, said)

    def _at_home(self, answer: Coroutine[Any, Any, str]) -> Future[str]:
        return asyncio.run_coroutine_threadsafe(answer, self.home)


class _Deaf(BaseCallbackHandler):
    """Hears everything and keeps nothing."""


@contextmanager
def _untraced() -> Generator[None]:
    """Takes the place of the tracer that LangChain would make when the environment asks for one.

    What a program has set or passed itself goes on hearing of the call.
    """
    chosen = tracing_v2_callback_var.get()
    token = tracing_v2_callback_var.set(chosen or cast(LangChainTracer, _Deaf()))
    try:
        yield
    finally:
        tracing_v2_callback_var.reset(token)


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _invalid(tool: ActionTool, error: Any) -> str:
    assert isinstance(error, ValidationError)
    return Failed.because_of(invalid_arguments(tool.name, error)).model_dump_json()


def _unnamed(action: str) -> str:
    return Failed(
        error_code="E_INVALID_STEP",
        message=f"{action}: arguments are given by name.",
        next_step="Give an object of arguments.",
    ).model_dump_json()


def _blocking() -> str:
    return Failed(
        error_code="E_WOULD_BLOCK",
        message="This call would stop the event loop that has to answer it.",
        next_step="Use ainvoke, or invoke on another thread.",
    ).model_dump_json()


def _closed() -> str:
    return Failed(
        error_code="E_SERVICE_CLOSED",
        message="The service that these tools belong to is closed.",
        next_step="Open it again, and make new tools.",
    ).model_dump_json()
