"""From what came over the wire to a frame; what is no frame is refused, never guessed at."""

from collections.abc import Mapping
from typing import cast

from pydantic import ValidationError
from starlette.types import Message

from backend.api.bodies import PLAIN_JSON, read_json
from backend.domain.conversations.frames import CLIENT_FRAMES, LARGEST_FRAME, ClientFrame
from backend.domain.errors import UserCanFix

_LONGEST_REQUEST_ID = 64
_MOST_PLACES = 5


class BadFrame(UserCanFix):
    """What came is no frame; ``request_id`` is what it carried, if that could be told."""

    def __init__(self, message: str, request_id: str | None = None) -> None:
        super().__init__("E_BAD_FRAME", message, "Use a page of the same version; reload it.")
        self.request_id = request_id


class TooLarge(BadFrame):
    """What came is larger than any frame; the connection ends."""


def read_frame(message: Message) -> ClientFrame:
    """The frame in a ``websocket.receive`` message.

    Raises:
        BadFrame: binary, no JSON, a key that stands twice, an unknown type, a missing, wrong or
            extra field.
        TooLarge: more than 64 KiB.
    """
    text: str | None = message.get("text")
    if text is None:
        raise BadFrame("A frame is a JSON text, not binary.")
    if len(text.encode()) > LARGEST_FRAME:
        raise TooLarge(f"A frame has at most {LARGEST_FRAME} bytes.")
    try:
        found = read_json(text)
    except ValueError:
        raise BadFrame(f"A frame is one {PLAIN_JSON}.") from None
    request_id = _request_id(found)
    try:
        return CLIENT_FRAMES.validate_json(text)
    except ValidationError as error:
        places = [".".join(map(str, each["loc"])) or each["type"] for each in error.errors()]
        said = ", ".join(places[:_MOST_PLACES])
        raise BadFrame(f"These parts of the frame are wrong: {said}.", request_id) from None


def _request_id(found: object) -> str | None:
    given = cast("Mapping[str, object]", found).get("request_id") if _is_object(found) else None
    is_usable = isinstance(given, str) and 0 < len(given) <= _LONGEST_REQUEST_ID
    return given if isinstance(given, str) and is_usable else None


def _is_object(found: object) -> bool:
    return isinstance(found, Mapping)
