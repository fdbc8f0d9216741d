"""Clients of one OpenAI-compatible address that say who asks, and nothing about this machine."""

import ssl

import httpx2
from openai import AsyncOpenAI

from backend.tools.openai_llm.endpoint import ModelEndpoint

_SENT_HEADERS = frozenset(
    {"accept", "accept-encoding", "connection", "content-length", "content-type", "host"}
)
"""The client adds what it finds in the environment and on this machine; none of that is sent."""


class Clients:
    """Makes clients for one endpoint; loads certificates once.

    Every turn has a client of its own: a client belongs to the event loop that first used it, and
    runs have several.
    """

    def __init__(self, endpoint: ModelEndpoint) -> None:
        self._endpoint = endpoint
        self._tls = ssl.create_default_context()

    def open(self) -> AsyncOpenAI:
        """A client that dials the endpoint alone, once a request; to be closed."""
        http_client = httpx2.AsyncClient(
            verify=self._tls,
            trust_env=False,
            follow_redirects=False,
            timeout=self._endpoint.timeout_s,
            event_hooks={"request": [self._send_only_ours]},
        )
        return AsyncOpenAI(
            api_key=self._endpoint.api_key.reveal(),
            base_url=self._endpoint.base_url,
            http_client=http_client,
            max_retries=0,
        )

    async def _send_only_ours(self, request: httpx2.Request) -> None:
        for name in set(request.headers) - _SENT_HEADERS:
            del request.headers[name]
        request.headers["User-Agent"] = "aws-copilot"
        request.headers["Authorization"] = f"Bearer {self._endpoint.api_key.reveal()}"
