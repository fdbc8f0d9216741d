"""What graphs may name is the same with and without an opened service."""

from pathlib import Path

import pytest

from backend.settings import settings_from
from backend.wiring import known_catalogue
from backend.wiring.foundation import open_foundation
from backend.wiring.language_model import language_model
from backend.wiring.toolbox import make_registry


@pytest.mark.parametrize("key", ["", "sk-FAKE-0123456789-EXAMPLE"])
async def test_the_catalogue_is_what_the_registry_has(tmp_path: Path, key: str) -> None:
    settings = settings_from({"COPILOT_HOME": str(tmp_path), "OPENAI_API_KEY": key})
    async with open_foundation(settings, is_reader=False) as base:
        language = language_model(settings, base)
        registry = make_registry(settings, base, (tmp_path,), language)
    assert registry.known_names() == known_catalogue()


def test_what_changes_an_account_demands_a_gate() -> None:
    known = known_catalogue()
    assert known.gated == {"aws_deployer": {"begin", "apply_step", "undo_step"}}
    assert all(gated <= known.tools[tool] for tool, gated in known.gated.items())
