"""Telling the redaction which secrets are in use, for exactly as long as they are."""

import re
from collections.abc import Generator, Mapping
from contextlib import contextmanager

from backend.domain.redaction import KnownSecrets, is_secret_name
from backend.domain.secrets import Secret

_ORDINARY = re.compile(r"[a-z]{1,20}(?:-[a-z0-9]{1,8}){0,3}|[0-9.]{1,12}", re.IGNORECASE)
"""``production``, ``eu-west-1``, ``8080``: redacting them would wreck every text."""


@contextmanager
def registered(known: KnownSecrets, secrets: Mapping[str, Secret]) -> Generator[None, None, None]:
    """Redact the values inside the block.

    An ordinary word or number under a field whose name announces no secret is left out: people give
    such values as environment variables, and they appear everywhere.
    """
    values = [
        secret.reveal()
        for field, secret in secrets.items()
        if is_secret_name(field) or not _ORDINARY.fullmatch(secret.reveal())
    ]
    for value in values:
        known.register(value)
    try:
        yield
    finally:
        for value in values:
            known.forget(value)
