"""The measuring itself: what a recording is worth, and when a figure is good enough."""

from __future__ import annotations

import sqlite3
import sys
from typing import TYPE_CHECKING

import pytest

from tests.benchmarks.keys import WARM, painted, words
from tests.benchmarks.programs import environ
from tests.benchmarks.report import write_docs
from tests.benchmarks.result import Result, Target, percentile
from tests.benchmarks.rounds import in_turn
from tests.benchmarks.screen import BEGIN, END, Screen
from tests.benchmarks.seed import Seed, seed
from tests.benchmarks.terminal import Ended, Terminal
from tests.benchmarks.texts import Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ECHO = "import sys, tty; tty.setraw(0); print('ready', flush=True)\n"
ECHO += "while (key := sys.stdin.read(1)) != '.': print(key, end='', flush=True)"


@pytest.fixture
def echo(tmp_path: Path) -> Iterator[Terminal]:
    """A program that paints every key at once, and ends with a full stop."""
    terminal = Terminal([sys.executable, "-c", ECHO], environ(tmp_path), str(tmp_path))
    terminal.wait_for("ready")
    yield terminal
    terminal.close()


def test_a_key_is_painted_when_the_screen_shows_what_was_typed_by_then(echo: Terminal) -> None:
    first = (echo.press(b"zqx"), "zqx")
    second = (echo.press(b"j"), "zqxj")
    echo.until_quiet(quiet=0.1)
    found = painted(echo, [first, second])
    assert (len(found.ms), found.missed) == (2, 0)
    assert all(ms > 0 for ms in found.ms)


def test_a_key_that_is_never_painted_is_counted_and_not_scored(echo: Terminal) -> None:
    written = [(echo.press(b"zqx"), "zqxjkv")]
    echo.until_quiet(quiet=0.1)
    found = painted(echo, written)
    assert (found.ms, found.missed) == ([], 1)


def test_a_program_that_ends_while_it_is_measured_is_no_measurement(echo: Terminal) -> None:
    echo.press(b".")
    with pytest.raises(Ended):
        echo.wait_for("never")


def test_a_frame_is_seen_when_it_is_complete() -> None:
    screen = Screen(20, 2)
    assert not screen.feed(BEGIN + b"half a ")
    assert screen.feed(b"word" + END)
    assert screen.text.startswith("half a word")


def test_an_escape_sequence_cut_in_two_is_not_shown() -> None:
    screen = Screen(20, 2)
    screen.feed(b"ana\x1b[>")
    screen.feed(b"1u\x1b]0;title")
    screen.feed(b"\x07 ruiz")
    assert screen.text.split("\n")[0].rstrip() == "ana ruiz"


def test_no_two_words_begin_alike_and_the_first_keys_are_for_warming_up() -> None:
    made = words(400, seed=1)
    assert len({word[:3] for word in made}) == len(made)
    assert WARM < 400 <= sum(len(word) + 1 for word in made)


@pytest.mark.parametrize(
    ("target", "ours", "is_met"),
    [
        (Target("at most times floor", 1.5), 15.0, True),
        (Target("at most times floor", 1.5), 15.1, False),
        (Target("at least times floor", 0.55), 5.5, True),
        (Target("at least times floor", 0.55), 5.4, False),
        (Target("floor plus at most", 15.0), 25.0, True),
        (Target("floor plus at most", 15.0), 25.1, False),
        (Target("at most", 50.0), 50.1, False),
    ],
)
def test_a_target_is_met_up_to_its_limit(target: Target, ours: float, is_met: bool) -> None:
    assert target.is_met(ours, 10.0) is is_met


def test_a_target_of_a_floor_needs_one() -> None:
    with pytest.raises(ValueError, match="floor"):
        Target("at most times floor", 1.5).is_met(1.0, None)


def test_a_percentile_lies_between_its_neighbours() -> None:
    assert percentile([4.0, 1.0, 3.0, 2.0], 0.5) == 2.5
    assert percentile([1.0], 0.99) == 1.0


def test_every_round_measures_both_in_the_other_order() -> None:
    order: list[str] = []

    def note(name: str) -> float:
        order.append(name)
        return 1.0

    pair = in_turn(lambda: note("floor"), lambda: note("ours"), rounds=2)
    assert (len(pair.floor), len(pair.ours)) == (2, 2)
    assert list(dict.fromkeys(order)) == ["floor", "ours"]
    assert order.index("floor") < order.index("ours")
    assert order[-1] == "floor"


def test_figures_are_put_between_the_marks_of_the_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- figures: written by a run -->old<!-- end of figures -->\nafter\n")
    write_docs([Result("splash", "ms", 20.0, Target("at most", 50.0))], is_quick=True, page=page)
    text = page.read_text("utf-8")
    assert "| splash | – | 20 ms | – | ≤ 50 ms | MET |" in text
    assert "a quick run" in text
    assert "old" not in text
    assert text.startswith("before\n")
    assert text.endswith("after\n")


def test_a_seeded_incident_has_as_many_entries_as_were_wanted(tmp_path: Path) -> None:
    seeded = seed(f"sqlite:///{tmp_path / 'hub.db'}", Seed(entries=50, others=2, agents=2))
    with sqlite3.connect(tmp_path / "hub.db") as connection:
        counted = "SELECT count(*) FROM entry WHERE incident = ?"
        assert connection.execute(counted, (seeded.incident,)).fetchone() == (50,)
    connection.close()
    assert len(set(seeded.tokens)) == 2


def test_every_webhook_has_a_message_id_of_its_own() -> None:
    source = Source("http://127.0.0.1:1", "made-up")
    made = [source.text("+12025550100", "ok") for _ in range(20)]
    assert len({sid for sid, _ in made}) == 20
    assert all(sid.encode() in request for sid, request in made)
