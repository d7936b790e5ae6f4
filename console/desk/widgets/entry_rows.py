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


MOST_HEADS = 3
"""Rows of a head; only a name made to be long needs more."""
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
    if line.kind == "caption":
        return len(_said(line, place.width)) + place.day + place.unread
    words = len(wrap(line.text, place.width - INDENT)) if line.text else 0
    return len(_heads(line, place.width)) + words + place.day + place.unread


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
    body = under + style(f"{tone}-words")
    pad = " " * (INDENT - 1)
    if line.kind == "caption":
        time = Segment(_time(line, place), under + style("time"))
        for n, text in enumerate(_said(line, width)):
            first = time if n == 0 else Segment(pad, body)
            rows.append(_row([bar, first, Segment(text, body)], width, body))
        return rows
    rows.extend(_head(line, place, bar, style))
    for text in wrap(line.text, width - INDENT) if line.text else ():
        rows.append(_row([bar, Segment(pad + text, body)], width, body))
    return rows


def _said(line: Line, width: int) -> list[str]:
    """A caption in as few rows as hold it: who said it stands before the words."""
    return wrap(f"{line.head}: {line.text}", width - INDENT)


def _time(line: Line, place: Place) -> str:
    return f" {line.at.astimezone(place.zone).strftime('%H:%M')} "


def _heads(line: Line, width: int) -> list[str]:
    """The head in as few rows as hold it: what happened is never cut to its beginning."""
    room = _head_room(line, width)
    if len(line.head) <= room and line.head.isascii():
        return [line.head]
    rows = wrap(line.head, room)
    return rows if len(rows) <= MOST_HEADS else [*rows[: MOST_HEADS - 1], fit(_rest(rows), room)]


def _rest(rows: list[str]) -> str:
    return " ".join(rows[MOST_HEADS - 1 :])


def _head_room(line: Line, width: int) -> int:
    return max(2, width - INDENT - 2 - (cell_len(line.status) + 2 if line.status else 0))


def _head(line: Line, place: Place, bar: Segment, style: Callable[[str], Style]) -> list[Strip]:
    under = style("chosen" if place.chosen else "body")
    tone = line.tone if line.tone in TONES else "plain"
    first, *more = _heads(line, place.width)
    gap = " " * max(0, _head_room(line, place.width) - cell_len(first))
    parts = [bar, Segment(_time(line, place), under + style("time"))]
    parts.append(Segment(f"{SIGNS.get(line.kind, '·')} ", under + style(f"{tone}-bar")))
    words = under + style(f"{tone}-head")
    parts.append(Segment(first, words))
    if line.status:
        parts.append(Segment(f"{gap} {line.status} ", under + style("status")))
    below = ([bar, Segment(" " * (INDENT + 1) + text, words)] for text in more)
    return [_row(row, place.width, under) for row in (parts, *below)]


def _row(parts: list[Segment], width: int, style: Style) -> Strip:
    return Strip(parts).adjust_cell_length(width, style)


def _rule(words: str, width: int, style: Style) -> Strip:
    return _row([Segment(words + "─" * max(0, width - len(words)), style)], width, style)
