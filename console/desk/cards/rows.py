"""A card as rows of a pane: what to learn, to do, to say and not to say, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.desk.cards.place import Way
from console.desk.cards.sections import SECTIONS
from console.desk.widgets.wrap import fit, wrap
from console.library.placeholders import readable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from console.desk.cards.place import Place
    from console.library.card import Words

Row = list[tuple[str, str]]
"""Parts of one row."""
SIDE_BY_SIDE = 64
"""Columns from which both languages stand beside each other and not below."""
MARK = "▸ "


class Written(NamedTuple):
    """The rows of a place in a card."""

    rows: list[Row]
    marked: int
    """The row of the mark."""
    top: int
    """The row from which it can be understood: what to do now, or the title of a section."""


def head_of(place: Place, width: int, *, spanish_first: bool = False) -> list[Row]:
    """What stays in sight: the title, where one is in the card, and the words that wanted it."""
    card = place.card
    where = "done" if place.step is None else f"step {card.steps.index(place.step) + 1}"
    title = card.title.es if spanish_first else card.title.en
    rows: list[Row] = [
        [(fit(title, width), "plain")],
        [(fit(f"{card.id} v{card.version} · {where} of {len(card.steps)}", width), "quiet")],
    ]
    if card.emergency and card.lines:
        numbers = " · ".join(f"{line.number} ({'/'.join(line.where)})" for line in card.lines)
        rows.append([(fit(f"call {numbers}", width), "good")])
    if place.said:
        rows.append([(fit(f"because they said “{place.said}”", width), "warn")])
    return rows


def rows_of(
    place: Place,
    ticked: frozenset[str],
    width: int,
    *,
    spanish_first: bool = False,
    values: Mapping[str, str] | None = None,
) -> Written:
    """What holds for the place; titles stand apart."""
    page = Page(width, spanish_first, values or {})
    if place.card.opening_facts:
        page.rows.append([("GET NOW", "key")])
    items, marked = place.items, -1 if place.below else place.marked
    for at, fact in enumerate(place.card.opening_facts):
        page.mark(at == marked)
        box = "[x]" if fact.id in ticked else "[ ]"
        loud = "quiet" if fact.id in ticked else "text"
        if at == marked:
            page.both(fact.ask, f"{box} ", loud)
        else:
            page.one(fact.ask, f"{box} ", loud)
    page.step(place)
    for at, item in enumerate(items):
        if isinstance(item, Way):
            page.mark(at == marked)
            page.way(place, item)
    page.always(place)
    is_fact = 0 <= marked < len(place.card.opening_facts)
    top = page.marked if place.below else 0 if is_fact else page.now
    return Written(page.rows, page.marked, top)


class Page:
    """Rows that are being written, one below the other."""

    def __init__(self, width: int, spanish_first: bool, values: Mapping[str, str]) -> None:
        self.width, self.spanish_first, self.values = width, spanish_first, values
        self.rows: list[Row] = []
        self.marked = self.now = 0
        self._mark = False

    def mark(self, is_marked: bool) -> None:
        """What follows is marked, or not."""
        self._mark = is_marked
        if is_marked:
            self.marked = len(self.rows)

    def step(self, place: Place) -> None:
        """What to do now, and its lines."""
        step = place.step
        self.rows.append([])
        if step is None:
            self.rows.append([("END OF THE CARD", "key")])
            return
        self.now = len(self.rows)
        self.rows.append([("NOW", "key")])
        self._mark = False
        self.for_us(step.do, "", "plain")
        for line in step.say:
            self.both(line, "say ", "good")
        for line in step.avoid:
            self.both(line, "NOT ", "warn")

    def way(self, place: Place, way: Way) -> None:
        """A way on."""
        if way.answer is not None:
            self.for_us(way.answer.words, "→ ", "key")
        elif place.step is not None and place.card.after(place.step) is not None:
            self.put(["→ next"], "key")
        else:
            self.put(["→ end of the card"], "key")

    def always(self, place: Place) -> None:
        """What holds at every step, a section after the other."""
        for at, section in enumerate(place.sections, 1):
            self.rows.append([])
            self.mark(at == place.below)
            # A title that is marked is pushed in by its mark.
            self.rows.append([(MARK if self._mark else "", "key"), (section, "key")])
            self._mark = False
            SECTIONS[section](self, place.card)

    def for_us(self, words: Words, before: str, loud: str) -> None:
        """A line that nobody says aloud: in one language where there is no room for both."""
        if self.width >= SIDE_BY_SIDE:
            self._columns(
                before + self._first(words),
                _read(words, self.values, is_spanish=not self.spanish_first),
                loud,
            )
        else:
            self.wrapped(before + self._first(words), loud)

    def wrapped(self, text: str, loud: str) -> None:
        """One language, in as many rows as it takes."""
        self.put(_wrapped(text, self.width - len(MARK)), loud)

    def both(self, words: Words, before: str, loud: str) -> None:
        """A line in both languages, beside each other where there is room."""
        first, second = (
            self._first(words),
            _read(words, self.values, is_spanish=not self.spanish_first),
        )
        if self.width >= SIDE_BY_SIDE:
            self._columns(before + first, second, loud)
            return
        self.wrapped(before + first, loud)
        if first != second:
            self.put(_wrapped(second, self.width - 2 - len(MARK)), "quiet", "  ")

    def one(self, words: Words, before: str, loud: str) -> None:
        """A line in the first language, cut to one row."""
        self.put([fit(before + self._first(words), self.width - len(MARK))], loud)

    def _columns(self, first: str, second: str, loud: str) -> None:
        half = (self.width - len(MARK)) // 2 - 1
        left, right = _wrapped(first, half), _wrapped(second, half)
        for at in range(max(len(left), len(right))):
            one = left[at] if at < len(left) else ""
            two = right[at] if at < len(right) else ""
            lead = MARK if self._mark and at == 0 else "  "
            gap = " " * max(1, half - _cells(one) + 1)
            self.rows.append([(lead, "key"), (one, loud), (gap, "text"), (two, "quiet")])

    def put(self, lines: Iterable[str], loud: str, indent: str = "") -> None:
        """Rows of one language."""
        for line in lines:
            lead = MARK if self._mark else "  "
            self._mark = False
            self.rows.append([(lead, "key"), (indent + line, loud)])

    def _first(self, words: Words) -> str:
        return _read(words, self.values, is_spanish=self.spanish_first)


def _wrapped(text: str, width: int) -> list[str]:
    return wrap(text, max(10, width))


def _read(words: Words, values: Mapping[str, str], *, is_spanish: bool) -> str:
    language = "es" if is_spanish else "en"
    return readable(words.of(language), values, language)


def _cells(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


def window(written: Written, height: int) -> Iterator[Row]:
    """As many rows as fit, with the marked one among them, and a word that there is more."""
    rows, marked, top = written
    if len(rows) <= height:
        yield from rows
        return
    # One row above and one below say how much more there is.
    is_far = marked >= height - 1 or marked == top
    start = max(0, top - 1, marked - height + 2) if is_far else 0
    start = min(start, len(rows) - height)
    shown = rows[start : start + height]
    if start:
        shown[0] = [(f"↑ {start} more", "quiet")]
    if below := len(rows) - start - height:
        shown[-1] = [(f"↓ {below} more", "quiet")]
    yield from shown
