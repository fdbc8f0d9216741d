"""Embeddings of an OpenAI-compatible service, over HTTP."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx
from pydantic import BaseModel, ValidationError

from backend.domain.secrets import Secret
from backend.stores.knowledge.embedding import no_embedding, require_usable
from backend.stores.knowledge.store import Embedding

MODEL = "text-embedding-3-small"
_OK = 200
_TIMEOUT_S = 10.0
_LARGEST_ANSWER = 8 * 1024 * 1024


class _Item(BaseModel):
    index: int
    embedding: list[float]


class _Answer(BaseModel):
    """Only what is needed of it; services add members of their own."""

    data: list[_Item]


@dataclass(frozen=True, kw_only=True, slots=True)
class HttpEmbedder:
    """``POST {base_url}/embeddings`` (OpenAI API reference, "Create embeddings").

    The address was checked with the settings; redirects are not followed, so that the key goes
    nowhere else. One attempt: words alone do until the next question.
    """

    base_url: str
    api_key: Secret = field(repr=False)
    model: str = MODEL
    timeout_s: float = _TIMEOUT_S

    async def embed(self, texts: Sequence[str]) -> list[Embedding]:
        """One vector for each text, in order; see :class:`Embedder`."""
        try:
            answer = _Answer.model_validate_json(await self._post(texts))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise no_embedding(type(error).__name__) from error
        except ValidationError as error:
            raise no_embedding("the answer is not understood") from error
        vectors = [item.embedding for item in sorted(answer.data, key=lambda item: item.index)]
        return require_usable(vectors, len(texts))

    async def _post(self, texts: Sequence[str]) -> bytes:
        body = {"model": self.model, "input": list(texts), "encoding_format": "float"}
        headers = {"Authorization": f"Bearer {self.api_key.reveal()}"}
        async with (
            httpx.AsyncClient(timeout=self.timeout_s) as client,
            client.stream(
                "POST", f"{self.base_url}/embeddings", json=body, headers=headers
            ) as response,
        ):
            if response.status_code != _OK:
                raise no_embedding(f"the service answered {response.status_code}")
            return await _read(response)


async def _read(response: httpx.Response) -> bytes:
    content = b""
    async for chunk in response.aiter_bytes():
        content += chunk
        if len(content) > _LARGEST_ANSWER:
            raise no_embedding("the answer is too long")
    return content
