"""The wire to the hub: what a desk asks and sends, and the stream that finds its place again."""

from __future__ import annotations

import asyncio
import logging
import random
from contextlib import aclosing
from typing import TYPE_CHECKING

import httpx
from pydantic import BaseModel

from console.desk.clock import steady
from console.desk.health import Health
from console.desk.requests import STREAM, Requests, read_answer
from console.desk.signals import Alive, Resync, Signal, place_of, signal_of
from console.desk.sse import Frame, Parser
from console.desk.wire_errors import Away, Refused, check, reason_of
from console.domain.wire import (
    CommandAnswer,
    CommandPost,
    DraftList,
    DraftPut,
    EntriesPage,
    IncidentView,
    QueueRow,
    Snapshot,
    Typing,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

__all__ = ["Alive", "Away", "Health", "Link", "Refused", "Resync", "Signal"]

log = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT = 0.2, 5.0
"""Seconds between two attempts to connect."""
PAGE = 200


class _Found(BaseModel):
    rows: list[QueueRow]


class Link(Requests):
    """One desk's connection to one hub; every request raises Refused or Away."""

    def __init__(
        self,
        hub_url: str,
        token: str,
        *,
        client: httpx.AsyncClient | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        super().__init__(hub_url, token, client)
        self._sleep = sleep
        self._after = 0

    async def snapshot(self) -> Snapshot:
        """What a desk starts from; a stream that is being followed goes on from there."""
        snapshot = await self._get("/api/snapshot", Snapshot)
        self._after = snapshot.seq
        return snapshot

    async def incident(self, number: int) -> IncidentView:
        """One incident with its legs and newest entries."""
        return await self._get(f"/api/incidents/{number}", IncidentView)

    async def older(self, number: int, before: int, limit: int = PAGE) -> EntriesPage:
        """The page of entries before one."""
        params = {"before": str(before), "limit": str(limit)}
        return await self._get(f"/api/incidents/{number}/entries", EntriesPage, params)

    async def find(self, text: str) -> list[QueueRow]:
        """Incidents by a fragment of reference, number or name."""
        return (await self._get("/api/incidents", _Found, {"find": text})).rows

    async def send(self, post: CommandPost) -> CommandAnswer:
        """Send a command; after Away the same post may be sent again, it happens once."""
        return read_answer(CommandAnswer, await self._ask("POST", "/api/commands", post))

    async def typing(self, word: Typing) -> None:
        """Say what I do in an incident; repeat ``viewing`` every 30 s."""
        await self._ask("POST", "/api/typing", word)

    async def put_draft(self, draft: DraftPut) -> None:
        """Keep a draft at the hub, for my other machines."""
        await self._ask("PUT", "/api/drafts", draft)

    async def drafts(self) -> list[DraftPut]:
        """My drafts as the hub has them."""
        return (await self._get("/api/drafts", DraftList)).drafts

    async def follow(self, after: int) -> AsyncIterator[Signal]:
        """Follow the stream for ever, reconnecting as often as it takes.

        After Resync, read ``snapshot()`` before asking for the next signal: the stream goes on
        from its seq. Away says why there is no word from the hub; more of them may follow.
        """
        self._after = after
        attempt = 0
        while True:
            parser = Parser()
            try:
                async with aclosing(self._frames(parser)) as frames:
                    async for frame in frames:
                        signal = self._signal(frame)
                        if signal is None:
                            continue
                        yield signal
                        if isinstance(signal, Resync | Away):
                            # After Resync the next connection asks for what follows the snapshot.
                            break
                        attempt = 0
                    else:
                        raise Away("the connection to the hub broke")
            except (Away, Refused) as trouble:
                yield self._lost(trouble)
            await self._sleep(_wait(attempt, parser.retry_ms))
            attempt += 1

    def _signal(self, frame: Frame) -> Signal | None:
        signal = signal_of(frame)
        seq = place_of(frame)
        if isinstance(signal, Away):
            return self._lost(signal)
        if seq is not None and not isinstance(signal, Resync):
            if seq <= self._after:
                return None
            self._after = seq
        return signal

    def _lost(self, trouble: Away | Refused) -> Away:
        words = trouble.reason if isinstance(trouble, Away) else trouble.message
        self._pulse.lost(words, steady())
        log.info("stream_lost", extra={"after": self._after})
        return trouble if isinstance(trouble, Away) else Away(words)

    async def _frames(self, parser: Parser) -> AsyncIterator[Frame]:
        headers = self._headers | {
            "Accept": "text/event-stream",
            "Last-Event-ID": str(self._after),
        }
        url = self._base + "/events"
        try:
            async with self._client.stream("GET", url, headers=headers, timeout=STREAM) as answer:
                if answer.status_code != 200:
                    check(answer.status_code, await answer.aread())
                if not answer.headers.get("content-type", "").startswith("text/event-stream"):
                    raise Away("the hub's answer can't be read")
                async for chunk in answer.aiter_bytes():
                    self._pulse.heard(steady())
                    for frame in parser.feed(chunk):
                        yield frame
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise Away(reason_of(error)) from error


def _wait(attempt: int, retry_ms: int | None) -> float:
    asked = (retry_ms or 0) / 1000
    base = min(LONGEST_WAIT, max(FIRST_WAIT, asked) * 2.0 ** min(attempt, 10))
    # Jitter: all desks of a floor come back to a restarted hub, but not all at once.
    return base * random.uniform(0.5, 1.0)  # noqa: S311
