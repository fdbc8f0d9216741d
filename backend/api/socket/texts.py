"""Event frames as text, made once for however many sockets show them."""

from collections import OrderedDict

from backend.domain.conversations.frames import EventFrame
from backend.domain.events import Event

_KEPT = 1_000


class EventTexts:
    """The latest frames, by event."""

    def __init__(self) -> None:
        self._texts: OrderedDict[tuple[str, int | None], str] = OrderedDict()

    def of(self, event: Event) -> str:
        """The frame of an event; events never change."""
        key = (event.session_id, event.sequence)
        text = self._texts.get(key)
        if text is None:
            text = EventFrame(event=event).model_dump_json()
            self._texts[key] = text
            if len(self._texts) > _KEPT:
                self._texts.popitem(last=False)
        return text
