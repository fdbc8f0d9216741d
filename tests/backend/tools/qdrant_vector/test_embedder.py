"""Embeddings over real HTTP: what is sent, and every way in which the service may fail."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI, Request, Response

from backend.domain.errors import OperatorMustAct
from backend.domain.secrets import Secret
from backend.tools.qdrant_vector.embedder import HttpEmbedder
from tests.contracts.knowledge_stores import embedding
from tests.doubles.loopback_server import served

KEY = "sk-FAKE-EXAMPLE"


def service(answer: Callable[[dict[str, Any]], Any], seen: list[Request] | None = None) -> FastAPI:
    """A service that answers with JSON, or with a response as it is."""
    app = FastAPI()

    @app.post("/v1/embeddings")
    async def embeddings(request: Request) -> Any:
        if seen is not None:
            seen.append(request)
        return answer(await request.json())

    return app


def embedder(address: str, timeout_s: float = 10.0) -> HttpEmbedder:
    return HttpEmbedder(base_url=f"{address}/v1", api_key=Secret(KEY), timeout_s=timeout_s)


def in_disorder(body: dict[str, Any]) -> dict[str, Any]:
    items = [{"index": n, "embedding": embedding(n + 1.0)} for n, _ in enumerate(body["input"])]
    return {"object": "list", "data": items[::-1], "usage": {"total_tokens": 2}}


@pytest.mark.spec("S2-61")
async def test_texts_become_vectors_in_their_order() -> None:
    seen: list[Request] = []
    async with served(service(in_disorder, seen)) as address:
        vectors = await embedder(address).embed(["one", "two"])
    assert vectors == [embedding(1.0), embedding(2.0)]
    assert seen[0].headers["authorization"] == f"Bearer {KEY}"


FAILING: dict[str, Any] = {
    "refused": Response(status_code=401, content=KEY),
    "out": Response(status_code=500),
    "elsewhere": Response(status_code=302, headers={"location": "https://example.com"}),
    "no_json": Response(content="hello"),
    "malformed": {"data": [{"index": 0}]},
    "too_few": {"data": []},
    "too_short": {"data": [{"index": 0, "embedding": [1.0]}]},
    "endless": Response(content=b" " * 9_000_000),
}


@pytest.mark.parametrize("answer", FAILING.values(), ids=FAILING)
async def test_an_answer_that_cannot_be_used_is_told_without_the_key(answer: Any) -> None:
    async with served(service(lambda _: answer)) as address:
        with pytest.raises(OperatorMustAct, match="E_EMBEDDING_UNAVAILABLE") as told:
            await embedder(address).embed(["one"])
    assert KEY not in str(told.value.as_record())


async def test_nobody_there_is_told(unused_tcp_port: int) -> None:
    with pytest.raises(OperatorMustAct, match="E_EMBEDDING_UNAVAILABLE"):
        await embedder(f"http://127.0.0.1:{unused_tcp_port}").embed(["one"])


def test_the_key_is_not_shown() -> None:
    assert KEY not in repr(embedder("http://127.0.0.1"))
