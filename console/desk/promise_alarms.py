"""What I have promised is told to me shortly before its time, when it is over, and again then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.clock import seconds_between, spell
from console.domain.next_contact import is_due_soon, is_overdue, keeper
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from console.desk.model import Model
    from console.domain.incident import Incident
    from console.domain.promise import Promise

AGAIN_SECONDS = 300.0
_Told = tuple[int, str, str, bool]
"""Incident, promise, its time, and whether that was over."""


class PromiseAlarms:
    """Told once before and once when it is due, then every five minutes; without a sound."""

    def __init__(self) -> None:
        self._told: dict[_Told, float] = {}

    @property
    def is_quiet(self) -> bool:
        """Whether nothing of mine was due at the last look."""
        return not self._told

    def look(self, model: Model, now: datetime, key: str) -> list[tuple[str, str]]:
        """Give what is to be told now, and how loud; ``key`` is the one that lists them."""
        moment, on = model.moment(), dict(_pressing(model, now))
        self._told = {one: at for one, at in self._told.items() if one in on}
        due = [one for one in on if self._is_due(one, moment)]
        self._told |= dict.fromkeys(due, moment)
        if not due:
            return []
        more = f" · and {len(due) - 1} more" if len(due) > 1 else ""
        return [(f"{on[due[0]]}{more} — {key} lists it", "alarm" if due[0][3] else "warn")]

    def _is_due(self, one: _Told, moment: float) -> bool:
        at = self._told.get(one)
        return at is None or (one[3] and moment - at >= AGAIN_SECONDS)


def _pressing(model: Model, now: datetime) -> Iterator[tuple[_Told, str]]:
    """Mine, what is over for longest first."""
    me = model.me.number if model.me else 0
    found = [
        (incident, promise)
        for incident in model.incidents.values()
        for promise in incident.promises
        if keeper(incident, promise) == me
        and (is_overdue(promise, now) or is_due_soon(promise, now))
    ]
    for incident, promise in sorted(found, key=lambda one: str(one[1].due)):
        key = incident.number, promise.id, str(promise.due), is_overdue(promise, now)
        yield key, _words(incident, promise, now)


def _words(incident: Incident, promise: Promise, now: datetime) -> str:
    what = f"{incident.ref} {clean_line(promise.text)}"
    if is_overdue(promise, now):
        return f"PROMISE OVERDUE for {spell(seconds_between(promise.due, now))}: {what}"
    return f"Promised, due in {spell(seconds_between(now, promise.due))}: {what}"
