"""Failover from the primary model to the fallback, and back."""

import pytest

from backend.tools.openai_llm.failover import (
    ATTEMPTS,
    MOST_UNUSABLE,
    PATIENCE,
    REST,
    Failover,
    ModelStatus,
)
from backend.tools.openai_llm.failures import (
    key_refused,
    moderation_silent,
    rate_limited,
    refused,
    unreachable,
    unusable,
)
from backend.tools.openai_llm.turns import TextSink, TurnAnswer, TurnFailed, TurnRequest
from tests.contracts.document_stores import HandClock
from tests.doubles.scripted_turns import USED, ScriptedTurns, answer

PRIMARY, FALLBACK = "gpt-4.1-mini", "gpt-4o-mini"
REQUEST = TurnRequest(
    role="planner", instructions="", text="hello", temperature=0.2, max_output_tokens=10
)


class Rest:
    """A sleep that only remembers."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.pauses.append(seconds)


def failover(turns: ScriptedTurns, clock: HandClock | None = None) -> tuple[Failover, Rest]:
    rest = Rest()
    return Failover(turns, (PRIMARY, FALLBACK), clock or HandClock(), rest), rest


async def test_a_primary_that_answers_is_all_there_is() -> None:
    turns = ScriptedTurns(answer("hi"))
    models, rest = failover(turns)
    assert (await models.take(REQUEST)).model == PRIMARY
    assert (turns.models, rest.pauses) == ([PRIMARY], [])
    assert models.status == ModelStatus(
        active_model=PRIMARY, is_degraded=False, since=None, reason=None
    )


@pytest.mark.spec("S2-5")
async def test_the_fallback_answers_at_once_and_everybody_can_see_it() -> None:
    turns, clock = ScriptedTurns(unreachable("it took too long"), answer("hi")), HandClock()
    models, rest = failover(turns, clock)
    assert (await models.take(REQUEST)).model == FALLBACK
    assert (turns.models, rest.pauses) == ([PRIMARY, FALLBACK], [])
    status = models.status
    assert (status.active_model, status.is_degraded, status.since) == (FALLBACK, True, clock())
    assert status.reason == "The language model did not answer: it took too long."


@pytest.mark.spec("S2-5")
async def test_the_primary_rests_and_then_is_tried_again() -> None:
    turns, clock = ScriptedTurns(rate_limited(None), answer("hi")), HandClock()
    models, _ = failover(turns, clock)
    began = clock()
    await models.take(REQUEST)
    await models.take(REQUEST)
    assert models.status.since == began
    clock.advance(REST.total_seconds())
    await models.take(REQUEST)
    assert turns.models == [PRIMARY, FALLBACK, FALLBACK, PRIMARY]
    assert not models.status.is_degraded


async def test_attempts_are_bounded_and_the_last_failure_is_told() -> None:
    turns = ScriptedTurns(unreachable("no"), rate_limited(120.0), rate_limited(None))
    models, rest = failover(turns)
    with pytest.raises(TurnFailed) as caught:
        await models.take(REQUEST)
    assert caught.value.error.error_code == "E_RATE_LIMIT"
    assert turns.models == [PRIMARY, FALLBACK, PRIMARY]
    assert len(turns.models) == ATTEMPTS
    assert rest.pauses == [5.0]
    assert (models.status.active_model, models.status.is_degraded) == (None, True)


@pytest.mark.parametrize(("failed", "active"), [(refused(USED), PRIMARY), (key_refused(), None)])
async def test_what_another_model_cannot_help_is_not_tried_again(
    failed: TurnFailed, active: str | None
) -> None:
    turns = ScriptedTurns(failed)
    models, _ = failover(turns)
    with pytest.raises(TurnFailed):
        await models.take(REQUEST)
    assert turns.models == [PRIMARY]
    assert models.status.active_model == active


async def test_a_single_model_is_asked_again_after_a_pause() -> None:
    turns, rest = ScriptedTurns(unreachable("no"), answer("hi")), Rest()
    models = Failover(turns, ("only",), HandClock(), rest)
    assert (await models.take(REQUEST)).model == "only"
    assert (turns.models, rest.pauses) == (["only", "only"], [1.0])


class SlowTurns(ScriptedTurns):
    """Each attempt takes most of the patience of a person."""

    def __init__(self, clock: HandClock) -> None:
        super().__init__(unreachable("it took too long"))
        self._clock = clock

    async def take(
        self, request: TurnRequest, model: str, sink: TextSink | None = None
    ) -> TurnAnswer:
        self._clock.advance(PATIENCE.total_seconds() * 2 / 3)
        return await super().take(request, model, sink)


async def test_a_person_waits_for_slow_models_only_so_long() -> None:
    clock = HandClock()
    turns = SlowTurns(clock)
    models, rest = failover(turns, clock)
    with pytest.raises(TurnFailed):
        await models.take(REQUEST)
    assert (turns.models, rest.pauses) == ([PRIMARY, FALLBACK], [])


async def test_that_nobody_could_be_asked_is_seen_until_somebody_answers() -> None:
    models, _ = failover(ScriptedTurns(answer("hi")))
    models.note_silence(moderation_silent())
    assert (models.status.active_model, models.status.is_degraded) == (None, True)
    await models.take(REQUEST)
    assert (models.status.active_model, models.status.is_degraded) == (PRIMARY, False)


async def test_a_service_that_only_talks_nonsense_is_seen() -> None:
    nonsense = [unusable("it is malformed", USED)] * MOST_UNUSABLE
    models, _ = failover(ScriptedTurns(*nonsense, answer("hi")))
    seen: list[bool] = []
    for _ in nonsense:
        with pytest.raises(TurnFailed):
            await models.take(REQUEST)
        seen.append(models.status.is_degraded)
    assert seen == [False] * (MOST_UNUSABLE - 1) + [True]
    await models.take(REQUEST)
    assert not models.status.is_degraded
