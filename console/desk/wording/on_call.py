"""The board of who can help, in words: who is on, whether they are there, their hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.wording.paging import rung_line
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from console.domain.board import BoardRow
    from console.domain.cover import Cover


def board_line(row: BoardRow, now: datetime, zone: tzinfo) -> str:
    """One place of the board: who has it now, or why nobody does."""
    head = row.name or ("leads" if row.kind == "leads" else clean_line(", ".join(row.routes)))
    people = "; ".join(rung_line(one, now).removeprefix("now · ") for one in row.people)
    dead = clean_line("; ".join(row.dead))
    told = people or f"DEAD: {dead}"
    cover = cover_words(row.cover, zone) if row.cover is not None else ""
    of = f"for {clean_line(', '.join(row.routes))}" if row.routes and row.name else ""
    return " · ".join(part for part in (head, told, cover, of) if part)


def cover_words(cover: Cover, zone: tzinfo) -> str:
    """Who is on instead, until when, and who said so."""
    until = f"{cover.until.astimezone(zone):%a %H:%M}"
    return f"{clean_line(cover.name)} instead until {until} ({clean_line(cover.by)})"
