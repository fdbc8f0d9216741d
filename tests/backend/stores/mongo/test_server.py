"""The connection to a MongoDB server: what it promises, and what its failures are called."""

import socket
import traceback

import pytest
from pymongo import ReadPreference
from pymongo.errors import (
    AutoReconnect,
    ConfigurationError,
    NetworkTimeout,
    OperationFailure,
    PyMongoError,
)

from backend.domain.errors import OperatorMustAct, UserCanFix
from backend.domain.secrets import Secret
from backend.stores.mongo.server import MongoServer, unavailable

URI = "mongodb://copilot:FAKE-secret@127.0.0.1:1/records?serverSelectionTimeoutMS=50&w=0"


async def test_what_the_port_promises_cannot_be_changed_by_the_uri() -> None:
    server = MongoServer(Secret(f"{URI}&readPreference=secondary"))
    try:
        assert server.database.name == "records"
        assert server.database.write_concern.document["w"] == "majority"
        assert server.database.read_preference == ReadPreference.PRIMARY
        assert server.database.codec_options.tz_aware
        assert server.database.client.options.retry_writes
        assert server.hosts == "127.0.0.1:1"
    finally:
        await server.close()


async def test_times_are_bounded_unless_the_uri_bounds_them() -> None:
    server = MongoServer(Secret(URI))
    try:
        settings = server.database.client.options
        assert settings.server_selection_timeout == 0.05
        assert settings.pool_options.connect_timeout == 5
        assert settings.pool_options.socket_timeout == 30
    finally:
        await server.close()


async def test_without_a_path_the_database_has_the_name_of_the_program() -> None:
    server = MongoServer(Secret("mongodb://127.0.0.1:1"))
    try:
        assert server.database.name == "aws_copilot"
    finally:
        await server.close()


async def test_a_server_that_is_not_there_is_named_without_the_password() -> None:
    server = MongoServer(Secret(URI))
    try:
        with pytest.raises(OperatorMustAct) as told:
            await server.check()
    finally:
        await server.close()
    assert told.value.error_code == "E_STORE_UNAVAILABLE"
    assert told.value.message == "The document database at 127.0.0.1:1 cannot be reached."
    assert "MONGODB_URI" in told.value.next_step
    assert "FAKE" not in "".join(traceback.format_exception(told.value))


async def test_a_server_that_never_answers_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        bounds = "serverSelectionTimeoutMS=100&connectTimeoutMS=50"
        server = MongoServer(Secret(f"mongodb://{address}/?{bounds}"))
        try:
            with pytest.raises(OperatorMustAct, match="E_STORE_UNAVAILABLE"):
                await server.check()
        finally:
            await server.close()


@pytest.mark.parametrize(
    "uri",
    [
        "mongodb://copilot:FAKE:secret@db/x",
        "mongodb://db:FAKE/x",
        "mongodb://db/a$FAKE",
        "mongodb://db/?authMechanism=FAKE",
        "mongodb://db/?tls=FAKE",
        "mongodb://db/?FAKE=1",
    ],
)
def test_what_pymongo_does_not_understand_is_refused_without_quoting_it(uri: str) -> None:
    with pytest.raises(UserCanFix) as refused:
        MongoServer(Secret(uri))
    assert refused.value.error_code == "E_SETTING_INVALID"
    assert "FAKE" not in "".join(traceback.format_exception(refused.value)).replace(uri, "")
    assert "FAKE" not in str(refused.value.as_record())


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OperationFailure("FAKE", code=18), "refuses the user"),
        (OperationFailure("FAKE", code=13), "refuses the user"),
        (OperationFailure("FAKE", code=14031), "no disk space"),
        (OperationFailure("FAKE", code=91), "(code 91)"),
        (ConfigurationError("FAKE wire version 4"), "does not go with this program"),
        (AutoReconnect("FAKE"), "cannot be reached"),
        (NetworkTimeout("FAKE"), "cannot be reached"),
    ],
    ids=repr,
)
def test_every_failure_has_a_sentence_and_a_next_step(error: PyMongoError, said: str) -> None:
    told = unavailable(error, "db:27017")
    assert told.error_code == "E_STORE_UNAVAILABLE"
    assert said in told.message
    assert "db:27017" in told.message
    assert told.next_step
    assert "FAKE" not in str(told.as_record())
