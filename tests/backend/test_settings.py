"""Settings: defaults, what is refused, and that refusals quote no secret."""

from pathlib import Path

import pytest

from backend.domain.errors import UserCanFix
from backend.settings import RESERVED, settings_from


def test_an_empty_environment_gives_the_defaults() -> None:
    settings = settings_from({})
    assert settings.port == 8000
    assert settings.home == Path.home() / ".aws-copilot"


def test_given_values_are_taken_and_the_home_is_absolute(tmp_path: Path) -> None:
    settings = settings_from({"PORT": "9001", "COPILOT_HOME": str(tmp_path), "PATH": "/usr/bin"})
    assert (settings.port, settings.home) == (9001, tmp_path)
    assert settings.search_path == "/usr/bin"
    assert settings_from({}).search_path
    assert settings_from({"COPILOT_HOME": "relative"}).home == Path.cwd() / "relative"


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "80.5", "1e3", "٣"])
def test_what_is_no_port_is_refused(port: str) -> None:
    with pytest.raises(UserCanFix, match="E_SETTING_INVALID"):
        settings_from({"PORT": port})


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_settings_of_parts_that_do_not_exist_are_refused_without_their_value(name: str) -> None:
    with pytest.raises(UserCanFix) as refusal:
        settings_from({name: "FAKE-secret-value"})
    assert refusal.value.error_code == "E_SETTING_UNSUPPORTED"
    assert name in refusal.value.message
    assert "FAKE-secret-value" not in str(refusal.value.as_record())


def test_an_empty_value_counts_as_unset() -> None:
    assert settings_from({"OPENAI_API_KEY": "", "PORT": " "}).port == 8000


def test_a_home_of_an_unknown_person_is_refused() -> None:
    with pytest.raises(UserCanFix, match="E_SETTING_INVALID"):
        settings_from({"COPILOT_HOME": "~nobody-of-that-name-here/x"})


def test_settings_do_not_show_the_environment() -> None:
    settings = settings_from({"AWS_SECRET_ACCESS_KEY": "FAKE-secret-value"})
    assert settings.environment["AWS_SECRET_ACCESS_KEY"] == "FAKE-secret-value"
    assert "FAKE-secret-value" not in repr(settings)
