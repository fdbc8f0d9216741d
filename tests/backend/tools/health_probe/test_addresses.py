"""The explicit list of addresses that may be dialled."""

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis.strategies import integers

from backend.tools.health_probe.addresses import is_loopback, is_public


@pytest.mark.parametrize("address", ["8.8.8.8", "52.95.110.1", "2600:1f18::1", "64:ff9b::808:808"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.31.255.255", "192.168.0.1", "169.254.169.254",
        "100.64.0.1", "224.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1",
        "::127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::",
        "2002:a9fe:a9fe::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "fe80::1%eth0",
        "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1",
        "0.0.0.0",  # noqa: S104
    ],
)  # fmt: skip
def test_refused_addresses(address: str) -> None:
    assert not is_public(address)


@given(integers(min_value=0, max_value=2**32 - 1))
def test_a_wrapped_address_is_judged_like_the_plain_one(number: int) -> None:
    plain = IPv4Address(number)
    forms = (0xFFFF << 32 | number, 0x64FF9B << 96 | number, 0x2002 << 112 | number << 80, number)
    for form in forms:
        assert is_public(str(IPv6Address(form))) == is_public(str(plain))


def test_loopback_is_plain_only() -> None:
    assert is_loopback("127.9.9.9")
    assert is_loopback("::1")
    assert not is_loopback("10.0.0.1")
