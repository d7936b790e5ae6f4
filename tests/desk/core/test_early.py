"""A desk asks the hub before it is loaded, once, and never believes half an answer."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from typing import TYPE_CHECKING

import pytest
from starlette.responses import RedirectResponse, Response

from console.desk.clock import steady
from console.desk.early import Answer, Early, Unanswered, ask, body_of
from console.desk.link import Link
from tests.desk.core.entries import Log
from tests.desk.core.hub import Hub, running
from tests.ports import free_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

GOOD = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


class Asked(Early):
    """What was asked, and what came of it."""

    def __init__(self, came: Answer | Exception) -> None:
        self.answer = Future()
        self.answer.set_running_or_notify_cancel()
        if isinstance(came, Answer):
            self.answer.set_result(came)
        else:
            self.answer.set_exception(came)


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    async with running() as hub:
        hub.answers["/api/snapshot"] = Response(Log().snapshot().model_dump_json())
        yield hub


async def link_with(hub: Hub, early: Early) -> tuple[Link, float]:
    """A link that has read its snapshot, and how far that is from the hub's word, in seconds."""
    link = Link(hub.url, "tok-1", early=early)
    snapshot = await link.snapshot()
    await link.aclose()
    return link, (snapshot.now - Log().snapshot().now).total_seconds()


async def test_the_answer_is_there_before_the_link(hub: Hub) -> None:
    early = Early(hub.url, "tok-1")
    link, _ = await link_with(hub, early)
    assert hub.seen == [("GET /api/snapshot", "Bearer tok-1", "")]
    assert link.health.round_trip_ms is not None


async def test_the_hubs_clock_runs_on_until_the_answer_is_read(hub: Hub) -> None:
    body = Log().snapshot().model_dump_json().encode()
    _, passed = await link_with(hub, Asked(Answer(body, steady() - 6, steady() - 5)))
    assert 5 <= passed < 6
    assert hub.seen == []


@pytest.mark.parametrize("came", [Unanswered(), OSError(), Answer(b"<html>", 0, 0)], ids=str)
async def test_without_a_good_answer_the_link_asks_itself(
    hub: Hub, came: Answer | Exception
) -> None:
    await link_with(hub, Asked(came))
    assert [what for what, *_ in hub.seen] == ["GET /api/snapshot"]


async def test_an_answer_counts_once(hub: Hub) -> None:
    link = Link(hub.url, "tok-1", early=Early(hub.url, "tok-1"))
    await link.snapshot()
    await link.snapshot()
    await link.aclose()
    assert len(hub.seen) == 2


@pytest.mark.parametrize(
    "no",
    [Response(status_code=401), RedirectResponse("https://example.com", 307)],
    ids=["refused", "sent elsewhere"],
)
async def test_a_refusal_is_no_answer_and_the_token_goes_nowhere_else(
    hub: Hub, no: Response
) -> None:
    hub.answers["/api/snapshot"] = no
    with pytest.raises(Unanswered):
        await asyncio.to_thread(ask, hub.url, "tok-1")


async def test_a_hub_that_is_away_is_no_answer() -> None:
    early = Early(f"http://127.0.0.1:{free_port()}", "tok-1")
    with pytest.raises(OSError, match="refused"):
        await asyncio.wrap_future(early.answer)


@pytest.mark.parametrize(
    "heard",
    [
        b"",
        GOOD[:-1],
        GOOD + b" ",
        GOOD.replace(b"Content-Length: 2\r\n", b""),
        GOOD.replace(b"200", b"206"),
        GOOD.replace(b"OK\r\n", b"OK\r\nTransfer-Encoding: chunked\r\n"),
        GOOD.replace(b"OK\r\n", b"OK\r\nContent-Encoding: gzip\r\n"),
        b"SSH-2.0-OpenSSH\r\n",
    ],
)
def test_half_an_answer_is_none(heard: bytes) -> None:
    assert body_of(GOOD) == b"{}"
    with pytest.raises(Unanswered):
        body_of(heard)
