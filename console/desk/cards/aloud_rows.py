"""A line that is read out, as rows: large in the caller's language, in grey in the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from console.desk.widgets.wrap import fit, wrap
from console.library.placeholders import NAMES, filled, readable, unfilled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from console.desk.cards.aloud import Aloud
    from console.desk.cards.rows import Row
    from console.library.card import Words

BAR = "▌ "
NARROWEST = 12


def aloud_rows(
    aloud: Aloud, width: int, *, is_spanish: bool, values: Mapping[str, str], keys: str = ""
) -> list[Row]:
    """What is read now, its other language, what has to be found out first, and what follows."""
    theirs, ours = ("es", "en") if is_spanish else ("en", "es")
    words = aloud.words
    rows: list[Row] = [[], [(_where(aloud), "key")], []]
    rows += _large(readable(words.of(theirs), values, theirs), width)
    rows.append([])
    rows += _grey(readable(words.of(ours), values, ours), width)
    for name in dict.fromkeys(unfilled(filled(words.of(theirs), values))):
        rows += [[], [(fit(f"find out first: {NAMES[name]}", width), "warn")]]
    rows += [[], *_after(aloud.following, theirs, width, values), *_now(aloud, width, ours)]
    rows += [[(part, "quiet")] for part in wrap(keys, width) if part]
    return rows


def keys_of(name_of: Callable[[str], str]) -> str:
    """The keys of reading out, in words."""
    named = (
        ("script.next", "next"),
        ("script.choose", "note or go on"),
        ("script.read", "shows the card"),
    )
    return " · ".join(f"{name_of(action)} {words}" for action, words in named)


def _where(aloud: Aloud) -> str:
    counted = f"READ OUT {aloud.at + 1} of {len(aloud.lines)}"
    parts = len(aloud.parts)
    return f"{counted} · part {aloud.part + 1} of {parts}" if parts > 1 else counted


def _large(text: str, width: int) -> Iterator[Row]:
    """As loud as a terminal can be: bold, on a ground of its own, with air around it."""
    room = max(NARROWEST, width - 2 * len(BAR))
    for row in ("", *wrap(text, room), ""):
        gap = " " * max(0, room - cell_len(row) + len(BAR))
        yield [(BAR, "read-bar"), (row + gap, "read")]


def _grey(text: str, width: int) -> Iterator[Row]:
    for row in wrap(text, max(NARROWEST, width - 2 * len(BAR))):
        yield [(" " * len(BAR) + row, "quiet")]


def _now(aloud: Aloud, width: int, language: str) -> Iterator[Row]:
    """What the step of the line is about, which nobody reads out."""
    step = aloud.place.step
    if step is not None and aloud.line.step:
        for row in wrap(f"NOW {step.do.of(language)}", width):
            yield [(row, "text")]


def _after(
    following: Words | None, language: str, width: int, values: Mapping[str, str]
) -> Iterator[Row]:
    if following is None:
        yield [("the last line of this step", "quiet")]
    else:
        text = readable(following.of(language), values, language)
        yield [(fit(f"then: {text}", width), "text")]
