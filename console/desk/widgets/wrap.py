"""Breaks text into rows: the one source for how high an entry is and for what is painted."""

from __future__ import annotations

import re

from rich.cells import cell_len, split_graphemes

LONGEST_LETTER = 16
"""Characters that one sign may be made of: families of emoji, letters under several marks."""
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
    head = text[: max(0, width) * LONGEST_LETTER]
    if len(head) == len(text) and cell_len(text) <= width:
        return text
    kept = _pieces(head, width - 1)[0] if width > 1 else ""
    return (kept if cell_len(kept) < width else "") + "…"[:width]


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
        *full, row = _pieces(word, width)
        rows += full
        used = cell_len(row)
    rows.append(row.rstrip(" "))


def _pieces(word: str, width: int) -> list[str]:
    """Split so that each piece fills at most ``width`` cells, and none is empty.

    What is one sign on the screen, like an emoji made of several characters, stays together.
    """
    if cell_len(word.rstrip(" ")) <= width:
        return [word]
    pieces, start, used = [], 0, 0
    spans, _ = split_graphemes(word)
    for begin, end, cells in spans:
        is_last_space = end == len(word) and word[begin] == " "
        if used + cells > width and begin > start and not is_last_space:
            pieces.append(word[start:begin])
            start, used = begin, 0
        used += cells
    return [*pieces, word[start:]]
