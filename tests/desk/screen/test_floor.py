"""The floor as a lead sees it, and works from it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from console.desk.widgets.floor_table import FloorTable
from console.domain.agent import AgentChanged
from console.domain.alarms import AlarmRule
from tests.desk.core.entries import ME
from tests.desk.screen.crowd import asks_help, busy_floor, crowd, rings, waits
from tests.desk.screen.paper_hub import PaperHub
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.screen.stage import Stage

SIZES = ((80, 24), (120, 36), (160, 48))


async def _opens(desk: Stage) -> None:
    await desk.until(lambda: desk.app.session is not None and bool(desk.app.session.model.me))
    await desk.press("alt+o")
    await desk.sees("THE FLOOR", "AGENTS ·", "today since")


@pytest.mark.parametrize("size", SIZES)
async def test_everything_urgent_is_in_sight_on_every_size(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with stage(tmp_path, busy_floor(), size=size) as desk:
        await _opens(desk)
        await desk.sees("HELP Lou Ng", "she says she has the keys", "all queues")
        await desk.sees("WAITING · 7", "CALLS · 4")


async def test_states_are_words_and_numbers_are_masked(tmp_path: Path) -> None:
    async with stage(tmp_path, busy_floor(), size=(160, 48)) as desk:
        await _opens(desk)
        await desk.sees("ON HOLD", "RINGING", "WRAP-UP", "break: lunch", "rings Kai Okafor")
        await desk.sees("+1…01", "Lee Park", "nobody")
        assert "415555" not in desk.seen


async def test_what_happens_is_on_it_within_two_seconds(tmp_path: Path) -> None:
    hub = crowd()
    async with stage(tmp_path, hub, size=(160, 48)) as desk:
        await _opens(desk)
        await desk.sees("WAITING · 6")
        before = len(hub.log.entries)
        waits(hub, 300)
        rings(hub, 300, 24)
        asks_help(hub, 3, 12, "Please listen")
        began = time.monotonic()
        hub.happens(*hub.log.entries[before:])
        await desk.sees("WAITING · 7", "Please listen", "rings Ana Tran")
        assert time.monotonic() - began < 10


async def test_callers_of_today_are_counted_on_as_they_come(tmp_path: Path) -> None:
    hub = crowd(agents=6, waiting=2, live=0)
    async with stage(tmp_path, hub) as desk:
        await _opens(desk)
        assert desk.app.session is not None
        today = desk.app.session.model.today
        assert sum(counts.came for counts in today.counts.values()) == 2
        before = len(hub.log.entries)
        waits(hub, 300)
        hub.happens(*hub.log.entries[before:])
        await desk.until(lambda: sum(c.came for c in today.counts.values()) == 3)


async def test_typing_filters_and_escape_shows_all_again(tmp_path: Path) -> None:
    async with stage(tmp_path, busy_floor(), size=(160, 48)) as desk:
        await _opens(desk)
        await desk.types("cleo")
        await desk.sees("AGENTS · 2 of 26", "only “cleo”")
        assert "Dan Weber" not in desk.seen
        await desk.press("escape")
        await desk.sees("AGENTS · 26", "Dan Weber")
        await desk.press("escape")
        await desk.sees("MY WORK")


async def test_any_column_sorts_and_turns(tmp_path: Path) -> None:
    async with stage(tmp_path, busy_floor(), size=(160, 48)) as desk:
        await _opens(desk)
        table = desk.app.screen.query_one("#agents", FloorTable)
        await desk.press("right")
        await desk.sees("STATE▼")
        states = [row.cells[1].text for row in table.items]
        assert states == sorted(states, key=str.casefold)
        await desk.press("shift+right")
        await desk.sees("STATE▲")
        assert [row.cells[1].text for row in table.items] == states[::-1]


async def test_enter_opens_the_incident_of_a_row(tmp_path: Path) -> None:
    async with stage(tmp_path, busy_floor(), size=(160, 48)) as desk:
        await _opens(desk)
        await desk.press("tab")
        await desk.press("enter")
        await desk.sees("MY WORK")
        assert desk.app.session is not None
        assert desk.app.session.showing.number == 100


async def test_leads_keys_are_about_the_chosen_row(tmp_path: Path) -> None:
    hub = busy_floor()
    async with stage(tmp_path, hub, size=(160, 48)) as desk:
        await _opens(desk)
        await desk.press("tab", "tab")
        for key, kind in (("l", "listen"), ("w", "whisper"), ("v", "barge")):
            await desk.press(f"alt+{key}")
            await desk.until(lambda: len(hub.posts) > 0)
            post = hub.posts.pop()
            said = post.command.model_dump()
            assert (said["kind"], said["call"]) == (f"call.{kind}", "CA1")
        await desk.press("alt+k")
        await desk.sees("TAKE OVER")


async def test_a_row_without_a_call_can_not_be_listened_to(tmp_path: Path) -> None:
    hub = busy_floor()
    async with stage(tmp_path, hub, size=(160, 48)) as desk:
        await _opens(desk)
        await desk.types("dan weber")
        await desk.press("alt+l")
        await desk.sees("There is no live call here.")
        assert hub.posts == []


async def test_an_agent_has_no_floor(tmp_path: Path) -> None:
    hub = PaperHub()
    hub.opened()
    async with stage(tmp_path, hub) as desk:
        await desk.sees("MY WORK")
        await desk.press("alt+o")
        await desk.sees("Only leads see the floor.")
        assert "Alt+O Floor" not in desk.seen


async def test_who_is_no_lead_any_more_is_taken_off_the_floor(tmp_path: Path) -> None:
    hub = busy_floor()
    async with stage(tmp_path, hub) as desk:
        await _opens(desk)
        changed = AgentChanged(role="agent")
        hub.happens(hub.add(f"agent/{ME.number}", changed, incident=None))
        await desk.sees("MY WORK")


async def test_an_alarm_rings_once_says_what_it_is_and_can_be_snoozed(tmp_path: Path) -> None:
    hub = busy_floor()
    hub.alarms = [AlarmRule(about="longest_wait", limit=30)]
    rung: list[int] = []
    async with stage(tmp_path, hub, size=(160, 48)) as desk:
        desk.app.bell = lambda: rung.append(1)  # type: ignore[method-assign]
        await _opens(desk)
        await desk.sees("ALARM longest wait 01:", "limit 00:30 · since 09:0")
        desk.app.act("floor.snooze")
        await desk.sees("snoozed until 09:", "by Sam Lee")
        desk.app.act("floor.snooze")
        await desk.sees("ALARM longest wait")
        assert len(rung) == 2


async def test_a_call_that_rings_for_the_lead_shows_above_the_floor(tmp_path: Path) -> None:
    hub = busy_floor()
    async with stage(tmp_path, hub) as desk:
        await _opens(desk)
        hub.happens(*hub.rings("CA900", number=1))
        await desk.sees("INCOMING CALL")


async def test_a_big_floor_that_changes_a_lot_takes_little_of_a_core(tmp_path: Path) -> None:
    hub = crowd(agents=500, waiting=300, live=20)
    async with stage(tmp_path, hub, size=(160, 48)) as desk:
        await _opens(desk)
        await desk.sees("WAITING · 300")
        began, used = time.monotonic(), time.process_time()
        for number in range(60):
            before = len(hub.log.entries)
            rings(hub, 100 + number, 40 + number)
            hub.happens(*hub.log.entries[before:])
            await desk.pilot.pause(0.05)
        seconds = time.monotonic() - began
        assert time.process_time() - used < max(0.6 * seconds, 2.4)
