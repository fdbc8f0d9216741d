"""Typed output: schemas that may be asked for, and answers that fit them."""

import asyncio

import pytest
from pydantic import JsonValue

from backend.tools.openai_llm.cache import AnswerCache
from backend.tools.openai_llm.output_schema import fits, parsed, schema_problem
from tests.doubles.openai_server import openai_server, sends

COUNT = {
    "type": "object",
    "properties": {"count": {"type": "integer", "maximum": 9}},
    "required": ["count"],
    "additionalProperties": False,
}


def test_an_ordinary_schema_is_taken() -> None:
    assert schema_problem(COUNT) is None


@pytest.mark.parametrize(
    "schema",
    [
        {},
        {"type": "string"},
        {"type": "object", "properties": {"a": {"type": "nonsense"}}},
        {"type": "object", "description": "x" * 30_000},
    ],
)
def test_what_describes_no_object_is_refused(schema: dict[str, object]) -> None:
    assert schema_problem(schema) is not None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("answer", "is_fit"),
    [
        ({"count": 3}, True),
        ({"count": 10}, False),
        ({"count": "3"}, False),
        ({"count": 3, "sudo": True}, False),
        ({}, False),
        ([3], False),
        ("3", False),
    ],
)
def test_an_answer_fits_or_is_none(answer: object, is_fit: bool) -> None:
    assert fits(COUNT, answer) is is_fit  # type: ignore[arg-type]


async def test_a_reference_to_elsewhere_is_never_fetched() -> None:
    async with openai_server(sends(b'{"type": "integer"}')) as elsewhere:
        schema: dict[str, JsonValue] = {"type": "object", "$ref": f"{elsewhere.base_url}/schema"}
        assert not await asyncio.to_thread(fits, schema, {"a": 1})
        assert elsewhere.connections == 0


@pytest.mark.parametrize("text", ["", "{", "{} {}", '{"a": 1, "a": 2}', "NaN", "[" * 100_000])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parsed(text)


def test_the_cache_forgets_what_was_used_longest_ago() -> None:
    cache: AnswerCache[str] = AnswerCache(size=2)
    cache.keep("a", "1")
    cache.keep("b", "2")
    assert cache.find("a") == "1"
    cache.keep("c", "3")
    assert (cache.find("a"), cache.find("b"), cache.find("c")) == ("1", None, "3")
