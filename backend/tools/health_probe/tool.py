"""The tool ``health_probe``: one capability, ``check``, that changes nothing."""

from collections.abc import Callable, Mapping

from pydantic import Field, JsonValue, ValidationError

from agentpro.tools import ToolResult, ToolScope
from backend.domain.errors import CopilotError
from backend.domain.identifiers import Value
from backend.tools.health_probe.probe import HealthExpectation, HealthProbe

LoopbackPorts = Callable[[ToolScope], frozenset[int]]
"""Which ports of this machine a run may ask; only a run in the sandbox account has any."""


class CheckArgs(Value):
    """The arguments of ``check``."""

    url: str = Field(max_length=2048)
    path: str = Field(default="/", max_length=2000)
    expect_status: int = Field(default=200, ge=100, le=599)
    attempts: int = Field(default=5, ge=1, le=60)
    interval_s: float = Field(default=1.0, ge=0, le=30, strict=False)
    timeout_s: float = Field(default=10.0, gt=0, le=30, strict=False)


class HealthProbeTool:
    """The probe behind the tool protocol. The loopback allowance comes from wiring, never from
    arguments.
    """

    name = "health_probe"
    capabilities = frozenset({"check"})

    def __init__(self, probe: HealthProbe, loopback_ports: LoopbackPorts) -> None:
        self._probe = probe
        self._loopback_ports = loopback_ports

    async def call(
        self, capability: str, args: Mapping[str, JsonValue], scope: ToolScope
    ) -> ToolResult:
        """``check(url, path, expect_status, attempts, interval_s, timeout_s)`` gives a
        ``HealthResult``.
        """
        if capability not in self.capabilities:
            return ToolResult(error=_bad_arguments("capability"))
        try:
            wanted = CheckArgs.model_validate(dict(args))
            result = await self._probe.check(
                wanted.url,
                wanted.path,
                expected=HealthExpectation(
                    status=wanted.expect_status,
                    attempts=wanted.attempts,
                    interval_s=wanted.interval_s,
                    timeout_s=wanted.timeout_s,
                ),
                loopback_ports=self._loopback_ports(scope),
            )
        except CopilotError as error:
            return ToolResult(error=error.as_record())
        except ValidationError as error:
            places = ", ".join(".".join(map(str, each["loc"])) for each in error.errors())
            return ToolResult(error=_bad_arguments(places))
        return ToolResult(value=result.model_dump(mode="json"))


def _bad_arguments(places: str) -> Mapping[str, str]:
    return {
        "error_code": "E_BAD_ARGUMENTS",
        "message": f"The arguments of health_probe.check are not usable: {places}.",
        "next_step": "Correct the named arguments.",
    }
