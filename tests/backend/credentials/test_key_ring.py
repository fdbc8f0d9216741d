"""Master keys: strong, private, several of them."""

import base64
import json
import os
import pickle
from pathlib import Path

import pytest

from backend.credentials.key_ring import (
    KeyRing,
    KeyRingFile,
    load_key_ring,
    new_key_ring,
    save_key_ring,
)
from backend.domain.errors import OperatorMustAct

STRONG = base64.b64encode(
    bytes((17 * index * index + 5 * index) % 251 for index in range(32))
).decode()


def written(folder: Path, **keys: str) -> Path:
    path = folder / "master.json"
    path.write_text(json.dumps({"format": 1, "active_key_id": "key_1", "keys": keys}))
    path.chmod(0o600)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(OperatorMustAct) as refused:
        load_key_ring(path)
    assert refused.value.next_step
    return refused.value.error_code


def test_a_ring_survives_being_written_and_read(tmp_path: Path) -> None:
    ring = new_key_ring(os.urandom)
    path = tmp_path / "keys" / "master.json"
    save_key_ring(path, ring, replace=False)
    read = load_key_ring(path)

    assert read.active_key_id == ring.active_key_id
    assert read.material(ring.active_key_id) == ring.material(ring.active_key_id)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [file.name for file in path.parent.iterdir()] == ["master.json"]


def test_an_existing_ring_is_never_overwritten_by_a_new_one(tmp_path: Path) -> None:
    path = written(tmp_path, key_1=STRONG)

    with pytest.raises(OperatorMustAct, match="E_KEY_UNREADABLE"):
        save_key_ring(path, new_key_ring(os.urandom), replace=False)
    assert load_key_ring(path).key_ids == {"key_1"}


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (base64.b64encode(b"short").decode(), "E_KEY_TOO_SHORT"),
        (base64.b64encode(bytes(32)).decode(), "E_KEY_SAMPLE"),
        (base64.b64encode(bytes(range(32))).decode(), "E_KEY_SAMPLE"),
        (base64.b64encode(b"change-me-this-is-the-sample-key").decode(), "E_KEY_SAMPLE"),
        (base64.b64encode(b"\x01\xfe" * 16).decode(), "E_KEY_SAMPLE"),
        ("not base64!", "E_KEY_DAMAGED"),
    ],
)
def test_a_weak_key_is_refused(tmp_path: Path, key: str, code: str) -> None:
    assert refusal(written(tmp_path, key_1=key)) == code


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o602, 0o610])
def test_a_key_that_others_can_touch_is_refused(tmp_path: Path, mode: int) -> None:
    path = written(tmp_path, key_1=STRONG)
    path.chmod(mode)

    assert refusal(path) == "E_KEY_EXPOSED"


def test_a_missing_linked_or_damaged_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "master.json") == "E_KEY_MISSING"
    assert refusal(written(tmp_path, key_2=STRONG)) == "E_KEY_DAMAGED"

    link = tmp_path / "link.json"
    link.symlink_to(written(tmp_path, key_1=STRONG))
    assert refusal(link) == "E_KEY_UNREADABLE"

    (tmp_path / "master.json").write_text("{}")
    assert refusal(tmp_path / "master.json") == "E_KEY_DAMAGED"


def test_a_newer_format_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, key_1=STRONG)
    path.write_text(path.read_text().replace('"format": 1', '"format": 2'))

    assert refusal(path) == "E_KEY_DAMAGED"


def test_a_new_key_becomes_active_and_the_old_one_can_be_retired(tmp_path: Path) -> None:
    path = written(tmp_path, key_1=STRONG)
    file = KeyRingFile(path, os.urandom)
    added = file.add_key()

    assert added.active_key_id != "key_1"
    assert load_key_ring(path).key_ids == {"key_1", added.active_key_id}

    file.retire(added.key_ids)
    assert load_key_ring(path).key_ids == {added.active_key_id}
    assert file.ring.key_ids == {added.active_key_id}


def test_a_ring_is_never_shown_or_pickled() -> None:
    ring = KeyRing("key_1", {"key_1": base64.b64decode(STRONG)})

    assert repr(ring) == "<KeyRing: 1 keys, active key_1>"
    with pytest.raises(TypeError):
        pickle.dumps(ring)
