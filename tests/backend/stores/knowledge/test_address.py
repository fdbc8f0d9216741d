"""Addresses of a Qdrant server: what is refused, and that refusals quote no secret."""

import pytest

from backend.domain.errors import UserCanFix
from backend.stores.knowledge.address import qdrant_address

KEY = "FAKE-qdrant-key-EXAMPLE"


@pytest.mark.parametrize(
    "url",
    [
        "https://qdrant.example.com:6333/",
        "https://qdrant.example.com/prefix",
        "http://127.0.0.1:6333",
        "http://localhost:6333",
        "http://[::1]:6333",
    ],
)
def test_what_can_be_reached_safely_is_taken(url: str) -> None:
    address = qdrant_address({"QDRANT_URL": url, "QDRANT_API_KEY": KEY})
    assert address.url == url.rstrip("/")
    assert address.api_key is not None
    assert address.api_key.reveal() == KEY
    assert KEY not in repr(address)


def test_without_a_key_a_neighbour_may_be_asked_over_http() -> None:
    assert qdrant_address({"QDRANT_URL": "http://qdrant:6333"}).api_key is None


@pytest.mark.parametrize(
    "given",
    [
        {"QDRANT_URL": "qdrant.example.com"},
        {"QDRANT_URL": "ftp://qdrant.example.com"},
        {"QDRANT_URL": "https://me:FAKE-secret@qdrant.example.com"},
        {"QDRANT_URL": "https://qdrant.example.com?key=FAKE-secret"},
        {"QDRANT_URL": "https://qdrant.example.com#FAKE-secret"},
        {"QDRANT_URL": "https://qdrant.example.com:99999"},
        {"QDRANT_URL": "https://[FAKE-secret"},
        {"QDRANT_URL": "https://FAKE secret.example"},
        {"QDRANT_URL": "http://qdrant.example.com", "QDRANT_API_KEY": KEY},
        {"QDRANT_URL": "https://qdrant.example.com", "QDRANT_API_KEY": "FAKE-secret\nx"},
        {"QDRANT_API_KEY": KEY},
    ],
)
def test_what_is_unsafe_or_unclear_is_refused_without_its_value(given: dict[str, str]) -> None:
    with pytest.raises(UserCanFix, match="E_SETTING_INVALID") as refusal:
        qdrant_address(given)
    told = str(refusal.value.as_record())
    assert "FAKE" not in told
    assert "QDRANT_" in told
