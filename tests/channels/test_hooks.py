"""Webhooks: TLS only, never into our own network, and to the address that was looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from channels.base import ChannelError, Refused, Uncertain, Unreachable
from channels.hooks import HttpHooks

if TYPE_CHECKING:
    from collections.abc import Callable

URL = "https://hooks.example.com/T1/secret?x=1"


async def _post(
    url: str,
    answer: Callable[[httpx.Request], httpx.Response],
    *addresses: str,
    allows_private: bool = False,
) -> None:
    async def resolve(_host: str, _port: int) -> list[str]:
        if not addresses:
            raise OSError
        return list(addresses)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        await HttpHooks(client, allows_private, resolve).post(url, {"text": "PAGE"})


async def test_a_webhook_is_told_at_the_address_that_was_looked_at() -> None:
    asked: list[httpx.Request] = []

    def takes(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200)

    await _post(URL, takes, "93.184.216.34")
    (request,) = asked
    assert str(request.url) == "https://93.184.216.34/T1/secret?x=1"
    assert request.headers["host"] == "hooks.example.com"
    assert request.extensions["sni_hostname"] == "hooks.example.com"
    assert request.read() == b'{"text":"PAGE"}'


@pytest.mark.parametrize(
    ("url", "address"),
    [
        (URL, "127.0.0.1"),
        (URL, "10.0.0.8"),
        (URL, "169.254.169.254"),
        (URL, "::1"),
        (URL, "fe80::1%eth0"),
        (URL, "::ffff:192.168.1.1"),
        (URL, "fd00::1"),
        (URL, "224.0.0.1"),
        ("http://hooks.example.com/T1", "93.184.216.34"),
        ("file:///etc/passwd", "93.184.216.34"),
        ("https://[bad", "93.184.216.34"),
    ],
)
async def test_nothing_goes_into_our_own_network_or_without_tls(url: str, address: str) -> None:
    def never(_: httpx.Request) -> httpx.Response:
        raise AssertionError("it was asked")

    with pytest.raises(Refused):
        await _post(url, never, address)


async def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(Refused, match="inside our own network"):
        await _post(URL, lambda _: httpx.Response(200), "93.184.216.34", "10.0.0.8")


async def test_our_own_network_is_told_when_the_configuration_says_so() -> None:
    def takes(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200)

    await _post("http://ops.local:8080/x", takes, "10.0.0.8", allows_private=True)


@pytest.mark.parametrize(
    ("status", "error"),
    [(302, Refused), (404, Refused), (429, Unreachable), (500, Uncertain)],
)
async def test_each_answer_says_whether_it_may_be_repeated(
    status: int, error: type[ChannelError]
) -> None:
    with pytest.raises(error):
        await _post(URL, lambda _: httpx.Response(status), "93.184.216.34")


async def test_a_host_that_is_not_known_surely_was_not_told() -> None:
    with pytest.raises(Unreachable):
        await _post(URL, lambda _: httpx.Response(200))
