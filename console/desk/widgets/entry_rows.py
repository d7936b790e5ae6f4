"""How one timeline line is painted: a rule of the day, a head with time and status, its words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from console.desk.widgets.wrap import fit, wrap
from console.domain.safe_text import clean, clean_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.style import Style

    from console.desk.model import Line

INDENT = 8
"""Cells before the words: the bar of the tone, the time, a space."""
SHORT_STATUS = 18
"""Longer words about delivery get rows of their own, or the head would be gone."""
SIGNS = {"call": "☎", "sms": "✉", "email": "@", "note": "✎"}
TONES = frozenset({"inbound", "internal", "risk", "quote", "promise", "ask", "trouble", "quiet"})


@dataclass(frozen=True, slots=True)
class Place:
    """What the surroundings of a line add to it."""

    width: int
    zone: tzinfo = UTC
    day: bool = False
    """It is the first of its day."""
    unread: bool = False
    """Everything from here on is new."""
    chosen: bool = False


MOST_CHARACTERS, MOST_LINES, MOST_HEAD = 20_000, 500, 1_000
"""Of one entry; who writes more is counted, not painted. It stays whole in the store."""


def cut(text: str) -> str:
    """The beginning of a long text, and how much is left out."""
    kept = text[:MOST_CHARACTERS]
    lines = kept.split("\n", MOST_LINES)
    if len(lines) > MOST_LINES:
        kept = "\n".join(lines[:MOST_LINES])
    left = len(text) - len(kept)
    if not left:
        return text
    return f"{kept}\n▸ {left:,} more characters are not shown here; console export has them."


def made_safe(line: Line) -> Line:
    """The same line with every word through the gate, long status words below the text."""
    status = clean_line(line.status[:MOST_HEAD])
    text = clean(cut(line.text)).rstrip("\n")
    if len(status) > SHORT_STATUS:
        text, status = (f"{text}\n▸ {status}" if text else f"▸ {status}"), ""
    return replace(line, head=clean_line(line.head[:MOST_HEAD]), text=text, status=status)


def height(line: Line, place: Place) -> int:
    """Rows that ``paint`` will give for a line made safe."""
    words = len(wrap(line.text, place.width - INDENT)) if line.text else 0
    return 1 + words + place.day + place.unread


def paint(line: Line, place: Place, style: Callable[[str], Style]) -> list[Strip]:
    """Rows of a line made safe; ``style`` gives the style of a part by its name."""
    width = place.width
    rows = []
    if place.day:
        day = line.at.astimezone(place.zone).strftime("%A %d %B %Y, %Z")
        rows.append(_rule(f"── {day} ", width, style("day")))
    if place.unread:
        rows.append(_rule("── new since you looked ", width, style("unread")))
    tone = line.tone if line.tone in TONES else "plain"
    under = style("chosen" if place.chosen else "body")
    bar = Segment("▌", under + style(f"{tone}-bar"))
    rows.append(_head(line, place, bar, style))
    body = under + style(f"{tone}-words")
    pad = " " * (INDENT - 1)
    for text in wrap(line.text, width - INDENT) if line.text else ():
        rows.append(_row([bar, Segment(pad + text, body)], width, body))
    return rows


def _head(line: Line, place: Place, bar: Segment, style: Callable[[str], Style]) -> Strip:
    under = style("chosen" if place.chosen else "body")
    tone = line.tone if line.tone in TONES else "plain"
    sign = SIGNS.get(line.kind, "·")
    room = place.width - INDENT - 2 - (cell_len(line.status) + 2 if line.status else 0)
    head = fit(line.head, room)
    gap = " " * max(0, room - cell_len(head))
    time = line.at.astimezone(place.zone).strftime("%H:%M")
    parts = [bar, Segment(f" {time} ", under + style("time"))]
    parts.append(Segment(f"{sign} ", under + style(f"{tone}-bar")))
    parts.append(Segment(head, under + style(f"{tone}-head")))
    if line.status:
        parts.append(Segment(f"{gap} {line.status} ", under + style("status")))
    return _row(parts, place.width, under)


def _row(parts: list[Segment], width: int, style: Style) -> Strip:
    return Strip(parts).adjust_cell_length(width, style)


def _rule(words: str, width: int, style: Style) -> Strip:
    return _row([Segment(words + "─" * max(0, width - len(words)), style)], width, style)
