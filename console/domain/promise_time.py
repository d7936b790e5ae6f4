"""The time in a promise as people write it, in English and Spanish: "18:00", "in 20 min"."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo

DAYS = {
    name: number
    for number, names in enumerate(
        (
            ("monday", "mon", "lunes"),
            ("tuesday", "tue", "martes"),
            ("wednesday", "wed", "miercoles", "miércoles"),
            ("thursday", "thu", "jueves"),
            ("friday", "fri", "viernes"),
            ("saturday", "sat", "sabado", "sábado"),
            ("sunday", "sun", "domingo"),
        )
    )
    for name in names
}
_DAY = re.compile(rf"\b({'|'.join(DAYS)})\b", re.IGNORECASE)
_TOMORROW = re.compile(r"\b(tomorrow|tmrw|mañana)\b", re.IGNORECASE)
_IN_THE_MORNING = re.compile(r"\b(?:de|por|en) la mañana\b", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?<![\d:/.-])(?P<hour>[01]?\d|2[0-3])(?:(?::|h)(?P<minute>[0-5]\d)|h\b)?\s*"
    r"(?P<half>[ap]\.?\s?m\.?(?!\w))?(?![\d:/-])",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"\b(?:in|en|within|dentro de)\s+(?P<count>\d{1,3}|an?|una?|half an|media)\s*"
    r"(?P<unit>minutes?|minutos?|mins?|m|hours?|horas?|hrs?|h|days?|d[ií]as?)\b",
    re.IGNORECASE,
)
_AT = re.compile(r"\b(?:at|by|before|until|a las?|antes de las?|hasta las?)\s*$", re.IGNORECASE)


def due_of(text: str, now: datetime, zone: tzinfo) -> datetime | None:
    """When a promise is due; None when no time is named.

    Args:
        text: The note line, with or without its mark.
        now: When it was written.
        zone: Of the person it was given to. A time of day that is over there is tomorrow's.
    """
    if span := _SPAN.search(text):
        return now + _length(span["count"].lower(), span["unit"].lower())
    local = now.astimezone(zone)
    clock = _clock(text)
    day = _day(text, local)
    if clock is None:
        return None
    at = datetime.combine((day or local).date(), clock, zone)
    if day is None and at <= now:
        at = datetime.combine(local.date() + timedelta(days=1), clock, zone)
    return at.astimezone(now.tzinfo)


def _length(count: str, unit: str) -> timedelta:
    if count in ("half an", "media"):
        return timedelta(minutes=30)
    number = int(count) if count.isdigit() else 1
    if unit.startswith("d"):
        return timedelta(days=number)
    return timedelta(hours=number) if unit.startswith("h") else timedelta(minutes=number)


def _clock(text: str) -> time | None:
    """The time of day that is named: one that cannot be anything else goes first."""
    for found in _CLOCK.finditer(text):
        bare = found["minute"] is None and not found["half"] and not found[0].endswith(("h", "H"))
        if bare and not _AT.search(text[: found.start()]):
            continue
        hour, half = int(found["hour"]), (found["half"] or "").lower()
        if half and hour > 12:
            continue
        if half.startswith("p"):
            hour = hour % 12 + 12
        elif half.startswith("a"):
            hour = hour % 12
        return time(hour, int(found["minute"] or 0))
    return None


def _day(text: str, local: datetime) -> datetime | None:
    plain = _IN_THE_MORNING.sub(" ", text)
    if _TOMORROW.search(plain):
        return local + timedelta(days=1)
    if named := _DAY.search(plain):
        ahead = (DAYS[named[1].lower()] - local.weekday()) % 7
        return local + timedelta(days=ahead or 7)
    return None
