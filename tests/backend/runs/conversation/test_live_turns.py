"""Replies while they are written: for everybody who looks on, and nothing kept."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager, suppress

import pytest

from backend.domain.conversations.frames import TurnPiece
from backend.domain.identifiers import SessionId
from backend.runs.conversation.live_turns import LONGEST, LiveTurns

SESSION = SessionId("ses_1")
TURN = "turn_1_reply"
PATIENCE_S = 60.0


class Reader:
    """Somebody at a session, who reads beside the test."""

    def __init__(self) -> None:
        self.pieces: list[TurnPiece] = []
        self.text = ""
        self._news = asyncio.Event()

    async def read(self, pieces: AsyncGenerator[TurnPiece, None]) -> None:
        async with aclosing(pieces):
            async for piece in pieces:
                self.pieces.append(piece)
                self.text = "" if piece.is_void else self.text + piece.text
                self._news.set()

    async def expect(self, text: str) -> None:
        """That becomes the text, as a page builds it, or time runs out."""
        async with asyncio.timeout(PATIENCE_S):
            while self.text != text:
                self._news.clear()
                await self._news.wait()


@asynccontextmanager
async def reading(turns: LiveTurns, session: SessionId = SESSION) -> AsyncGenerator[Reader, None]:
    reader = Reader()
    task = asyncio.create_task(reader.read(turns.pieces(session)))
    await asyncio.sleep(0)
    yield reader
    task.cancel()
    await asyncio.wait({task})


@pytest.fixture
def turns() -> LiveTurns:
    return LiveTurns(pause_s=0)


@pytest.mark.spec("S1-53")
async def test_everybody_at_the_session_reads_along(turns: LiveTurns) -> None:
    async with reading(turns) as one, reading(turns) as other:
        with turns.turn(SESSION, TURN):
            sink = turns.sink(SESSION, TURN)
            sink.add("Hello ")
            await one.expect("Hello ")
            sink.add("world")
            await one.expect("Hello world")
            await other.expect("Hello world")
    assert not any(piece.is_void for piece in one.pieces)
    assert {piece.turn_id for piece in one.pieces} == {TURN}


async def test_who_comes_later_reads_from_the_beginning(turns: LiveTurns) -> None:
    with turns.turn(SESSION, TURN):
        turns.sink(SESSION, TURN).add("as it began")
        async with reading(turns) as late:
            await late.expect("as it began")
    assert [piece.is_void for piece in late.pieces] == [True, False]


async def test_what_was_taken_back_is_void(turns: LiveTurns) -> None:
    async with reading(turns) as reader:
        with turns.turn(SESSION, TURN):
            sink = turns.sink(SESSION, TURN)
            sink.add("wrong")
            await reader.expect("wrong")
            sink.take_back()
            sink.add("right")
            await reader.expect("right")
    assert [piece.is_void for piece in reader.pieces] == [False, True, False]


async def test_a_reply_that_fails_is_void(turns: LiveTurns) -> None:
    async with reading(turns) as reader:
        with suppress(ConnectionError), turns.turn(SESSION, TURN):
            turns.sink(SESSION, TURN).add("half a")
            await reader.expect("half a")
            raise ConnectionError
        await reader.expect("")
    assert reader.pieces[-1] == TurnPiece(turn_id=TURN, text="", is_void=True)


async def test_a_reply_that_is_complete_is_not_taken_back(turns: LiveTurns) -> None:
    async with reading(turns) as reader:
        for turn_id, text in (("turn_1_reply", "one"), ("turn_2_reply", "two")):
            with turns.turn(SESSION, turn_id):
                turns.sink(SESSION, turn_id).add(text)
                await reader.expect("one" if text == "one" else "onetwo")
    assert [piece.turn_id for piece in reader.pieces] == ["turn_1_reply", "turn_2_reply"]


async def test_a_slow_reader_gets_longer_pieces_and_loses_nothing(turns: LiveTurns) -> None:
    words = [f"word{number} " for number in range(1_000)]
    async with reading(turns) as slow:
        with turns.turn(SESSION, TURN):
            sink = turns.sink(SESSION, TURN)
            for word in words:
                sink.add(word)
            await slow.expect("".join(words))
    assert len(slow.pieces) == 1


async def test_no_text_grows_without_end(turns: LiveTurns) -> None:
    async with reading(turns) as reader:
        with turns.turn(SESSION, TURN):
            for _ in range(3):
                turns.sink(SESSION, TURN).add("x" * LONGEST)
            await reader.expect("x" * LONGEST)


async def test_other_sessions_and_other_turns_are_apart(turns: LiveTurns) -> None:
    other = SessionId("ses_2")
    async with reading(turns, other) as elsewhere:
        with turns.turn(SESSION, TURN), turns.turn(other, "turn_9_reply"):
            turns.sink(SESSION, TURN).add("not for others")
            turns.sink(other, "turn_8_reply").add("an old turn")
            turns.sink(other, "turn_9_reply").add("theirs")
            await elsewhere.expect("theirs")


async def test_outside_of_its_turn_a_sink_leads_nowhere(turns: LiveTurns) -> None:
    sink = turns.sink(SESSION, TURN)
    async with reading(turns) as reader:
        sink.add("before")
        with turns.turn(SESSION, TURN):
            sink.add("during")
            await reader.expect("during")
        sink.add("after")
        with turns.turn(SESSION, "turn_2_reply"):
            turns.sink(SESSION, "turn_2_reply").add(", next")
            await reader.expect("during, next")


async def test_a_writer_in_another_thread_is_heard(turns: LiveTurns) -> None:
    async with reading(turns) as reader:
        with turns.turn(SESSION, TURN):
            await asyncio.to_thread(turns.sink(SESSION, TURN).add, "from a thread")
            await reader.expect("from a thread")
