"""A secret is given out by ``reveal`` alone."""

import copy
import json
import pickle

import pytest
from pydantic import BaseModel, ConfigDict, ValidationError

from backend.domain.secrets import FilledSecret, Secret

TEXT = "hunter2FAKE"


class Holder(BaseModel):
    model_config = ConfigDict(strict=True, hide_input_in_errors=True)

    secret: FilledSecret


@pytest.mark.spec("S2-151")
@pytest.mark.parametrize("show", [repr, str, format, "{}".format, "{:>20}".format, "%s".__mod__])
def test_a_secret_shows_as_three_stars(show) -> None:
    assert show(Secret(TEXT)) == "***"


@pytest.mark.parametrize("leak", [pickle.dumps, copy.copy, copy.deepcopy, json.dumps, hash, iter])
def test_a_secret_cannot_be_copied_serialised_or_hashed(leak) -> None:
    with pytest.raises(TypeError):
        leak(Secret(TEXT))


def test_secrets_are_equal_when_their_texts_are() -> None:
    assert Secret(TEXT) == Secret("hunter2FAKE")
    assert Secret(TEXT) != Secret("other")
    assert Secret(TEXT) != TEXT
    assert Secret(TEXT).reveal() == TEXT
    assert len(Secret(TEXT)) == len(TEXT)


def test_a_model_reads_a_secret_and_writes_three_stars() -> None:
    holder = Holder.model_validate_json(f'{{"secret": "{TEXT}"}}')

    assert holder.secret.reveal() == TEXT
    assert holder.model_dump_json() == '{"secret":"***"}'
    assert TEXT not in repr(holder)
    assert Holder.model_json_schema()["properties"]["secret"]["format"] == "password"


@pytest.mark.parametrize("value", ["", "  ", 7, None, "\ud800"])
def test_what_is_no_secret_text_is_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        Holder.model_validate({"secret": value})
