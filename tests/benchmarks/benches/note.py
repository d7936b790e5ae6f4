"""A long note typed line by line while texts arrive: no key is lost, every mark is found."""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import closing
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from console.domain.note import mark_of
from console.domain.noted_facts import facts_in
from tests.benchmarks.arriving import texts
from tests.benchmarks.hub import sqlite
from tests.benchmarks.keys import GRACE, SURE, WORD, Typed, painted, words
from tests.benchmarks.pressed import CTRL_T
from tests.benchmarks.result import Result, Target, percentile
from tests.benchmarks.rounds import in_turn
from tests.benchmarks.seed import Seed
from tests.benchmarks.station import BARE_READY, station

if TYPE_CHECKING:
    from pathlib import Path

    from tests.benchmarks.scope import Scope
    from tests.benchmarks.station import Station
    from tests.benchmarks.terminal import Terminal

RATE = 20
"""Texts a second."""
BEGINNINGS = ("", '"', "! ", "? ", "@vet ", "#meds ", "", "$240 ", "!allergy ", "> ")
"""How lines begin, in turn."""
WORDS = 2
"""Of a line, after its beginning."""
FLOOR_LINES = 12
ANSWERED_SECONDS = 20


class Line(NamedTuple):
    """One line of the note."""

    beginning: str
    words: str

    @property
    def text(self) -> str:
        """As it is typed."""
        return self.beginning + self.words


class Pace(NamedTuple):
    """How much is typed, and how fast."""

    lines: int
    keys_per_second: float

    @property
    def name(self) -> str:
        """In words a minute, five keys each."""
        return f"{self.lines} lines at {self.keys_per_second * 12:.0f} words/min"


def bench(scope: Scope) -> list[Result]:
    """Type 90 lines at 100 words a minute; a quick look types fewer of them faster."""
    pace = Pace(30, 25.0) if scope.is_quick else Pace(90, 100 * 5 / 60)
    with station(scope.folder, Seed()) as place:
        short = pace._replace(lines=FLOOR_LINES)
        pair = in_turn(partial(_bare, place, short), partial(_desk, place, pace), rounds=1)
    floor = [ms for typed in pair.floor for ms in typed.ms]
    ours = [ms for typed in pair.ours for ms in typed.ms]
    missed = sum(typed.missed for typed in pair.ours)
    lost = _lost(scope.folder, pace)
    title = f"note of {pace.name}, {RATE} texts/s"
    return [
        Result(
            f"{title}: key to paint, p{share * 100:.0f}",
            "ms",
            percentile(ours, share),
            Target("at most times floor", limit),
            percentile(floor, share),
            {"keys": float(len(ours)), "others' share of a core": max(pair.noise)},
        )
        for share, limit in ((0.5, 1.5), (0.99, 2.5))
    ] + [
        Result(f"{title}: keys never painted", "keys", float(missed), Target("at most", 0)),
        Result(f"{title}: lines not stored whole", "lines", float(lost), Target("at most", 0)),
    ]


def note(lines: int) -> list[Line]:
    """The lines of the note, each with words that stand nowhere else."""
    made = iter(words(lines * WORDS * (WORD + 1), seed=2))
    return [
        Line(BEGINNINGS[at % len(BEGINNINGS)], " ".join(next(made) for _ in range(WORDS)))
        for at in range(lines)
    ]


def _desk(place: Station, pace: Pace) -> Typed:
    with place.desk() as terminal:
        place.await_incident(terminal)
        terminal.press(CTRL_T)
        lines = note(pace.lines)
        seconds = sum(len(line.text) + 1 for line in lines) / pace.keys_per_second
        with texts(place, RATE, seconds=int(seconds) + ANSWERED_SECONDS):
            terminal.pause(1.5)
            written = _type(terminal, lines, pace)
        # What is typed is saved line by line; the last ones may still be on their way.
        terminal.pause(2.0)
        return painted(terminal, written)


def _bare(place: Station, pace: Pace) -> Typed:
    with place.bare() as terminal:
        terminal.wait_for(BARE_READY)
        terminal.pause(0.5)
        return painted(terminal, _type(terminal, note(pace.lines), pace))


def _type(terminal: Terminal, lines: list[Line], pace: Pace) -> list[tuple[float, str]]:
    """Type on the beat whether or not the last key was painted; gives what must be seen when."""
    terminal.text()
    written: list[tuple[float, str]] = []
    due = time.perf_counter() + 0.1
    for line in lines:
        word = ""
        for place, letter in enumerate(line.text + "\r"):
            terminal.listen(due)
            at = terminal.press(letter.encode())
            is_scored = place >= len(line.beginning) and letter.isalpha()
            word = word + letter if is_scored else ""
            if len(word) >= SURE:
                written.append((at, word))
            due += 1 / pace.keys_per_second
    terminal.pause(GRACE)
    return written


def _lost(folder: Path, pace: Pace) -> int:
    """How many lines the hub has not stored as they were typed, in order, with their facts."""
    file = sqlite(folder).removeprefix("sqlite:///")
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        rows = connection.execute(
            "SELECT data FROM entry WHERE kind = 'note.added' ORDER BY seq DESC LIMIT ?",
            (pace.lines,),
        ).fetchall()
    stored = [json.loads(data) for (data,) in reversed(rows)]
    found = [(one["text"], one["mark"], one["facts"]) for one in stored]
    wanted = [
        (line.text, mark_of(line.text), [fact.model_dump() for fact in facts_in(line.text)])
        for line in note(pace.lines)
    ]
    return sum(line != kept for line, kept in zip_longest(wanted, found))
