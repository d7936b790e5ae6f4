"""The wire to the hub: what a desk asks and sends, and the stream that finds its place again."""

from __future__ import annotations

import asyncio
import logging
import random
from contextlib import aclosing
from datetime import timedelta
from typing import TYPE_CHECKING

import httpx
from pydantic import BaseModel

from console.desk.clock import steady
from console.desk.early import ANSWER_SECONDS, Unanswered
from console.desk.health import Health
from console.desk.passing import Passing
from console.desk.requests import read_answer
from console.desk.signals import Alive, Resync, Signal, place_of, signal_of
from console.desk.sse import Frame, Parser
from console.desk.wire_errors import Away, Refused
from console.domain.wire import (
    CommandAnswer,
    CommandPost,
    DraftList,
    DraftPut,
    EntriesPage,
    IncidentView,
    QueueRow,
    Snapshot,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    import httpx

    from console.desk.early import Early

__all__ = ["Alive", "Away", "Health", "Link", "Refused", "Resync", "Signal"]

log = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT = 0.2, 5.0
"""Seconds between two attempts to connect."""
PAGE = 200


class _Found(BaseModel):
    rows: list[QueueRow]


class Link(Passing):
    """One desk's connection to one hub; every request raises Refused or Away."""

    def __init__(
        self,
        hub_url: str,
        token: str,
        *,
        client: httpx.AsyncClient | None = None,
        early: Early | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        super().__init__(hub_url, token, client)
        self._sleep = sleep
        self._early = early
        """What was asked before this was made; counts once."""
        self._after = 0
        self._fresh = -1
        """Seq of the snapshot read since the last signal; -1 when there was none."""

    async def snapshot(self) -> Snapshot:
        """What a desk starts from; after Resync, the stream goes on from its seq."""
        early, self._early = self._early, None
        snapshot = await self._answered(early) if early is not None else None
        snapshot = snapshot or await self._get("/api/snapshot", Snapshot)
        self._fresh = snapshot.seq
        return snapshot

    async def _answered(self, early: Early) -> Snapshot | None:
        """What was asked before, as of now; None when it has to be asked again."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                answer = await asyncio.wrap_future(early.answer)
            snapshot = Snapshot.model_validate_json(answer.body)
        except (Unanswered, OSError, ValueError) as error:
            log.info("early_answer_lacks", extra={"why": type(error).__name__})
            return None
        self._pulse.answered(answer.asked_at, answer.heard_at)
        passed = timedelta(seconds=steady() - answer.heard_at)
        return snapshot.model_copy(update={"now": snapshot.now + passed})

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

    async def put_draft(self, draft: DraftPut) -> None:
        """Keep a draft at the hub, for my other machines."""
        await self._ask("PUT", "/api/drafts", draft)

    async def drafts(self) -> list[DraftPut]:
        """My drafts as the hub has them."""
        return (await self._get("/api/drafts", DraftList)).drafts

    async def follow(self, after: int) -> AsyncGenerator[Signal, None]:
        """Follow the stream for ever, reconnecting as often as it takes.

        After Resync, read ``snapshot()`` before asking for the next signal: the stream goes on
        from its seq. Away says why there is no word from the hub; more of them may follow.
        """
        self._after = after
        attempt = 0
        while True:
            parser = Parser()
            async with aclosing(self._connection(parser)) as signals:
                async for signal in signals:
                    self._fresh = -1
                    yield signal
                    if isinstance(signal, Resync):
                        # The next connection asks for what follows the new snapshot.
                        self._after = self._fresh if self._fresh >= 0 else self._after
                        break
                    attempt = attempt if isinstance(signal, Away) else 0
            await self._sleep(_wait(attempt, parser.retry_ms))
            attempt += 1

    async def _connection(self, parser: Parser) -> AsyncGenerator[Signal, None]:
        """The signals of one connection; the last one is Away."""
        end = Away("the connection to the hub broke")
        try:
            async with aclosing(self._frames(self._after, parser)) as frames:
                async for frame in frames:
                    signal = self._signal(frame)
                    if isinstance(signal, Away):
                        end = signal
                        break
                    if signal is not None:
                        yield signal
        except Away as away:
            end = away
        except Refused as refused:
            end = Away(refused.message)
        self._pulse.lost(end.reason, steady())
        log.info("stream_lost", extra={"after": self._after})
        yield end

    def _signal(self, frame: Frame) -> Signal | None:
        """The signal of a frame, None when it is a repetition or of no concern."""
        signal, seq = signal_of(frame), place_of(frame)
        if seq is None or isinstance(signal, Resync):
            return signal
        if seq <= self._after:
            return None
        self._after = seq
        return signal


def _wait(attempt: int, retry_ms: int | None) -> float:
    asked = (retry_ms or 0) / 1000
    base = min(LONGEST_WAIT, max(FIRST_WAIT, asked) * 2.0 ** min(attempt, 10))
    # Jitter: all desks of a floor come back to a restarted hub, but not all at once.
    return base * random.uniform(0.5, 1.0)  # noqa: S311
