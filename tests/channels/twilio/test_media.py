"""A stranger's file comes from the provider only, in bounds, and our password goes nowhere else."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

import httpx
import pytest

from channels.base import ChannelError, Refused, Unreachable
from channels.twilio.media import Limits, TwilioMedia

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from tests.channels.twilio.conftest import FrozenClock

API = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1"
CDN = "https://mms.twiliocdn.com/AC1/file?sig=%2B1"
BASES = {"api.twilio.com": "http://127.0.0.1:9000"}
PUBLIC = "8.8.8.8"


class Provider:
    """Answers by host and remembers what it was asked."""

    def __init__(self, **answers: Callable[[], httpx.Response]) -> None:
        self.answers = answers
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        name = request.headers["Host"].split(".")[0]
        return self.answers[name]()


async def public(host: str, port: int) -> Sequence[str]:
    return (PUBLIC,)


def media_of(
    provider: Callable[[httpx.Request], httpx.Response],
    *,
    bases: dict[str, str] | None = None,
    limits: Limits | None = None,
    addresses: Sequence[str] = (PUBLIC,),
) -> TwilioMedia:
    async def lookup(host: str, port: int) -> Sequence[str]:
        return addresses

    http = httpx.AsyncClient(transport=httpx.MockTransport(provider), cookies={"session": "x"})
    return TwilioMedia(
        http, ("SKkey", "secret"), bases=bases, limits=limits or Limits(), lookup=lookup
    )


async def read(media: TwilioMedia, url: str = API) -> bytes:
    return b"".join([chunk async for chunk in media.fetch(url)])


def moved(url: str) -> Callable[[], httpx.Response]:
    return lambda: httpx.Response(307, headers={"Location": url})


async def streamed(content: bytes) -> AsyncIterator[bytes]:
    yield content


def file() -> httpx.Response:
    return httpx.Response(200, content=streamed(b"JPEG"))


@pytest.mark.parametrize(
    "url", [API, CDN, API + "?x=1", "https://API.twilio.com/x", "https://api.twilio.com:443/x"]
)
def test_the_providers_hosts_are_ours(url: str) -> None:
    assert media_of(Provider()).is_ours(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "file:///etc/passwd",
        "http://api.twilio.com/x",
        "ftp://api.twilio.com/x",
        "//api.twilio.com/x",
        "https://api.twilio.com.example.com/x",
        "https://example.com/api.twilio.com",
        "https://xtwiliocdn.com/x",
        "https://twiliocdn.com.example.com/x",
        "https://.twiliocdn.com/x",
        "https://api.twilio.com:8443/x",
        "https://api.twilio.com:22/x",
        "https://user@api.twilio.com/x",
        "https://user:pass@api.twilio.com/x",
        "https://api.twilio.com@example.com/x",
        "https://example.com#@api.twilio.com/x",
        "https://example.com\\@api.twilio.com/x",
        "https://api.twilio.com\t.example.com/x",
        "https://api.twilio.com\r\nHost: example.com/x",
        "https://\u0430pi.twilio.com/x",
        "https://api。twilio.com/x",
        "https://127.0.0.1/x",
        "https://2130706433/x",
        "https://0/x",
        "https://[::1]/x",
        "https://[::ffff:169.254.169.254]/x",
        "http://127.0.0.1:9000/x",
        "https://[",
        "https://api.twilio.com:99999999/x",
        "\x00",
        "\ud800",
    ],
)
async def test_every_other_address_is_refused_before_anything_is_asked(url: str) -> None:
    provider = Provider()
    assert not media_of(provider).is_ours(url)
    with pytest.raises(Refused):
        await read(media_of(provider), url)
    assert provider.asked == []


def test_the_simulator_is_ours_only_where_it_is_configured_and_on_this_machine() -> None:
    local = media_of(Provider(), bases=BASES)
    assert local.is_ours("http://127.0.0.1:9000/2010-04-01/x")
    assert not local.is_ours("http://127.0.0.1:9001/x")
    assert not local.is_ours("https://127.0.0.1:9000/x")
    assert not local.is_ours("http://u@127.0.0.1:9000/x")
    away = media_of(Provider(), bases={"api.twilio.com": "http://10.0.0.5:9000"})
    assert not away.is_ours("http://10.0.0.5:9000/x")


async def test_credentials_go_to_the_api_host_on_the_first_hop_only() -> None:
    provider = Provider(api=moved(CDN), mms=file)
    assert await read(media_of(provider)) == b"JPEG"
    first, second = provider.asked
    assert first.headers["Authorization"].startswith("Basic ")
    assert "Authorization" not in second.headers
    assert not any("Cookie" in request.headers for request in provider.asked)


async def test_a_second_hop_to_the_api_host_has_no_credentials() -> None:
    answers = iter([httpx.Response(302, headers={"Location": "/other"}), file()])
    provider = Provider(api=lambda: next(answers))
    await read(media_of(provider))
    assert ["Authorization" in request.headers for request in provider.asked] == [True, False]
    assert provider.asked[1].url.path == "/other"


async def test_a_file_of_the_cdn_is_fetched_without_credentials() -> None:
    provider = Provider(mms=file)
    await read(media_of(provider), CDN)
    assert "Authorization" not in provider.asked[0].headers


async def test_the_address_that_was_checked_is_the_one_that_is_asked() -> None:
    provider = Provider(mms=file)
    await read(media_of(provider, addresses=("2606:4700::1111",)), CDN)
    (asked,) = provider.asked
    assert str(asked.url) == "https://[2606:4700::1111]/AC1/file?sig=%2B1"
    assert asked.headers["Host"] == "mms.twiliocdn.com"
    assert asked.extensions["sni_hostname"] == "mms.twiliocdn.com"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example.com/x",
        "http://mms.twiliocdn.com/x",
        "http://169.254.169.254/latest/meta-data/",
        "//evil.example.com/x",
        "file:///etc/passwd",
        "https://user@mms.twiliocdn.com/x",
        "https://[",
    ],
)
async def test_a_redirect_away_from_the_provider_is_not_followed(target: str) -> None:
    provider = Provider(api=moved(target), mms=file)
    with pytest.raises(Refused):
        await read(media_of(provider))
    assert len(provider.asked) == 1


async def test_a_ring_of_redirects_ends() -> None:
    provider = Provider(api=moved(API))
    with pytest.raises(Refused):
        await read(media_of(provider))
    assert len(provider.asked) == 4


@pytest.mark.parametrize(
    "addresses",
    [
        ("10.0.0.1",),
        ("127.0.0.1",),
        ("169.254.169.254",),
        ("192.168.1.1", PUBLIC),
        (PUBLIC, "::1"),
        ("fe80::1%eth0",),
        ("nonsense",),
    ],
)
async def test_a_name_that_leads_inside_is_not_asked(addresses: Sequence[str]) -> None:
    provider = Provider(api=file)
    with pytest.raises(Refused):
        await read(media_of(provider, addresses=addresses))
    assert provider.asked == []


async def test_a_name_that_leads_nowhere_may_be_asked_again() -> None:
    with pytest.raises(Unreachable):
        await read(media_of(Provider(), addresses=()))


@pytest.mark.parametrize("announced", [True, False])
async def test_a_file_beyond_the_limit_is_not_taken(announced: bool) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 1000

    headers = {"Content-Length": "9" * 30} if announced else {}
    provider = Provider(api=lambda: httpx.Response(200, headers=headers, content=endless()))
    taken = 0
    with pytest.raises(Refused, match="too large"):  # noqa: PT012  (what came before counts)
        async for chunk in media_of(provider, limits=Limits(size=10_500)).fetch(API):
            taken += len(chunk)
    assert taken == (0 if announced else 10_000)


async def test_a_file_that_never_comes_to_an_end_in_time_is_given_up(clock: FrozenClock) -> None:
    async def dripping() -> AsyncIterator[bytes]:
        while True:
            clock.now += 7
            yield b"x"

    transport = httpx.MockTransport(lambda request: httpx.Response(200, content=dripping()))
    media = TwilioMedia(
        httpx.AsyncClient(transport=transport), ("u", "p"), lookup=public, clock=clock
    )
    with pytest.raises(Refused, match="too long"):
        await read(media)
    assert clock.now < 1000 + 60 + 14


async def test_a_packed_file_is_not_unpacked() -> None:
    packed = httpx.Response(200, headers={"Content-Encoding": "gzip"}, content=b"\x1f\x8b")
    provider = Provider(api=lambda: packed)
    with pytest.raises(Refused):
        await read(media_of(provider))
    assert provider.asked[0].headers["Accept-Encoding"] == "identity"


@pytest.mark.parametrize(
    ("status", "expected", "code"),
    [(404, Refused, 20404), (401, Refused, 0), (204, Refused, 0), (503, Unreachable, 0)],
)
async def test_a_file_that_is_not_there_says_whether_to_ask_again(
    status: int, expected: type[ChannelError], code: int
) -> None:
    with pytest.raises(expected) as caught:
        await read(media_of(Provider(api=lambda: httpx.Response(status))))
    assert caught.value.code == code


@pytest.mark.parametrize(
    "failure", [httpx.ConnectError("refused"), httpx.ReadTimeout("slow"), httpx.ReadError("reset")]
)
async def test_a_broken_download_may_be_asked_again(failure: Exception) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise failure

    with pytest.raises(Unreachable):
        await read(media_of(fail))


async def test_a_limited_download_carries_the_providers_delay() -> None:
    limited = httpx.Response(429, headers={"Retry-After": "9"})
    with pytest.raises(Unreachable) as caught:
        await read(media_of(Provider(api=lambda: limited)))
    assert caught.value.retry_after == 9.0


async def test_a_reader_may_stop_early() -> None:
    answer = file()
    async with aclosing(media_of(Provider(api=lambda: answer)).fetch(API)) as chunks:
        assert await anext(chunks)
    assert answer.is_closed
