"""Breaks text into rows: the one source for how high an entry is and for what is painted."""

from __future__ import annotations

import re

from rich.cells import cell_len

_WORD = re.compile(r"[^ ]+ ?| ")


def wrap(text: str, width: int) -> list[str]:
    """Rows of at most ``width`` cells, broken at spaces where there are any."""
    width = max(2, width)
    rows: list[str] = []
    for paragraph in text.split("\n"):
        if len(paragraph) <= width and paragraph.isascii():
            rows.append(paragraph)
        elif paragraph.isascii():
            _wrap_plain(paragraph, width, rows)
        else:
            _wrap_cells(paragraph, width, rows)
    return rows


def fit(text: str, width: int) -> str:
    """One row cut to ``width`` cells, with an ellipsis where something is missing."""
    if text.isascii():
        return text if len(text) <= width else text[: max(0, width - 1)] + "…"[:width]
    if cell_len(text) <= width:
        return text
    kept, _ = _cut(text, width - 1)
    if width < 1 or cell_len(kept) >= width:
        kept = ""
    return kept + "…"[:width]


def _wrap_plain(paragraph: str, width: int, rows: list[str]) -> None:
    start, length = 0, len(paragraph)
    while length - start > width:
        space = paragraph.rfind(" ", start, start + width + 1)
        if space <= start:
            rows.append(paragraph[start : start + width])
            start += width
        else:
            rows.append(paragraph[start:space])
            start = space + 1
    rows.append(paragraph[start:])


def _wrap_cells(paragraph: str, width: int, rows: list[str]) -> None:
    row, used = "", 0
    for word in _WORD.findall(paragraph):
        cells = cell_len(word)
        if used + cells - word.endswith(" ") <= width:
            row, used = row + word, used + cells
            continue
        if row:
            rows.append(row.rstrip(" "))
        rest = word
        while cell_len(rest.rstrip(" ")) > width:
            head, rest = _cut(rest, width)
            rows.append(head)
        row, used = rest, cell_len(rest)
    rows.append(row.rstrip(" "))


def _cut(text: str, width: int) -> tuple[str, str]:
    """Split so that the head fills at most ``width`` cells and is never empty."""
    used = 0
    for at, char in enumerate(text):
        cells = cell_len(char)
        if used + cells > width and at:
            return text[:at], text[at:]
        used += cells
    return text, ""
