"""Names on the wire: whatever a document holds comes back, and no name is an operator or a path."""

from hypothesis import given
from hypothesis import strategies as st

from backend.stores.documents import Document
from backend.stores.mongo.names import (
    escaped,
    escaped_path,
    escaped_query,
    escaped_update,
    unescaped,
)

NAMES = st.text(alphabet="%$.245Eax", max_size=6)
VALUES = st.recursive(
    st.none() | st.booleans() | st.text(alphabet="%$.a", max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(NAMES, VALUES, max_size=4))
def test_documents_come_back_and_hold_no_name_that_a_server_refuses(document: Document) -> None:
    sent = escaped(document)
    assert unescaped(sent) == document
    assert not any(name.startswith("$") or "." in name for name in names_in(sent))


def names_in(value: object) -> list[str]:
    match value:
        case dict():
            fields: dict[str, object] = value
            return [*fields, *(name for each in fields.values() for name in names_in(each))]
        case list():
            items: list[object] = value
            return [name for each in items for name in names_in(each)]
        case _:
            return []


def test_plain_names_stay_as_they_are() -> None:
    document: Document = {"_id": "a", "policy": {"aws:PrincipalArn": ["$ref", "a.b", "50%"]}}
    assert escaped(document) == document


def test_paths_queries_and_updates_name_the_same_places() -> None:
    assert escaped_path("share.50%") == "share.50%25"
    query = {"$or": [{"a%.b": {"$gt": 1}}, {"_id": "50%"}], "c": None}
    assert escaped_query(query) == {
        "$or": [{"a%25.b": {"$gt": 1}}, {"_id": "50%"}],
        "c": None,
    }
    assert escaped_update({"$set": {"a%.b": {"$ref": 1}}, "$inc": {"n": 1}}) == {
        "$set": {"a%25.b": {"%24ref": 1}},
        "$inc": {"n": 1},
    }
