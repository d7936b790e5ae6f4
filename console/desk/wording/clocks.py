"""The clocks of an incident in words: what is due on its header, and why each number is so."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, tzinfo

    from console.domain.sla import Clock, ClocksView

_SECOND = timedelta(seconds=1)
NAMES = {"first": "first reply", "next": "reply", "resolution": "solution"}
STANDING = {
    "off": "not started",
    "running": "running",
    "warned": "running, nearly due",
    "paused": "paused",
    "late": "LATE",
    "kept": "kept",
    "broken": "broken",
}


def due_words(view: ClocksView | None, now: datetime) -> list[tuple[str, str]]:
    """What of an incident is due soonest, and how loud to say it; nothing when nothing is."""
    if view is None:
        return []
    running = [clock for clock in view.clocks if clock.due is not None]
    if not running:
        paused = any(clock.standing == "paused" for clock in view.clocks)
        return [("clocks paused: their turn  ", "quiet")] if paused else []
    clock = min(running, key=_due)
    due, name = _due(clock), NAMES[clock.kind]
    if now > due:
        return [(f" {name.upper()} {span(now - due)} LATE ", "alarm"), (" ", "text")]
    warned = clock.warns is not None and now >= clock.warns
    if warned:
        return [(f"soon: {name} in {span(due - now)}  ", "warn")]
    return [(f"{name} in {span(due - now)}  ", "quiet")]


def _due(clock: Clock) -> datetime:
    if clock.due is None:
        raise ValueError("only what runs is due")
    return clock.due


def span(length: timedelta) -> str:
    """A length of time as people say it: ``40 s``, ``12 min``, ``3 h 05``, ``2 d 4 h``."""
    seconds = max(0, round(length.total_seconds()))
    if seconds < 100:
        return f"{seconds} s"
    minutes = seconds // 60
    if minutes < 100:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02}" if hours < 48 else f"{hours // 24} d {hours % 24} h"


def why(view: ClocksView, zone: tzinfo) -> Iterator[str]:
    """Why each number is so: the promise, the calendar, and each entry that moved the clock."""
    if view.zone:
        hours = ", ".join(view.hours) or "every day"
        yield f"{view.severity}: time counts {hours} ({view.zone}), not on holidays"
    else:
        yield f"{view.severity}: time counts day and night"
    for clock in view.clocks:
        yield _told(clock, view)
        for mark in clock.marks:
            at = f"{mark.at.astimezone(zone):%d %b %H:%M:%S}"
            fault = f"; {mark.fault}" if mark.fault else ""
            yield f"    {at}  {mark.change:8} {clean_line(mark.words)} (entry {mark.seq}{fault})"


def _told(clock: Clock, view: ClocksView) -> str:
    minutes = view.promise.within(clock.kind).total_seconds() / 60
    within = f" of {span(view.promise.within(clock.kind))}" if minutes else ", nothing promised"
    name = NAMES[clock.kind] if clock.kind != "next" else "next reply"
    if clock.standing == "off":
        return f"{name}: not started"
    spent = _seconds(clock.spent_seconds)
    same = clock.spent_seconds == clock.wall_seconds
    wall = "" if same else f" ({_seconds(clock.wall_seconds)} by the calendar)"
    return f"{name}: {STANDING[clock.standing]}, {spent}{within}{wall}"


def _seconds(seconds: float) -> str:
    return span(_SECOND * seconds)
