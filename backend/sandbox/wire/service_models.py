"""Which operation a REST request means, read from botocore's own service models.

Only the REST protocols need this: the others name their operation in a header or in the body.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast
from urllib.parse import parse_qs, parse_qsl, unquote

from backend.sandbox.wire.messages import Request

Params = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One operation's place in the URI space of its service."""

    name: str
    method: str
    pattern: re.Pattern[str]
    path_members: tuple[str, ...]
    fixed_query: Mapping[str, str]
    required_query: frozenset[str]
    required_headers: frozenset[str]
    query_members: Mapping[str, str]
    list_members: frozenset[str]
    is_deprecated: bool

    @property
    def specificity(self) -> tuple[int, bool]:
        demands = len(self.fixed_query) + len(self.required_query) + len(self.required_headers)
        return demands, not self.is_deprecated

    def params(self, request: Request) -> Params | None:
        """The parameters in path and query, or None when the request is not for this route."""
        found = self.pattern.fullmatch(request.raw_path)
        query = request.query
        if found is None or request.method != self.method or not self._is_complete(request, query):
            return None
        path = {m: unquote(v) for m, v in zip(self.path_members, found.groups(), strict=True)}
        return {**path, **self._query_params(request)}

    def _query_params(self, request: Request) -> Params:
        values = parse_qs(request.raw_query, keep_blank_values=True)
        named = {self.query_members[k]: v for k, v in values.items() if k in self.query_members}
        return {name: v if name in self.list_members else v[-1] for name, v in named.items()}

    def _is_complete(self, request: Request, query: Mapping[str, str]) -> bool:
        return (
            all(query.get(key) == value for key, value in self.fixed_query.items())
            and self.required_query <= query.keys()
            and all(request.header(name) for name in self.required_headers)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRoutes:
    """All operations of one REST service."""

    protocol: str
    routes: tuple[Route, ...]

    def match(self, request: Request) -> tuple[str, Params] | None:
        """The operation and its path and query parameters; the most demanding match wins."""
        for route in self.routes:
            params = route.params(request)
            if params is not None:
                return route.name, params
        return None


@cache
def routes_of(service: str) -> ServiceRoutes | None:
    """The routes of a service by its signing name, or None if it is unknown or not REST."""
    model = _load(service)
    if model is None or not model["metadata"]["protocol"].startswith("rest-"):
        return None
    routes = sorted(_routes(model), key=lambda route: route.specificity, reverse=True)
    return ServiceRoutes(protocol=model["metadata"]["protocol"], routes=tuple(routes))


@cache
def enum_values(service: str, shape: str) -> frozenset[str]:
    """The values of an enumeration in the service's model."""
    model = _load(service) or {"shapes": {}}
    return frozenset(model["shapes"].get(shape, {}).get("enum", ()))


@cache
def region_names() -> frozenset[str]:
    """The regions that AWS has, as far as botocore knows."""
    from botocore.loaders import Loader

    data: Mapping[str, Any] = cast(Any, Loader()).load_data("endpoints")
    return frozenset(name for part in data["partitions"] for name in part["regions"])


@cache
def _load(service: str) -> Mapping[str, Any] | None:
    from botocore.exceptions import DataNotFoundError, UnknownServiceError
    from botocore.loaders import Loader

    try:
        loaded = cast(Any, Loader()).load_service_model(service, "service-2")
    except (DataNotFoundError, UnknownServiceError):
        return None
    return cast("Mapping[str, Any]", loaded)


def _routes(model: Mapping[str, Any]) -> Iterator[Route]:
    for name, operation in model["operations"].items():
        shape = model["shapes"].get(operation.get("input", {}).get("shape"), {})
        yield _route(name, operation, shape, model["shapes"])


def _route(
    name: str, operation: Mapping[str, Any], shape: Mapping[str, Any], shapes: Mapping[str, Any]
) -> Route:
    path, _, query = operation["http"]["requestUri"].partition("?")
    members: Mapping[str, Any] = shape.get("members", {})
    required = {m: members[m] for m in shape.get("required", ()) if m in members}
    return Route(
        name=name,
        method=operation["http"]["method"],
        pattern=_pattern(path),
        path_members=tuple(re.findall(r"\{(\w+)\+?\}", path)),
        fixed_query=dict(parse_qsl(query, keep_blank_values=True)),
        required_query=frozenset(_located(required, "querystring")),
        required_headers=frozenset(_located(required, "header")),
        query_members=_located(members, "querystring"),
        list_members=frozenset(m for m, v in members.items() if _is_list(v, shapes)),
        is_deprecated=bool(operation.get("deprecated")),
    )


def _located(members: Mapping[str, Any], location: str) -> dict[str, str]:
    """The wire names in one place of the request, each with the member that it carries."""
    return {
        member.get("locationName", name): name
        for name, member in members.items()
        if member.get("location") == location
    }


def _is_list(member: Mapping[str, Any], shapes: Mapping[str, Any]) -> bool:
    return bool(shapes[member["shape"]]["type"] == "list")


def _pattern(path: str) -> re.Pattern[str]:
    escaped = re.escape(path.rstrip("/"))
    greedy = re.sub(r"\\\{\w+\\\+\\\}", "(.+)", escaped)
    single = re.sub(r"\\\{\w+\\\}", "([^/]+)", greedy)
    return re.compile(single if greedy != escaped else single + "/?")
