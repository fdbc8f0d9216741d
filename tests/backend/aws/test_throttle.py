"""The rate of requests: kept over retries and clients, on a clock that nobody waits for."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

from backend.aws.account import AwsAccount
from backend.aws.session import Endpoint
from backend.aws.throttle import Throttle, Throttles
from tests.backend.aws.conftest import KEYS, REGION, MakeClient
from tests.doubles.loopback_aws import LoopbackAws

THROTTLED = (
    b"<ErrorResponse><Error><Code>Throttling</Code><Message>slow</Message></Error></ErrorResponse>"
)


@dataclass
class FakeTime:
    """A clock that sleeping moves on."""

    now: float = 0.0
    pauses: list[float] = field(default_factory=list[float])

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds

    def throttle(self, rate: float = 2.0, burst: int = 2) -> Throttle:
        return Throttle(rate=rate, burst=burst, clock=self.clock, sleep=self.sleep)


def test_after_a_burst_requests_go_out_at_the_rate() -> None:
    time = FakeTime()
    throttle = time.throttle()
    for _ in range(6):
        throttle.take()
    assert time.pauses == [0.5] * 4


def test_a_pause_fills_the_bucket_and_no_more() -> None:
    time = FakeTime()
    throttle = time.throttle()
    for _ in range(4):
        throttle.take()
    time.now += 3_600
    time.pauses.clear()
    for _ in range(3):
        throttle.take()
    assert time.pauses == [0.5]


@given(st.lists(st.floats(min_value=0, max_value=3), min_size=1, max_size=40))
def test_no_span_of_time_sees_more_than_its_share(waits: list[float]) -> None:
    time = FakeTime()
    throttle = time.throttle()
    sent: list[float] = []
    for wait in waits:
        time.now += wait
        throttle.take()
        sent.append(time.now)
    for first, begin in enumerate(sent):
        for last, end in enumerate(sent[first:], start=first):
            assert last - first + 1 <= 2 + 2 * (end - begin) + 1e-6


def test_each_owner_has_one_bucket() -> None:
    asked: list[int] = []

    def rate() -> float:
        asked.append(1)
        return 2.0

    throttles = Throttles(rate)
    assert asked == []
    assert throttles.of("AKIAFAKE1") is throttles.of("AKIAFAKE1")
    assert throttles.of("AKIAFAKE1") is not throttles.of("AKIAFAKE2")


@pytest.mark.spec("S2-12")
def test_clients_of_one_account_share_its_rate(aws: LoopbackAws) -> None:
    time = FakeTime()
    endpoint = Endpoint(region=REGION, url=aws.url)
    throttle = time.throttle()
    for _ in range(2):
        account = AwsAccount(KEYS, endpoint, throttle)
        for _ in range(2):
            aws.answer_identity()
            account.identity()
    assert len(aws.seen) == 4
    assert time.pauses == [0.5, 0.5]


def test_retries_count_too(aws: LoopbackAws, client: MakeClient) -> None:
    time = FakeTime()
    sts: Any = client("sts", attempts=2, throttle=time.throttle(burst=1))
    for _ in range(2):
        aws.answer(400, THROTTLED)
    with pytest.raises(ClientError, match="Throttling"):
        sts.get_caller_identity()
    assert len(aws.seen) == 2
    assert len(time.pauses) == 1


def test_without_a_throttle_nobody_waits(aws: LoopbackAws, account: AwsAccount) -> None:
    assert account.throttle is None
    for _ in range(5):
        aws.answer_identity()
        account.identity()
    assert len(aws.seen) == 5
