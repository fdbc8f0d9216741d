"""The catalogue as a list."""

from dataclasses import asdict

from pydantic import JsonValue

from backend.cli.catalogue import KnownAction, Parameter, known_actions
from backend.cli.showing.surface import Surface
from backend.cli.showing.tables import table_lines


def show_actions(*, as_json: bool) -> None:
    """Every action: effect, undo label and parameters."""
    surface = Surface(as_json=as_json)
    actions = known_actions().values()
    if as_json:
        surface.result([_record(action) for action in actions])
        return
    rows = [
        (each.name, each.effect, each.undo or "-", " ".join(map(_word, each.parameters)))
        for each in actions
    ]
    surface.show(table_lines(("ACTION", "EFFECT", "UNDO", "PARAMETERS"), rows))


def _record(action: KnownAction) -> JsonValue:
    parameters: list[JsonValue] = [
        {"name": each.name, "types": [*each.types], "is_required": each.is_required}
        for each in action.parameters
    ]
    return {**asdict(action), "undo": action.undo or None, "parameters": parameters}


def _word(parameter: Parameter) -> str:
    return parameter.name if parameter.is_required else f"[{parameter.name}]"
