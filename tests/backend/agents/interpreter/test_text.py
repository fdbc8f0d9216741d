"""Normalisation, spelling, clauses and the values that are told by their form."""

import pytest

from backend.agents.interpreter.mentions.finding import classified, marked
from backend.agents.interpreter.text.clauses import sentences
from backend.agents.interpreter.text.common import KNOWN_WORDS
from backend.agents.interpreter.text.lexicon import vocabulary
from backend.agents.interpreter.text.normalising import LONGEST, normalised, unreadable
from backend.agents.interpreter.text.spelling import corrected, distance


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("  a\u00a0 b\t c ", "a b c"),
        ("d\u200bel\u2060ete", "delete"),
        ("“x” ‘y’", "\"x\" 'y'"),
        ("ｄｅｌｅｔｅ", "delete"),
        ("us\u2011east\u20111", "us-east-1"),
        ("a \n\n b", "a\nb"),
        ("/help", "help"),
        ("/tmp/file", "/tmp/file"),
    ],
)
def test_what_looks_the_same_is_spelt_the_same(text: str, plain: str) -> None:
    assert normalised(text) == plain


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("x" * (LONGEST + 1), "longer"),
        ("a\x00b", "binary"),
        ("delete \u202etekcub", "direction"),
        ("d\u0435lete the bucket", "alphabets"),
    ],
)
def test_what_is_not_read_is_told(text: str, part: str) -> None:
    assert part in (unreadable(text) or "")


@pytest.mark.parametrize("text", ["", "hello", "größe", "日本語 bucket", "привет", "a\nb"])
def test_other_languages_are_readable(text: str) -> None:
    assert unreadable(text) is None


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("delte", "delete"),
        ("lanuch", "launch"),
        ("bukcet", "bucket"),
        ("instaces", "instances"),
        ("repositroy", "repository"),
        ("lsit", "list"),
        ("bucket", "bucket"),
        ("safe", "safe"),
        ("bob", "bob"),
        ("zzzzzz", "zzzzzz"),
        ("x-9", "x-9"),
    ],
)
def test_only_certain_mistakes_are_corrected(word: str, meant: str) -> None:
    assert corrected(word, vocabulary(), KNOWN_WORDS) == meant


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [("ab", "ba", 1), ("abc", "abc", 0), ("abc", "ac", 1), ("kitten", "sitting", 3)],
)
def test_distance(one: str, other: str, steps: int) -> None:
    assert distance(one, other, 3) == steps


def test_a_large_distance_is_not_counted_to_its_end() -> None:
    assert distance("abcdefgh", "zyxwvuts", 2) == 3


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("i-0123456789abcdef0", "instance", "i-0123456789abcdef0"),
        ("ap-south-1a", "region", "ap-south-1"),
        ("N. Virginia", "region", "us-east-1"),
        ("Asia Pacific (Mumbai)", "region", "ap-south-1"),
        ("eu west 1", "region", "eu-west-1"),
        ("m5.24xlarge", "instance_type", "m5.24xlarge"),
        ("10.0.0.0/16", "cidr", "10.0.0.0/16"),
        ("203.0.113.7", "ip", "203.0.113.7/32"),
        ("arn:aws:iam::123456789012:role/x", "role_arn", "arn:aws:iam::123456789012:role/x"),
        ("s3://b-1/k/x", "object_uri", "b-1"),
        ("https://github.com/o/n/tree/dev", "github_url", "https://github.com/o/n"),
        ("2 TB", "size", 2048),
        ("512 MB", "megabytes", 512),
        ("Python 3.12", "runtime", "python3.12"),
        ("node 20", "runtime", "nodejs20.x"),
        ("web:3", "revision", "web:3"),
        ("build/app.zip", "zip", "build/app.zip"),
        ("owner/name", "slash", "owner/name"),
        ("A=b", "variable", "b"),
    ],
)
def test_values_are_told_by_their_form(text: str, kind: str, value: object) -> None:
    found = classified(text)
    assert found is not None
    assert (found.kind, found.value) == (kind, value)


@pytest.mark.parametrize("text", ["999.1.1.1/8", "and/or", "i-xyz", "hello", "300.1.1.1"])
def test_what_only_looks_like_a_value_is_none(text: str) -> None:
    assert classified(text) is None


def test_a_text_is_marked_and_can_be_read_back() -> None:
    text = 'create "my bucket" called logs in Paris with {"a": [1]} and <instance0>'
    found = marked(text)
    assert [mention.kind for _, mention in found.of()] == ["quote", "name", "region", "json"]
    assert found.unmarked(found.text) == text.replace("<instance0>", "instance0")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("stop a; start b", ["stop a", "start b"]),
        ("1. stop a 2. start b", ["stop a", "start b"]),
        ("stop a, then start b. Thanks!", ["stop a", "start b"]),
        ("forecast next month", ["forecast next month"]),
    ],
)
def test_wishes_are_told_apart(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts
