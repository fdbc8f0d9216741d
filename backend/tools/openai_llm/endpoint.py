"""Where the language model is reached, and with which key."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from backend.domain.errors import UserCanFix
from backend.domain.secrets import Secret

VENDOR_HOST = "api.openai.com"
DEFAULT_BASE_URL = f"https://{VENDOR_HOST}/v1"
PRIMARY_MODEL = "gpt-4.1-mini"
FALLBACK_MODEL = "gpt-4o-mini"


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelEndpoint:
    """An OpenAI-compatible service; made by :func:`model_endpoint`, which checks the URL."""

    base_url: str
    api_key: Secret = field(repr=False)
    primary: str = PRIMARY_MODEL
    fallback: str = FALLBACK_MODEL
    timeout_s: float = 40.0
    """For one attempt as a whole, however slowly the answer arrives."""

    @property
    def is_vendor(self) -> bool:
        """Whether OpenAI itself answers; others may refuse members that only OpenAI knows."""
        return urlsplit(self.base_url).hostname == VENDOR_HOST

    @property
    def models(self) -> tuple[str, ...]:
        """The primary model, then the fallback where it is another one."""
        return tuple(dict.fromkeys((self.primary, self.fallback)))


def model_endpoint(
    api_key: Secret,
    base_url: str = DEFAULT_BASE_URL,
    *,
    primary: str = PRIMARY_MODEL,
    fallback: str = FALLBACK_MODEL,
    timeout_s: float = 40.0,
) -> ModelEndpoint:
    """The service at ``base_url``: https anywhere, plain http on this machine alone.

    Raises:
        UserCanFix: ``E_SETTING_INVALID``; the message never quotes the URL, which may hold a
            password.
    """
    if not _is_usable(base_url):
        raise UserCanFix(
            "E_SETTING_INVALID",
            "OPENAI_BASE_URL is not usable.",
            "Give an https URL without user name, query and fragment, such as "
            f"{DEFAULT_BASE_URL}; http is for a model on this machine (127.0.0.1) only.",
        )
    if not _is_header(api_key.reveal()):
        raise UserCanFix(
            "E_SETTING_INVALID",
            "OPENAI_API_KEY is not usable: it is empty or holds characters that no key has.",
            "Copy the key again, without quotes and line breaks.",
        )
    return ModelEndpoint(
        base_url=base_url.rstrip("/"),
        api_key=api_key,
        primary=primary,
        fallback=fallback,
        timeout_s=timeout_s,
    )


def is_this_machine(url: str) -> bool:
    """Whether ``url`` is plain http on this machine."""
    return _is_usable(url) and urlsplit(url).scheme == "http"


def _is_usable(base_url: str) -> bool:
    try:
        parts = urlsplit(base_url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    if (
        not _is_header(base_url)
        or not host
        or port == 0
        or "@" in parts.netloc
        or parts.query
        or parts.fragment
    ):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_header(text: str) -> bool:
    return bool(text) and all("!" <= character <= "~" for character in text)
