"""The MongoDB server behind ``MONGODB_URI``: the client of it, and its failures in our words.

No message quotes the URI, or what the server said: either could hold a secret.
"""

import warnings
from collections.abc import Mapping
from typing import Any

from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import ConfigurationError, OperationFailure, PyMongoError

from backend.domain.errors import OperatorMustAct, UserCanFix
from backend.domain.secrets import Secret
from backend.stores.codec import codec_options
from backend.stores.documents import Document
from backend.stores.mongo.uri import hosts, options

DEFAULT_DATABASE = "aws_copilot"
BOUNDS: Mapping[str, int] = {
    "serverSelectionTimeoutMS": 15_000,
    "connectTimeoutMS": 5_000,
    "socketTimeoutMS": 30_000,
    "wTimeoutMS": 20_000,
}
"""How long things may take, unless the URI says otherwise; an election of a new primary takes up
to twelve seconds."""
_PROMISES: Mapping[str, Any] = {
    "appname": "aws-copilot",
    "readPreference": "primary",
    "tz_aware": True,
    "uuidRepresentation": "standard",
    "w": "majority",
}
"""What the port promises depends on these, so that the URI cannot change them."""
_REFUSED_USER = frozenset({13, 18, 8000})
"""Unauthorized, AuthenticationFailed, AtlasError."""
_OUT_OF_DISK_SPACE = 14031


class MongoServer:
    """A client of the server, for one event loop.

    Raises:
        UserCanFix: ``E_SETTING_INVALID``: pymongo does not understand the URI.
    """

    def __init__(self, uri: Secret) -> None:
        text = uri.reveal()
        given = {name for name, _ in options(text)}
        bounds = {name: most for name, most in BOUNDS.items() if name.lower() not in given}
        ours: dict[str, Any] = {**_PROMISES, **bounds}
        try:
            with warnings.catch_warnings():
                # pymongo only warns of an option that it ignores, as in `tls=ture`.
                warnings.simplefilter("error", UserWarning)
                self._client: AsyncMongoClient[Document] = AsyncMongoClient(text, **ours)
            named = self._client.get_default_database(DEFAULT_DATABASE)
        except (PyMongoError, ValueError, TypeError, UserWarning) as error:
            raise _not_understood(type(error).__name__) from None
        self.database: AsyncDatabase[Document] = named.with_options(codec_options=codec_options())
        """The one in the URI's path, else :data:`DEFAULT_DATABASE`."""
        self.hosts = hosts(text)

    async def check(self) -> None:
        """Whether it answers, and lets this user in.

        Raises:
            OperatorMustAct: ``E_STORE_UNAVAILABLE``.
        """
        try:
            await self.database.command("ping")
        except PyMongoError as error:
            raise unavailable(error, self.hosts) from error

    async def close(self) -> None:
        """Give back the connections; using it afterwards is an error."""
        await self._client.close()


def unavailable(error: PyMongoError, where: str) -> OperatorMustAct:
    """What a failed call means for whoever operates the service; ``where`` names the server."""
    message, next_step = _meaning(error)
    return OperatorMustAct(
        "E_STORE_UNAVAILABLE", f"The document database at {where} {message}.", next_step
    )


def _meaning(error: PyMongoError) -> tuple[str, str]:
    if isinstance(error, OperationFailure):
        if error.code in _REFUSED_USER:
            return (
                "refuses the user that MONGODB_URI names",
                "Check user, password and authSource in MONGODB_URI; the user needs readWrite.",
            )
        if error.code == _OUT_OF_DISK_SPACE:
            return "has no disk space left", "Make room on the database server, then try again."
        return (
            f"did not do what was asked (code {error.code})",
            "Look into the log of the database server, then try again.",
        )
    if isinstance(error, ConfigurationError):
        return (
            "does not go with this program",
            "Use MongoDB 5.0 or later, and check the options in MONGODB_URI.",
        )
    return (
        "cannot be reached",
        "Check that it runs and that MONGODB_URI names it, then try again.",
    )


def _not_understood(kind: str) -> UserCanFix:
    return UserCanFix(
        "E_SETTING_INVALID",
        f"MONGODB_URI is not understood ({kind}).",
        "Write mongodb://user:password@host:27017/aws_copilot, with %XX for special characters.",
    )
