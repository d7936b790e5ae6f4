"""Addresses inside a network are recognised in every spelling."""

from __future__ import annotations

import pytest

from channels.twilio.addresses import is_loopback, is_public, resolve


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1"),  # noqa: S104
        *("192.168.0.1", "224.0.0.1", "255.255.255.255", "::", "::1", "fc00::1", "fe80::1"),
        *("ff02::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::"),
        *("fe80::1%eth0", "", "localhost", "2130706433"),
    ],
)
def test_any_other_address_is_not(address: str) -> None:
    assert not is_public(address)


def test_this_machine_is_known_by_its_names() -> None:
    assert all(map(is_loopback, ("localhost", "127.0.0.1", "127.9.9.9", "::1")))
    assert not any(map(is_loopback, ("localhost.example.com", "10.0.0.1", "", "0")))


async def test_this_machine_resolves_to_itself_and_an_impossible_name_to_nothing() -> None:
    assert all(map(is_loopback, await resolve("127.0.0.1", 80)))
    assert await resolve("a" * 64 + ".example.com", 80) == ()
