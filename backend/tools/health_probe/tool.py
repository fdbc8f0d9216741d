"""The tool ``health_probe``: one capability, ``check``, that changes nothing."""

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from pydantic import Field, JsonValue, ValidationError

from agentpro.tools import ToolResult, ToolScope
from backend.domain.errors import CopilotError
from backend.domain.identifiers import Value
from backend.tools.health_probe.probe import HealthExpectation, HealthProbe, Redact

LoopbackPorts = Callable[[ToolScope], frozenset[int]]
"""Which ports of this machine a run may ask; only a run in the sandbox account has any."""
Discretion = Callable[[ToolScope, frozenset[str]], AbstractAsyncContextManager[Redact]]
"""While it is open, the named secrets are known, so that they can be taken out of an answer."""


class CheckArgs(Value):
    """The arguments of ``check``."""

    url: str = Field(max_length=2048)
    path: str = Field(default="/", max_length=2000)
    expect_status: int = Field(default=200, ge=100, le=599)
    attempts: int = Field(default=5, ge=1, le=60)
    interval_s: float = Field(default=1.0, ge=0, le=30, strict=False)
    timeout_s: float = Field(default=10.0, gt=0, le=30, strict=False)
    secrets: frozenset[str] = Field(default=frozenset(), strict=False)
    """The names of the secrets that the application was given and may answer with."""

    def expectation(self) -> HealthExpectation:
        """What counts as healthy, and how patiently to ask."""
        return HealthExpectation(
            status=self.expect_status,
            attempts=self.attempts,
            interval_s=self.interval_s,
            timeout_s=self.timeout_s,
        )


class HealthProbeTool:
    """The probe behind the tool protocol. The loopback allowance comes from wiring, never from
    arguments.
    """

    name = "health_probe"
    capabilities = frozenset({"check"})

    def __init__(
        self,
        probe: HealthProbe,
        loopback_ports: LoopbackPorts,
        discretion: Discretion | None = None,
    ) -> None:
        self._probe = probe
        self._loopback_ports = loopback_ports
        self._discretion = discretion or _nothing_to_hide

    async def call(
        self, capability: str, args: Mapping[str, JsonValue], scope: ToolScope
    ) -> ToolResult:
        """``check(url, path, expect_status, attempts, interval_s, timeout_s, secrets)`` gives a
        ``HealthResult``.
        """
        if capability not in self.capabilities:
            return ToolResult(error=_bad_arguments("capability"))
        try:
            wanted = CheckArgs.model_validate(dict(args))
            async with self._discretion(scope, wanted.secrets) as redact:
                result = await self._probe.check(
                    wanted.url,
                    wanted.path,
                    expected=wanted.expectation(),
                    loopback_ports=self._loopback_ports(scope),
                    redact=redact,
                )
        except CopilotError as error:
            return ToolResult(error=error.as_record())
        except ValidationError as error:
            places = ", ".join(".".join(map(str, each["loc"])) for each in error.errors())
            return ToolResult(error=_bad_arguments(places))
        return ToolResult(value=result.model_dump(mode="json"))


@asynccontextmanager
async def _nothing_to_hide(
    _scope: ToolScope, _names: frozenset[str]
) -> AsyncGenerator[Redact, None]:
    yield str


def _bad_arguments(places: str) -> Mapping[str, str]:
    return {
        "error_code": "E_BAD_ARGUMENTS",
        "message": f"The arguments of health_probe.check are not usable: {places}.",
        "next_step": "Correct the named arguments.",
    }
