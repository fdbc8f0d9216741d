"""``copilot doctor``: what is there, what is missing, and what to do about it."""

import json
from pathlib import Path

from tests.backend.cli.bench import Bench


def test_the_doctor_finds_what_is_missing(bench: Bench, tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    bench.environment = {"PATH": str(tmp_path)}
    result = bench.run("doctor", "--json")
    found = {each["name"]: each for each in json.loads(result.stdout)}
    assert result.exit_code == 1
    assert (found["git"]["state"], found["bwrap"]["state"]) == ("failed", "warning")
    assert found["data directory"]["next_step"] == f"chmod 700 {tmp_path}"
    assert found["sandbox"]["state"] == found["lock"]["state"] == "ok"
    assert all(each["next_step"] for each in found.values() if each["state"] != "ok")


def test_the_doctor_is_content_where_all_is_there(bench: Bench, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    for name in ("git", "uv", "bwrap"):
        (tmp_path / name).touch(0o700)
    bench.environment = {"PATH": str(tmp_path)}
    result = bench.run("doctor")
    assert result.exit_code == 0
    assert "✓ git" in result.stdout


def test_the_doctor_says_who_words_the_answers(bench: Bench) -> None:
    assert "the built-in interpreter" in bench.run("doctor").stdout
    bench.environment = {"OPENAI_API_KEY": "sk-FAKE-0123456789-EXAMPLE"}
    with_a_model = bench.run("doctor").stdout
    assert "gpt-4.1-mini, then gpt-4o-mini at https://api.openai.com/v1" in with_a_model
    assert "sk-FAKE" not in with_a_model
