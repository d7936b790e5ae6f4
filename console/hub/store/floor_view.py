"""Counts of the day for leads: one reading of the calls that waited since a moment."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, get_args

from sqlalchemy import select

from console.domain.call_state import Call, Phase
from console.domain.served import Counts, FloorView, counts_of, summed
from console.hub.store.read import last_seq
from console.hub.store.restricted import hidden_from
from console.hub.store.tables import CallRow, QueueRow, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

CALL = table(CallRow)
QUEUE = table(QueueRow)


def floor_view(since: datetime, known: FloorView, viewer: int) -> Callable[[Connection], str]:
    """Write a FloorView of what happened ``since``; ``known`` is what the configuration says."""

    def reading(connection: Connection) -> str:
        seq = last_seq(connection)
        # Every phase by name: so the index over phase and time is used.
        of_today = CALL.c.phase.in_(get_args(Phase)), CALL.c.queued_at >= since
        wanted = select(CALL.c.state).where(*of_today)
        if hidden := hidden_from(connection, viewer):
            wanted = wanted.where(CALL.c.incident.notin_(hidden))
        states = connection.execute(wanted).scalars()
        ours = (counts_of(_call(state), since, known.service_seconds) for state in states)
        counts = sorted(summed(ours).values(), key=_queue)
        update = {"seq": seq, "since": since, "counts": counts}
        return known.model_copy(update=update).model_dump_json()

    return reading


def _queue(counts: Counts) -> str:
    return counts.queue


def _call(state: str) -> Call:
    """What of a call is counted; the whole of thousands would take ten times as long."""
    said = json.loads(state)
    return Call.model_construct(
        id=said["id"],
        incident=said["incident"],
        inbound=said["inbound"],
        queue=said["queue"],
        queued_at=_moment(said["queued_at"]),
        answered_at=_moment(said["answered_at"]),
        over=said["over"],
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def queue_row(name: str) -> Callable[[Connection], str | None]:
    """Read what was changed about a queue, as JSON; None when nothing ever was."""

    def reading(connection: Connection) -> str | None:
        wanted = select(QUEUE.c.state).where(QUEUE.c.name == name)
        return connection.execute(wanted).scalar_one_or_none()

    return reading
