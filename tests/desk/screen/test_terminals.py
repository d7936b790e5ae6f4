"""Terminals as they are: tiny, resized without end, with few colours, without UTF-8, dumb."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.desk.screen.terminal import DESK, terminal

if TYPE_CHECKING:
    from pathlib import Path

QUIT = b"\x11"
PEOPLE_AT, BODY_ROWS = 160 - 40, 44
"""Where the people begin beside the timeline, in a window of 160 by 48."""
TRUE_COLOUR = re.compile(rb"\x1b\[[0-9;]*[34]8;2;")
MANY_COLOURS = re.compile(rb"\x1b\[[0-9;]*[34]8;5;")


def desk(folder: Path) -> tuple[str, ...]:
    """The arguments of a desk whose files are in a folder."""
    return *DESK, str(folder)


def test_a_window_of_ten_by_three_neither_crashes_nor_traps(tmp_path: Path) -> None:
    with terminal(desk(tmp_path), shape=(10, 3)) as window:
        window.sees("live")
        window.becomes(120, 36)
        window.sees("NOTE · INTERNAL", "TO +1…01 SMS")
        window.becomes(10, 3)
        window.presses(b"\x14half a line")
        window.becomes(120, 36)
        window.sees("half a line", "NOTE · INTERNAL")
        window.becomes(10, 3)
        window.presses(QUIT)
        assert window.ends() == 0


def test_a_storm_of_sizes_ends_in_the_last_one(tmp_path: Path) -> None:
    with terminal(desk(tmp_path)) as window:
        window.sees("TO +1…01 SMS")
        window.presses(b"\x14kept")
        for step in range(200):
            window.becomes(10 + step * 7 % 200, 3 + step * 5 % 60)
        window.becomes(100, 30)
        window.until(lambda: "kept" in window.seen and window.seen.count("dark choc") == 1)
        window.until(lambda: "NO CALL" in window.seen.splitlines()[-2])
        window.presses(QUIT)
        assert window.ends() == 0


def test_a_size_that_nobody_told_of_is_found(tmp_path: Path) -> None:
    with terminal(desk(tmp_path)) as window:
        window.sees("TO +1…01 SMS")
        window.becomes(60, 20, is_told=False)
        window.until(lambda: "NO CALL" in window.seen.splitlines()[-2])
        window.presses(QUIT)
        assert window.ends() == 0


def test_sixteen_colours_are_enough(tmp_path: Path) -> None:
    with terminal(desk(tmp_path), TERM="xterm-16color", COLORTERM="") as window:
        window.sees("dark chocolate", "1 unanswered", "NO CALL")
        window.presses(QUIT)
        assert window.ends() == 0
        assert not TRUE_COLOUR.search(window.wrote)
        assert not MANY_COLOURS.search(window.wrote)


def test_a_locale_without_utf_8_is_no_matter_where_python_knows_better(tmp_path: Path) -> None:
    with terminal(desk(tmp_path), LC_ALL="", LANG="C") as window:
        window.sees("dark chocolate", "TO +1…01 SMS")
        window.presses(QUIT)
        assert window.ends() == 0


def test_rows_with_wide_signs_end_where_all_rows_end(tmp_path: Path) -> None:
    with terminal(desk(tmp_path), shape=(160, 48)) as window:
        window.sees("dark chocolate", "PEOPLE", "中文")
        border = window.column(PEOPLE_AT)[:BODY_ROWS]
        assert len(set(border)) == 1
        assert border.strip()


@pytest.mark.parametrize(
    ("environ", "says"),
    [
        ({"TERM": "dumb"}, "TERM is 'dumb'"),
        ({"TERM": ""}, "TERM is not set"),
        ({"PYTHONIOENCODING": "ascii"}, "in ascii"),
        ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, "UTF-8"),
    ],
    ids=["dumb", "no name", "ascii", "no locale"],
)
def test_what_can_show_no_screen_is_refused_in_one_sentence(
    tmp_path: Path, environ: dict[str, str], says: str
) -> None:
    token = tmp_path / "private" / "token"
    token.parent.mkdir(mode=0o700)
    token.touch(mode=0o600)
    token.write_text("sl_0a1b2c3d_practice")
    command = ("-m", "console", "desk")
    known = {"STEADYLINE_DESK_TOKEN_FILE": str(token)}
    with terminal(command, shape=(200, 24), **known, **environ) as window:
        assert window.ends() == 1
        text = window.wrote.decode("ascii", "backslashreplace")
    assert says in text
    assert "Traceback" not in text
    assert "\x1b" not in text
    assert text.count("console: ") == 1


def test_a_locked_terminal_shows_nothing_keeps_nothing_and_can_not_be_left(tmp_path: Path) -> None:
    with terminal(desk(tmp_path)) as window:
        window.sees("dark chocolate", "TO +1…01 SMS")
        window.presses(b"\x10")
        window.sees("Search")
        window.presses(b"cover the screen")
        window.sees("a call goes on.")
        window.presses(b"\r")
        window.sees("Locked", "The last six characters of your token")
        window.settles()
        words = set(re.findall(r"\w+", window.seen))
        assert not words & {"chocolate", "SMS", "WORK", "PEOPLE", "NOTE", "NMK", "INTERNAL"}
        assert b"\x1b[2J\x1b[3J" in window.wrote
        window.presses(QUIT + b"\x03\x1a\x1bl_tes\r")
        window.sees("That is not it.")
        assert window.program.poll() is None
        window.presses(b"l_test\r")
        window.sees("dark chocolate", "TO +1…01 SMS")
        window.presses(QUIT)
        assert window.ends() == 0
