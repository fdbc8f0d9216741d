"""Settings: defaults, what is refused, and that refusals quote no secret."""

from pathlib import Path

import pytest

from backend.domain.errors import UserCanFix
from backend.settings import settings_from


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


def test_an_empty_value_counts_as_unset() -> None:
    assert settings_from({"OPENAI_API_KEY": "", "PORT": " "}).port == 8000


def test_a_home_of_an_unknown_person_is_refused() -> None:
    with pytest.raises(UserCanFix, match="E_SETTING_INVALID"):
        settings_from({"COPILOT_HOME": "~nobody-of-that-name-here/x"})


def test_settings_do_not_show_the_environment() -> None:
    settings = settings_from({"AWS_SECRET_ACCESS_KEY": "FAKE-secret-value"})
    assert settings.environment["AWS_SECRET_ACCESS_KEY"] == "FAKE-secret-value"
    assert "FAKE-secret-value" not in repr(settings)


def test_the_limit_of_planning_cycles_can_be_set() -> None:
    name = "COPILOT_PLANNING_CYCLES_PER_MINUTE"
    assert settings_from({}).planning_cycles_per_minute is None
    assert settings_from({name: "100"}).planning_cycles_per_minute == 100
    for wrong in ("0", "-1", "many", "2.5", "10000", "٣"):
        with pytest.raises(UserCanFix, match="E_SETTING_INVALID"):
            settings_from({name: wrong})


ENGINE_URL = "postgresql://copilot:FAKE-secret%40value@127.0.0.1:5432/engine?sslmode=disable"


def test_the_database_of_the_engine_is_taken_and_never_shown() -> None:
    settings = settings_from({"COPILOT_ENGINE_URL": ENGINE_URL})
    assert settings.engine_url == ENGINE_URL
    assert "FAKE-secret" not in repr(settings)
    assert settings_from({}).engine_url is None
    socket = "postgres:///engine?host=/run/postgresql"
    assert settings_from({"COPILOT_ENGINE_URL": socket}).engine_url == socket


@pytest.mark.parametrize(
    "url",
    [
        "FAKE-secret",
        "mysql://copilot:FAKE-secret@db/engine",
        "postgresql://copilot:FAKE-secret@db",
        "postgresql://copilot:FAKE-secret@db/",
        "postgresql://copilot:FAKE-secret@db:port/engine",
        "postgresql://copilot:FAKE-secret@db:99999/engine",
        "postgresql://copilot:FAKE@secret@db/engine",
        "postgresql://copilot:FAKE/secret@db/engine",
        "postgresql://copilot:12/FAKE-secret@db",
        "postgresql://copilot:12?FAKE-secret@db/engine",
        "postgresql://copilot:FAKE#secret@db/engine",
        "postgresql://copilot:FAKE[secret@db/engine",
        "postgresql://copilot:FAKE secret@db/engine",
        "postgresql://db/engine?user=copilot&password=FAKE-secret",
        "postgresql://db/engine?user=copilot&sslPassword=FAKE-secret",
    ],
)
def test_what_is_no_database_of_the_engine_is_refused_without_quoting_it(url: str) -> None:
    with pytest.raises(UserCanFix) as refusal:
        settings_from({"COPILOT_ENGINE_URL": url})
    assert refusal.value.error_code == "E_SETTING_INVALID"
    assert "COPILOT_ENGINE_URL" in refusal.value.message
    told = str(refusal.value.as_record())
    assert "FAKE" not in told
    assert "secret" not in told


MONGODB_URI = "mongodb://copilot:FAKE-secret%40value@db1:27017,db2:27017/records?replicaSet=rs"


def test_the_server_of_the_documents_is_taken_and_never_shown() -> None:
    settings = settings_from({"MONGODB_URI": MONGODB_URI})
    assert settings.mongodb_uri is not None
    assert settings.mongodb_uri.reveal() == MONGODB_URI
    assert "FAKE-secret" not in repr(settings)
    assert settings_from({}).mongodb_uri is None
    assert settings_from({"MONGODB_URI": "mongodb+srv://cluster.example"}).mongodb_uri is not None


@pytest.mark.parametrize(
    "uri",
    [
        "FAKE-secret",
        "http://copilot:FAKE-secret@db",
        "mongodb://",
        "mongodb://copilot:FAKE-secret@/records",
        "mongodb://copilot:FAKE@secret@db/records",
        "mongodb://copilot:FAKE/secret@db/records",
        "mongodb://copilot:12?FAKE-secret@db/records",
        "mongodb://copilot:FAKE#secret@db/records",
        "mongodb://copilot:FAKE[secret@db/records",
        "mongodb://copilot:FAKE secret@db/records",
        "mongodb://copilot:FAKE\tsecret@db/records",
    ],
)
def test_what_is_no_server_of_documents_is_refused_without_quoting_it(uri: str) -> None:
    with pytest.raises(UserCanFix) as refusal:
        settings_from({"MONGODB_URI": uri})
    assert refusal.value.error_code == "E_SETTING_INVALID"
    assert "MONGODB_URI" in refusal.value.message
    told = str(refusal.value.as_record())
    assert "FAKE" not in told
    assert "secret" not in told


def test_the_server_of_the_memories_is_taken_and_its_key_never_shown() -> None:
    given = {"QDRANT_URL": "https://qdrant.example.com:6333", "QDRANT_API_KEY": "FAKE-secret"}
    settings = settings_from(given)
    assert settings.qdrant is not None
    assert settings.qdrant.url == given["QDRANT_URL"]
    assert "FAKE-secret" not in repr(settings)
    assert settings_from({}).qdrant is None


@pytest.mark.parametrize("name", ["QDRANT_URL", "QDRANT_API_KEY"])
def test_what_is_no_server_of_memories_is_refused_without_quoting_it(name: str) -> None:
    with pytest.raises(UserCanFix, match="E_SETTING_INVALID") as refusal:
        settings_from({name: "FAKE-secret"})
    assert name in refusal.value.message
    assert "FAKE-secret" not in str(refusal.value.as_record())
