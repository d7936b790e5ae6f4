"""Finds calls that ended without a word: asks the provider about every leg that is silent.

A caller whose hang-up was told to nobody would wait in the queue for ever. Each call has one timer
from its first entry to its last, so it is asked about by one hub at a time, and after a restart.
"""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from channels.base import CallStatus, ChannelError, Refused
from channels.twilio.codes import NOT_FOUND
from channels.twilio.pace import Pace
from console.domain.call_events import CUSTOMER, LegNamed, LegReported, RoomReported
from console.domain.call_state import OVER, Call, Part
from console.hub.store.tables import EntryRow, table
from console.hub.store.wish import Wish
from console.hub.wishes import LegCallback

if TYPE_CHECKING:
    from collections.abc import Iterator

    from channels.base import LegFound, Voice
    from console.hub.effects.base import Bench, Ending
    from console.hub.effects.table import EffectTable, Job
    from console.hub.store.policy import Policy

log = logging.getLogger(__name__)

ENTRY = table(EntryRow)
AGAIN_SECONDS = 60.0
"""A leg is asked about this often at most, however silent it is."""
SOONEST_SECONDS = 1.0
PER_SECOND = 5.0
"""Questions of one hub: after a restart every call is silent at once."""
STRANGERS = 3
"""Times in a row that the provider does not know a leg until that is believed: wrong credentials
say the same, and must not end calls that are well."""
MOST_ENTRIES = 100
"""Entries of one call that are looked through; more within a minute are surely a sign of life."""
_OUTSIDE = ("provider:", "party:")
_KINDS = tuple(kind.model_fields["kind"].default for kind in (LegReported, RoomReported, LegNamed))


@dataclass(frozen=True, slots=True)
class SweepDoer:
    """Asks about the silent legs of one call, and records what the provider says."""

    bench: Bench
    table: EffectTable
    voice: Voice
    policy: Policy
    pace: Pace = field(default_factory=lambda: Pace(PER_SECOND))

    async def do(self, job: Job) -> Ending:
        """Look, and come back as long as the call lives."""
        call = await self.bench.state(Call, job.key)
        if call is None or call.over:
            return "done"
        asked: dict[str, float] = dict(job.payload.get("asked", {}))
        unknown: dict[str, int] = dict(job.payload.get("unknown", {}))
        silence = _silence(call, self.policy)
        heard = await asyncio.to_thread(self._heard, call, self.bench.now() - silence)
        for leg, part in _live(call):
            if _due(leg, heard, asked, silence) <= self.bench.now():
                await self.pace.turn()
                asked[leg] = self.bench.now()
                await self._ask(call, leg, part, unknown)
        after = await self.bench.state(Call, job.key)
        if after is None or after.over:
            return "done"
        due = min((_due(leg, heard, asked, silence) for leg, _ in _live(after)), default=0.0)
        due = max(due, self.bench.now() + SOONEST_SECONDS)
        due = min(due, self.bench.now() + _silence(after, self.policy))
        await asyncio.to_thread(self.table.put_off, job, due, asked=asked, unknown=unknown)
        return ""

    async def _ask(self, call: Call, leg: str, part: Part, unknown: dict[str, int]) -> None:
        """Ask about one leg; a provider that does not answer leaves everything as it is."""
        try:
            found = await self.voice.look_up(part.sid)
        except Refused as no:
            self.bench.outages.reachable("phone")
            if no.code != NOT_FOUND:
                log.warning("sweep_refused", extra={"call": call.id, "code": no.code})
                return
            unknown[leg] = unknown.get(leg, 0) + 1
            if unknown[leg] >= STRANGERS:
                await self._record(call, leg, part, "completed", None)
        except ChannelError:
            self.bench.outages.silent("phone")
        else:
            self.bench.outages.reachable("phone")
            unknown.pop(leg, None)
            if found.status in OVER:
                await self._record(call, leg, part, found.status, found)

    async def _record(
        self, call: Call, leg: str, part: Part, status: str, found: LegFound | None
    ) -> None:
        """Record what was found as a callback would have told it."""
        ended = found.ended_at if found is not None else None
        report = CallStatus(
            sid=part.sid,
            account=self.policy.account,
            status=status,
            call=call.id,
            leg=leg,
            ended_at=ended,
            words=_words(found),
        )
        log.info("ghost_found", extra={"call": call.id, "leg": leg, "status": status})
        cause = f"sweep:{part.sid}:{status}"
        await self.bench.record.record(Wish(LegCallback(report), cause=cause, actor="rule:sweep"))

    def _heard(self, call: Call, since: float) -> dict[str, float]:
        """When each leg was told of last, as far as that was after ``since``."""
        rows = (
            select(ENTRY.c.at, ENTRY.c.data, ENTRY.c.kind, ENTRY.c.actor)
            .where(ENTRY.c.stream == f"call/{call.id}")
            .order_by(ENTRY.c.seq.desc())
            .limit(MOST_ENTRIES)
        )
        heard: dict[str, float] = {}
        with self.bench.read.connect() as conn:
            for row in conn.execute(rows):
                if row.at.timestamp() < since:
                    break
                if row.kind in _KINDS:
                    heard.setdefault(_leg_in(row.data), row.at.timestamp())
                elif row.actor.startswith(_OUTSIDE):
                    heard.setdefault(CUSTOMER, row.at.timestamp())
        return heard


def _leg_in(data: str) -> str:
    return str(json.loads(data).get("leg", "")) if data else ""


def _live(call: Call) -> Iterator[tuple[str, Part]]:
    """The legs that are believed to be alive, the customer's first."""
    for leg in sorted(call.parts, key=lambda name: name != CUSTOMER):
        part = call.parts[leg]
        if part.sid and not part.is_over:
            yield leg, part


def _silence(call: Call, policy: Policy) -> float:
    is_talk = call.phase == "talking"
    return policy.sweep_talking_seconds if is_talk else policy.sweep_waiting_seconds


def _due(leg: str, heard: dict[str, float], asked: dict[str, float], silence: float) -> float:
    """Unix seconds from which a leg is to be asked about."""
    return max(heard.get(leg, 0.0) + silence, asked.get(leg, 0.0) + AGAIN_SECONDS)


def _words(found: LegFound | None) -> str:
    if found is None:
        return "the provider does not know this call any more"
    if found.ended_at is None:
        return "the provider says this call is over"
    return f"the provider says this call ended at {found.ended_at:%H:%M:%S} UTC"
