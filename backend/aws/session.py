"""Clients with explicit keys and nothing ambient: no environment, profile, instance role or
configured endpoint.

``boto3.Session`` with ``None`` keys would fall back to the machine's own; the resolver here is
empty, so missing keys fail closed. One botocore session is shared: its loader caches the service
models.
"""

import os
import threading
from dataclasses import dataclass
from functools import cache
from typing import Any

import boto3
import botocore.session
from boto3.s3.transfer import TransferConfig
from botocore.client import BaseClient
from botocore.config import Config
from botocore.credentials import CredentialResolver

from backend.aws.gate import guard
from backend.aws.permits import Permit, refused
from backend.aws.throttle import Throttle, pace
from backend.domain.secrets import Secret

_NOTHING_AMBIENT = {
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
    "profile": (None, None, None, None),
    "data_path": (None, None, None, None),
}
_ONE_AT_A_TIME = threading.Lock()
"""botocore's session is not made for two threads that ask it for clients."""
_TRANSFER_METHODS = (
    "upload_file",
    "upload_fileobj",
    "download_file",
    "download_fileobj",
    "copy",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class AccessKeys:
    """Keys in the clear, for as long as one client lives."""

    access_key_id: Secret
    secret_access_key: Secret
    session_token: Secret | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Endpoint:
    """Where calls go: a region, and for the sandbox account the one URL that replaces AWS."""

    region: str
    url: str | None = None


def transfer_config() -> TransferConfig:
    """The only transfer configuration: boto3's CRT path bypasses hooks and endpoint alike."""
    return TransferConfig(preferred_transfer_client="classic")


def make_client(
    service: str,
    keys: AccessKeys,
    endpoint: Endpoint,
    permit: Permit,
    *,
    attempts: int = 1,
    throttle: Throttle | None = None,
) -> BaseClient:
    """A guarded client, which sends no faster than ``throttle`` lets it.

    Only reads may have more attempts: repeating a change is apply's decision.
    """
    with _ONE_AT_A_TIME:
        client: BaseClient = _shared_session().client(
            service,
            region_name=endpoint.region,
            endpoint_url=endpoint.url,
            aws_access_key_id=keys.access_key_id.reveal(),
            aws_secret_access_key=keys.secret_access_key.reveal(),
            aws_session_token=keys.session_token.reveal() if keys.session_token else None,
            config=_config(endpoint, attempts),
        )
    guard(client, permit)
    if throttle is not None:
        pace(client, throttle)
    return client


def _config(endpoint: Endpoint, attempts: int) -> Config:
    return Config(
        retries={"total_max_attempts": attempts, "mode": "standard"},
        connect_timeout=10,
        read_timeout=60,
        ignore_configured_endpoint_urls=True,  # pyright: ignore[reportCallIssue]
        proxies={} if endpoint.url else None,
        s3={"addressing_style": "path"} if endpoint.url else None,
        parameter_validation=True,
    )


@cache
def _shared_session() -> Any:
    core = botocore.session.Session(session_vars=_NOTHING_AMBIENT)  # pyright: ignore[reportArgumentType]
    core.register_component("credential_provider", CredentialResolver(providers=[]))
    events = core.get_component("event_emitter")
    events.register_last("creating-client-class.s3", _replace_transfers)
    return boto3.Session(botocore_session=core)


def _replace_transfers(class_attributes: dict[str, object], **_: object) -> None:
    """boto3 adds transfer methods to S3 clients that may choose the CRT client by themselves."""

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise refused("s3", "transfer", "transfers go through transfer_config() alone")

    class_attributes.update(dict.fromkeys(_TRANSFER_METHODS, refuse))
