"""One connection: the session's events down, its commands up."""

import asyncio
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from typing import assert_never

from starlette.types import Message
from starlette.websockets import WebSocket

from backend.api.access.grants import Grant, grant_of
from backend.api.access.guard import require_granted, unauthenticated
from backend.api.access.permissions import FRAME_PERMISSIONS
from backend.api.service import parts_of
from backend.api.socket.limits import FrameRate
from backend.api.socket.reading import BadFrame, TooLarge, read_frame
from backend.api.socket.texts import EventTexts
from backend.api.socket.wire import Close, Gone, Wire
from backend.domain.conversations.frames import (
    Accepted,
    AnswerIntakeFrame,
    CancelRunFrame,
    ClientFrame,
    Connected,
    DecideApprovalFrame,
    SendMessageFrame,
    StartRollbackFrame,
    Subscribe,
)
from backend.domain.conversations.protocol import Conversations
from backend.domain.errors import CopilotError
from backend.domain.identifiers import SessionId

RECHECK_S = 15.0


@dataclass(slots=True)
class Connection:
    """A socket that was let in; :meth:`serve` ends with it."""

    websocket: WebSocket
    wire: Wire
    session_id: SessionId
    grant: Grant
    rate: FrameRate = field(default_factory=FrameRate)
    _following: asyncio.Task[None] | None = None
    _answering: set[asyncio.Task[None]] = field(default_factory=set["asyncio.Task[None]"])

    async def serve(self) -> None:
        """Greet, then take frames until one side ends it; the web session is asked for again
        with every frame, and in between.
        """
        await self._greet()
        try:
            while (message := await self._next()) is not None:
                if not await self._take(message):
                    return
        finally:
            await self._stop_following()
            await self._finish_answers()

    async def _greet(self) -> None:
        position = await self._conversations.position(self.grant.actor, self.session_id)
        await self.wire.send(
            Connected(
                session_id=self.session_id,
                epoch=position.epoch,
                last_sequence=position.last_sequence,
            )
        )

    async def _next(self) -> Message | None:
        """The next message; ``None`` when the client has gone or is nobody any more."""
        receiving = asyncio.ensure_future(self.websocket.receive())
        try:
            while not receiving.done():
                await asyncio.wait({receiving}, timeout=RECHECK_S)
                if not await self._is_still_granted():
                    return None
            message = await receiving
        finally:
            receiving.cancel()
        return None if message["type"] == "websocket.disconnect" else message

    async def _is_still_granted(self) -> bool:
        grant = await grant_of(self.websocket)
        if grant is not None and grant.actor.user_id == self.grant.actor.user_id:
            self.grant = grant
            return True
        await self.wire.refuse(unauthenticated())
        await self.wire.close(Close.UNAUTHENTICATED)
        return False

    async def _take(self, message: Message) -> bool:
        """Act on one message; whether the connection goes on."""
        try:
            self.rate.count()
        except CopilotError as error:
            await self.wire.refuse(error)
            await self.wire.close(Close.RATE_LIMIT)
            return False
        try:
            frame = read_frame(message)
        except BadFrame as error:
            await self.wire.refuse(error, error.request_id)
            if isinstance(error, TooLarge):
                await self.wire.close(Close.TOO_LARGE)
            return not isinstance(error, TooLarge)
        if isinstance(frame, SendMessageFrame):
            # A reply may take a model a while; Stop and the card of a plan work meanwhile.
            answering = asyncio.create_task(self._answer_beside(frame))
            self._answering.add(answering)
            answering.add_done_callback(self._answering.discard)
        else:
            await self._answer(frame)
        return True

    async def _answer_beside(self, frame: SendMessageFrame) -> None:
        with suppress(Gone):
            await self._answer(frame)

    async def _answer(self, frame: ClientFrame) -> None:
        try:
            require_granted(self.grant, FRAME_PERMISSIONS[frame.type])
            await self._carry_out(frame)
        except CopilotError as error:
            await self.wire.refuse(error, frame.request_id)
        else:
            if frame.request_id is not None:
                await self.wire.send(Accepted(request_id=frame.request_id))

    async def _carry_out(self, frame: ClientFrame) -> None:
        match frame:
            case Subscribe():
                await self._subscribe(frame)
            case (
                SendMessageFrame()
                | AnswerIntakeFrame()
                | DecideApprovalFrame()
                | CancelRunFrame()
                | StartRollbackFrame()
            ):
                await self._conversations.carry_out(self.grant.actor, self.session_id, frame)
            case _:
                assert_never(frame)

    async def _finish_answers(self) -> None:
        """Replies are finished for whoever reads them later; where the server stops, they are
        broken off, and the message can be sent again.
        """
        try:
            await self._answered()
        except asyncio.CancelledError:  # nobody waits for this connection any more
            for answering in self._answering:
                answering.cancel()
            await self._answered()

    async def _answered(self) -> None:
        if self._answering:
            await asyncio.wait(self._answering)

    async def _subscribe(self, frame: Subscribe) -> None:
        await self._stop_following()
        position = await self._conversations.position(self.grant.actor, self.session_id)
        is_stale = frame.epoch not in (None, position.epoch)
        if is_stale:
            await self._greet()
        after = 0 if is_stale else frame.after_sequence
        self._following = asyncio.create_task(self._follow(after))

    async def _follow(self, after_sequence: int) -> None:
        pieces = asyncio.create_task(self._tell_pieces())
        try:
            await self._tell_events(after_sequence)
        except Gone:
            return
        except CopilotError as error:
            await self.wire.refuse(error)
            await self.wire.close(Close.SERVER_FAILED)
        finally:
            pieces.cancel()
            await asyncio.wait({pieces})

    async def _tell_events(self, after_sequence: int) -> None:
        texts: EventTexts = self.websocket.app.state.event_texts
        told = self._conversations.events(self.grant.actor, self.session_id, after_sequence)
        async with aclosing(told) as events:
            async for event in events:
                await self.wire.send_text(texts.of(event))

    async def _tell_pieces(self) -> None:
        """Replies as they are written, between the events; without them nothing is missing."""
        told = self._conversations.live(self.grant.actor, self.session_id)
        with suppress(Gone, CopilotError):
            async with aclosing(told) as pieces:
                async for piece in pieces:
                    await self.wire.send(piece)

    async def _stop_following(self) -> None:
        if self._following is not None:
            self._following.cancel()
            await asyncio.wait({self._following})
            self._following = None

    @property
    def _conversations(self) -> Conversations:
        return parts_of(self.websocket).conversations
