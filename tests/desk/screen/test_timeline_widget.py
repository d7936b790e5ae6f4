"""The timeline keeps the reader's place whatever comes, goes, grows or is resized."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult

from console.desk.scene import Line
from console.desk.themes import DARK
from console.desk.widgets.heights import Heights
from console.desk.widgets.timeline import Timeline
from console.desk.widgets.wrap import fit, wrap

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.pilot import Pilot

START = datetime(2030, 5, 6, 9, 0, tzinfo=UTC)


def line(number: int, text: str = "", *, status: str = "", day: int = 0) -> Line:
    """One line of a timeline."""
    at = START + timedelta(seconds=number, days=day)
    return Line(f"e{number}", at, "note", "Sam Lee", f"entry {number}", text, status=status)


class Alone(App[None]):
    """A timeline and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.register_theme(DARK)
        self.theme = DARK.name
        self.older = 0
        self.unread: list[int] = []

    def compose(self) -> ComposeResult:
        """The timeline."""
        yield Timeline()

    def on_timeline_older_wanted(self) -> None:
        """Count how often older pages are asked for."""
        self.older += 1

    def on_timeline_feed_unread(self, event: Timeline.Unread) -> None:
        """Keep what is said of unread lines."""
        self.unread.append(event.count)


@asynccontextmanager
async def shown(lines: list[Line]) -> AsyncIterator[tuple[Alone, Timeline, Pilot[None]]]:
    """A timeline of 60 columns and 12 rows."""
    app = Alone()
    async with app.run_test(size=(60, 12)) as pilot:
        timeline = app.query_one(Timeline)
        timeline.load(lines)
        await pilot.pause()
        yield app, timeline, pilot


def rows(timeline: Timeline) -> list[str]:
    """What stands in the rows in sight."""
    seen = range(timeline.top, min(timeline.total, timeline.top + timeline.size.height))
    return [timeline.row(y).text for y in seen]


async def test_it_opens_at_its_end_and_follows_what_comes() -> None:
    async with shown([line(n) for n in range(1, 200)]) as (_, timeline, pilot):
        assert "entry 199" in rows(timeline)[-1]
        timeline.feed([line(200), line(201)])
        timeline.flush()
        await pilot.pause()
        assert "entry 201" in rows(timeline)[-1]


async def test_a_reader_who_scrolled_up_stays_and_sees_where_the_news_begin() -> None:
    async with shown([line(n) for n in range(1, 200)]) as (app, timeline, pilot):
        timeline.page(-3)
        before = rows(timeline)
        timeline.feed([line(200, "new words"), line(201)])
        timeline.flush()
        await pilot.pause()
        assert rows(timeline) == before
        assert app.unread == [2]
        timeline.action_tail()
        await pilot.pause()
        assert app.unread[-1] == 0
        assert timeline.follow


async def test_of_a_burst_the_first_line_shows_at_once_and_the_rest_together() -> None:
    async with shown([line(1)]) as (_, timeline, _pilot):
        for number in range(2, 50):
            timeline.feed([line(number)])
        assert len(timeline.lines) == 2
        timeline.flush()
        assert len(timeline.lines) == 49


async def test_a_status_that_arrives_later_replaces_the_line_in_its_place() -> None:
    texts = [line(n, "short") for n in range(1, 100)]
    async with shown(texts) as (_, timeline, pilot):
        timeline.page(-2)
        before = rows(timeline)
        timeline.feed([line(1, "short", status="failed: the number does not exist, call instead")])
        timeline.flush()
        await pilot.pause()
        assert rows(timeline) == before
        timeline.action_first()
        assert any("▸ failed: the number does not exist" in row for row in rows(timeline))


async def test_a_pending_line_goes_when_its_entry_is_there() -> None:
    async with shown([line(1), line(2)]) as (_, timeline, _pilot):
        timeline.feed([line(3)])
        timeline.drop("e2")
        assert [known.key for known in timeline.lines] == ["e1", "e3"]
        assert timeline.at == {"e1": 0, "e3": 1}


async def test_a_new_width_keeps_the_line_at_the_top() -> None:
    long = [line(n, "word " * 30) for n in range(1, 100)]
    async with shown(long) as (_, timeline, pilot):
        timeline.move_to(timeline.heights.top(40))
        await pilot.resize_terminal(34, 12)
        await pilot.pause()
        assert timeline.heights.find(timeline.top)[0] == 40


async def test_older_pages_are_asked_for_and_put_above_what_is_read() -> None:
    async with shown([line(n) for n in range(100, 200)]) as (app, timeline, pilot):
        assert app.older == 0
        timeline.move_to(5)
        await pilot.pause()
        assert app.older > 0
        before = rows(timeline)
        timeline.extend_back([line(n) for n in range(1, 200)])
        await pilot.pause()
        # The first line of a page tells its day until it is no longer the first.
        assert [row for row in rows(timeline) if "entry" in row][:5] == before[:5]


async def test_a_new_day_is_announced_once() -> None:
    days = [line(1), line(2), line(3, day=1), line(4, day=1)]
    async with shown(days) as (_, timeline, _pilot):
        assert [row[3:9] for row in rows(timeline) if row.startswith("──")] == ["Monday", "Tuesda"]


async def test_ten_thousand_lines_are_measured_but_not_painted() -> None:
    async with shown([line(n, "word " * (n % 40)) for n in range(10_000)]) as (_, timeline, _p):
        assert len(timeline._strips) < 100
        assert timeline.total > 10_000


@given(st.text(max_size=300), st.integers(min_value=2, max_value=60))
def test_no_row_is_wider_than_its_place_and_no_word_is_lost(text: str, width: int) -> None:
    wrapped = wrap(text, width)
    assert all(cell_len(row) <= width for row in wrapped)
    assert "".join(wrapped).replace(" ", "") == text.replace("\n", "").replace(" ", "")
    assert cell_len(fit(text.replace("\n", ""), width)) <= width


@given(st.lists(st.integers(min_value=1, max_value=9), min_size=1, max_size=50))
def test_every_row_belongs_to_the_entry_above_it(heights: list[int]) -> None:
    known = Heights(heights[:1])
    for height in heights[1:]:
        known.append(height)
    owners = [at for at, height in enumerate(heights) for _ in range(height)]
    assert [known.find(row)[0] for row in range(known.total)] == owners
