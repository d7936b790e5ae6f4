"""Following the hub: every entry once and in order, whatever happens to hub and network."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING

import httpx
import pytest
from starlette.responses import Response

from console.desk import requests
from console.desk.link import LONGEST_WAIT, Alive, Away, Link, Resync, Signal
from console.domain.timeline import Entry, Unknown
from console.domain.wire import Typing
from tests.desk.core.entries import Log
from tests.desk.core.hub import CUT, HANG, Hub, running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

HELLO = b"retry: 200\n: hello\n\n"


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    async with running() as hub:
        yield hub


class Follower:
    """A desk that follows without waiting between attempts."""

    def __init__(self, hub: Hub) -> None:
        self.waits: list[float] = []
        self.link = Link(hub.url, "tok-1", sleep=self._nap)
        self.signals: list[Signal] = []
        self._heard = asyncio.Event()

    async def _nap(self, seconds: float) -> None:
        self.waits.append(seconds)
        await asyncio.sleep(0)

    async def until(self, enough: Callable[[Signal], object], after: int = 0) -> None:
        """Follow until a signal is the one waited for."""
        async with asyncio.timeout(10), aclosing(self.link.follow(after)) as signals:
            async for signal in signals:
                self.signals.append(signal)
                self._heard.set()
                if enough(signal):
                    break
        await self.link.aclose()

    async def when(self, true: Callable[[], object]) -> None:
        """Wait until something holds of the signals."""
        while not true():
            self._heard.clear()
            await self._heard.wait()

    @property
    def seqs(self) -> list[int]:
        """The entries that came."""
        return [signal.seq for signal in self.signals if isinstance(signal, Entry)]

    @property
    def reasons(self) -> list[str]:
        """Why there was no word."""
        return [signal.reason for signal in self.signals if isinstance(signal, Away)]


def frames(first: int, last: int) -> list[bytes]:
    log = Log()
    for number in range(1, last + 1):
        log.opened(number)
    return [frame(entry) for entry in log.entries[first - 1 :]]


def frame(entry: Entry) -> bytes:
    return b"id: %d\ndata: %s\n\n" % (entry.seq, entry.model_dump_json().encode())


def is_entry(seq: int) -> Callable[[Signal], bool]:
    return lambda signal: isinstance(signal, Entry) and signal.seq == seq


async def test_entries_typing_and_heartbeats_arrive_as_what_they_are(hub: Hub) -> None:
    typing = Typing(incident=1, agent=4, name="Robin Roe", doing="typing")
    said = b"event: typing\ndata: %s\n\n" % typing.model_dump_json().encode()
    hub.streams.append([HELLO, said, b"event: news\ndata: {}\n\n", *frames(6, 6), HANG])
    desk = Follower(hub)
    await desk.until(is_entry(6), after=5)
    assert [type(signal) for signal in desk.signals] == [Alive, Typing, Entry]
    assert desk.signals[1] == typing
    assert hub.asked == ["5"]
    assert desk.link.health.is_live
    assert desk.link.health.words == "live"


@pytest.mark.parametrize("end", [b'id: 3\ndata: {"seq"', CUT])
async def test_a_stream_cut_in_mid_event_goes_on_where_it_was(hub: Hub, end: bytes) -> None:
    hub.streams += [[HELLO, *frames(1, 2), frames(3, 3)[0][:40], end], [HELLO, *frames(3, 4), HANG]]
    desk = Follower(hub)
    await desk.until(is_entry(4))
    assert desk.seqs == [1, 2, 3, 4]
    assert hub.asked == ["0", "2"]
    assert desk.reasons == ["the connection to the hub broke"]


async def test_entries_that_come_twice_are_given_once(hub: Hub) -> None:
    hub.streams += [[HELLO, *frames(1, 3), *frames(2, 3)], [HELLO, *frames(1, 4), HANG]]
    desk = Follower(hub)
    await desk.until(is_entry(4))
    assert desk.seqs == [1, 2, 3, 4]


async def test_a_hub_that_says_goodbye_is_followed_when_it_is_back(hub: Hub) -> None:
    hub.streams += [
        [HELLO, *frames(1, 1), b"event: bye\ndata: {}\n\n", HANG],
        [HELLO, *frames(2, 2), HANG],
    ]
    desk = Follower(hub)
    await desk.until(is_entry(2))
    assert desk.seqs == [1, 2]
    assert desk.reasons == ["the hub is restarting"]


async def test_a_hub_that_is_restarted_is_found_again(hub: Hub) -> None:
    hub.streams.append([HELLO, *frames(1, 1), HANG])
    desk = Follower(hub)
    following = asyncio.create_task(desk.until(is_entry(2)))
    async with asyncio.timeout(10):
        await desk.when(lambda: desk.seqs)
        await hub.stop()
        await desk.when(lambda: len(desk.reasons) >= 3)
        assert not desk.link.health.is_live
        assert "the hub can't be reached" in desk.reasons
        hub.streams[0] = [HELLO, *frames(2, 2), HANG]
        await hub.start()
        await following
    assert desk.seqs == [1, 2]
    assert desk.link.health.is_live


@pytest.mark.parametrize("status", [401, 429, 500, 503])
async def test_a_hub_that_refuses_the_stream_is_asked_again(hub: Hub, status: int) -> None:
    hub.streams += [Response(status_code=status), [HELLO, *frames(1, 1), HANG]]
    desk = Follower(hub)
    await desk.until(is_entry(1))
    assert len(desk.reasons) == 1


async def test_a_page_instead_of_a_stream_is_no_stream(hub: Hub) -> None:
    hub.streams += [Response("<html>"), [HELLO, *frames(1, 1), HANG]]
    desk = Follower(hub)
    await desk.until(is_entry(1))
    assert desk.reasons == ["the hub's answer can't be read"]


async def test_after_a_resync_the_stream_goes_on_from_the_new_snapshot(hub: Hub) -> None:
    log = Log()
    log.opened()
    snapshot = log.snapshot().model_copy(update={"seq": 900})
    hub.answers["/api/snapshot"] = Response(snapshot.model_dump_json())
    hub.streams += [
        [HELLO, b'event: resync\ndata: {"seq":899}\n\n', *frames(899, 899), HANG],
        [HELLO, *frames(901, 901), HANG],
    ]
    desk = Follower(hub)
    async with asyncio.timeout(10), aclosing(desk.link.follow(999_999)) as signals:
        async for signal in signals:
            desk.signals.append(signal)
            if isinstance(signal, Resync):
                await desk.link.snapshot()
            if isinstance(signal, Entry):
                break
    await desk.link.aclose()
    assert [type(signal) for signal in desk.signals] == [Alive, Resync, Alive, Entry]
    assert desk.seqs == [901]
    assert hub.asked == ["999999", "900"]


async def test_a_silent_stream_is_dead(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    assert requests.STREAM.read == 40
    monkeypatch.setattr(requests, "STREAM", httpx.Timeout(5, read=0.1))
    hub.streams += [[HELLO, HANG], [HELLO, *frames(1, 1), HANG]]
    desk = Follower(hub)
    await desk.until(is_entry(1))
    assert desk.reasons == ["no word from the hub for too long"]


async def test_entries_this_desk_can_not_read_keep_their_place(hub: Hub) -> None:
    hub.streams.append(
        [HELLO, b"id: 1\ndata: {broken\n\n", b"id: 2\ndata: [1]\n\n", *frames(3, 3), HANG]
    )
    desk = Follower(hub)
    await desk.until(is_entry(3))
    assert desk.seqs == [1, 2, 3]
    entries = [signal for signal in desk.signals if isinstance(signal, Entry)]
    assert [isinstance(entry.event, Unknown) for entry in entries] == [True, True, False]


async def test_waits_grow_to_five_seconds_and_shrink_when_the_hub_is_back(hub: Hub) -> None:
    hub.streams += [*(Response(status_code=503) for _ in range(8)), [HELLO, *frames(1, 1)]]
    hub.streams.append([HELLO, *frames(2, 2), HANG])
    desk = Follower(hub)
    await desk.until(is_entry(2))
    *growing, after_success = desk.waits
    assert 0.1 <= growing[0] <= 0.2
    assert LONGEST_WAIT / 2 <= growing[-1] <= LONGEST_WAIT
    assert after_success <= 0.2
    assert len(set(desk.waits)) == len(desk.waits)


async def test_twenty_thousand_entries_after_an_hour_away_come_in_order(hub: Hub) -> None:
    plain = b'{"seq":%d,"at":"2030-05-06T09:00:00Z","stream":"incident/1","actor":"rule:x",'
    plain += b'"cause":"c","event":{"kind":"incident.released","agent":1}}'
    whole = [b"id:%d\ndata:%s\n\n" % (seq, plain % seq) for seq in range(1, 20_001)]
    hub.streams.append([HELLO, b"".join(whole), HANG])
    desk = Follower(hub)
    await desk.until(is_entry(20_000))
    assert desk.seqs == list(range(1, 20_001))
