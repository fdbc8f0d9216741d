"""The registry: the handlers, tools, guardrails and observers that an application gives to its
graphs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from agentpro.guardrails import Guardrail
from agentpro.handlers import Handler
from agentpro.observers import Observer
from agentpro.tools import GatedTool, Tool
from agentpro.validation import KnownNames


class _Named(Protocol):
    @property
    def name(self) -> str: ...


_T = TypeVar("_T", bound=_Named)


@dataclass(frozen=True, kw_only=True, slots=True)
class Registry:
    """What runs are made of, by name; built once, by :func:`registry_of`."""

    handlers: Mapping[str, Handler]
    tools: Mapping[str, Tool] = field(default_factory=dict[str, Tool])
    guardrails: Mapping[str, Guardrail] = field(default_factory=dict[str, Guardrail])
    observers: tuple[Observer, ...] = ()
    declared_tools: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    """Tools that graphs may name though none is registered; a call gives ``TOOL_UNAVAILABLE``."""

    def known_names(self) -> KnownNames:
        """What graphs are validated against."""
        registered = {name: tool.capabilities for name, tool in self.tools.items()}
        return KnownNames(
            tools={**self.declared_tools, **registered},
            gated={
                name: tool.gated_capabilities
                for name, tool in self.tools.items()
                if isinstance(tool, GatedTool)
            },
            handlers={name: handler.outcomes for name, handler in self.handlers.items()},
            guardrails=frozenset(self.guardrails),
        )


def registry_of(
    *,
    handlers: Iterable[Handler],
    tools: Iterable[Tool] = (),
    guardrails: Iterable[Guardrail] = (),
    observers: Iterable[Observer] = (),
    declared_tools: Mapping[str, frozenset[str]] | None = None,
) -> Registry:
    """Join the parts under their own names.

    Raises:
        ValueError: if two parts of one kind have the same name.
    """
    return Registry(
        handlers=_by_name(handlers),
        tools=_by_name(tools),
        guardrails=_by_name(guardrails),
        observers=tuple(observers),
        declared_tools=declared_tools or {},
    )


def _by_name(parts: Iterable[_T]) -> dict[str, _T]:
    named: dict[str, _T] = {}
    for part in parts:
        if part.name in named:
            raise ValueError(f"{part.name!r} is registered twice")
        named[part.name] = part
    return named
