"""The master keys that wrap every record's data key: several to read with, one to write with."""

import base64
import binascii
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import NoReturn

from pydantic import ValidationError

from backend.credentials.key_strength import KEY_BYTES, require_strong
from backend.credentials.private_files import read_private, write_private
from backend.domain.errors import OperatorMustAct
from backend.domain.identifiers import Value

RandomBytes = Callable[[int], bytes]
"""A source of that many unpredictable bytes; ``os.urandom`` outside tests."""

_KEY_ID_BYTES = 4


class KeyRing:
    """Master keys by id, one of them active. Immutable, never shown or pickled."""

    __slots__ = ("_keys", "active_key_id")

    def __init__(self, active_key_id: str, keys: Mapping[str, bytes]) -> None:
        self._keys = {key_id: require_strong(key, key_id) for key_id, key in keys.items()}
        if active_key_id not in self._keys:
            raise _damaged("its active key is not in it")
        self.active_key_id = active_key_id

    @property
    def key_ids(self) -> frozenset[str]:
        """The keys that can be read with."""
        return frozenset(self._keys)

    def material(self, key_id: str) -> bytes | None:
        """The 32 bytes of a key, for encryption alone; ``None`` for an id that is not here."""
        return self._keys.get(key_id)

    def with_new_key(self, random_bytes: RandomBytes) -> "KeyRing":
        """A ring with one key more, which is the active one."""
        key_id = f"key_{random_bytes(_KEY_ID_BYTES).hex()}"
        return KeyRing(key_id, {**self._keys, key_id: random_bytes(KEY_BYTES)})

    def without(self, key_ids: Collection[str]) -> "KeyRing":
        """A ring without these keys; the active key always stays."""
        gone = set(key_ids) - {self.active_key_id}
        kept = {key_id: key for key_id, key in self._keys.items() if key_id not in gone}
        return KeyRing(self.active_key_id, kept)

    def __repr__(self) -> str:
        return f"<KeyRing: {len(self._keys)} keys, active {self.active_key_id}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a key ring is never pickled or copied")


class _RingFile(Value):
    format: int
    active_key_id: str
    keys: dict[str, str]


_FORMAT = 1


def new_key_ring(random_bytes: RandomBytes) -> KeyRing:
    """A ring with one random key."""
    key_id = f"key_{random_bytes(_KEY_ID_BYTES).hex()}"
    return KeyRing(key_id, {key_id: random_bytes(KEY_BYTES)})


def load_key_ring(path: Path) -> KeyRing:
    """The ring in a file that only its owner can read.

    Raises:
        OperatorMustAct: ``E_KEY_MISSING``, ``E_KEY_EXPOSED``, ``E_KEY_UNREADABLE``,
            ``E_KEY_TOO_SHORT``, ``E_KEY_SAMPLE`` or ``E_KEY_DAMAGED``.
    """
    content = read_private(path)
    try:
        file = _RingFile.model_validate_json(content)
        keys = {name: base64.b64decode(key, validate=True) for name, key in file.keys.items()}
    except (ValidationError, binascii.Error):
        raise _damaged("it is not the JSON that this program writes") from None
    if file.format != _FORMAT:
        raise _damaged(f"its format is {file.format} and this program reads {_FORMAT}")
    return KeyRing(file.active_key_id, keys)


def save_key_ring(path: Path, ring: KeyRing, *, replace: bool) -> None:
    """Write the ring, whole or not at all, with mode 0600."""
    keys = {key_id: ring.material(key_id) or b"" for key_id in sorted(ring.key_ids)}
    file = _RingFile(
        format=_FORMAT,
        active_key_id=ring.active_key_id,
        keys={key_id: base64.b64encode(key).decode() for key_id, key in keys.items()},
    )
    write_private(path, file.model_dump_json(indent=2).encode(), replace=replace)


class KeyRingFile:
    """The ring of a running server, and its file; a change is on disk before it counts."""

    def __init__(self, path: Path, random_bytes: RandomBytes) -> None:
        self._path = path
        self._random_bytes = random_bytes
        self.ring = load_key_ring(path)

    def add_key(self) -> KeyRing:
        """Make a new active key; the old ones can still be read with."""
        return self._keep(self.ring.with_new_key(self._random_bytes))

    def retire(self, key_ids: Collection[str]) -> KeyRing:
        """Forget keys for good, except the active one."""
        return self._keep(self.ring.without(key_ids))

    def _keep(self, ring: KeyRing) -> KeyRing:
        save_key_ring(self._path, ring, replace=True)
        self.ring = ring
        return ring


def _damaged(reason: str) -> OperatorMustAct:
    return OperatorMustAct(
        "E_KEY_DAMAGED",
        f"The key ring is damaged: {reason}.",
        "Restore keys/master.json from your backup.",
    )
