"""Everybody who is still to be got back to, over all incidents; and the one that is mine now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from console.domain.followup import Followup, still_open

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from console.domain.incident import Incident

_RANK = {"dropped": 0, "missed": 1, "voicemail": 2, "callback": 3}
RECENT = timedelta(hours=24)
"""How long those that are dealt with stay in sight."""


class Listed(NamedTuple):
    """One line of the list."""

    incident: Incident
    followup: Followup


def listed(incidents: Iterable[Incident], now: datetime) -> list[Listed]:
    """List the open ones, dropped calls first, the oldest first; below them what is done."""
    found = [Listed(i, f) for i in incidents for f in i.followups if _is_listed(f, now)]
    return sorted(found, key=lambda one: (not one.followup.is_open, _place(one.followup)))


def _is_listed(followup: Followup, now: datetime) -> bool:
    closed = followup.closed_at
    return closed is None or closed > now - RECENT


def _place(followup: Followup) -> tuple[int, float]:
    if followup.closed_at is not None:
        return 0, -followup.closed_at.timestamp()
    return _RANK[followup.what], followup.at.timestamp() if followup.at else 0.0


def to_redial(incidents: Iterable[Incident], me: int, showing: int) -> Listed | None:
    """The one a single key rings: my dropped call, else what is open in the incident shown."""
    everybody = list(incidents)
    dropped = [
        Listed(i, f)
        for i in everybody
        for f in still_open(i)
        if f.what == "dropped" and me in (f.agent, i.owner)
    ]
    if dropped:
        return max(dropped, key=lambda one: one.followup.at.timestamp() if one.followup.at else 0)
    here = [Listed(i, f) for i in everybody if i.number == showing for f in still_open(i)]
    return min(here, key=lambda one: _place(one.followup), default=None)
