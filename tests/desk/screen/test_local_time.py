"""Every time on the desk is the agent's own, and says in which zone it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from console.desk.app import DeskApp
from console.desk.clock import moment_words
from console.domain.incident_events import FlagSet
from console.domain.parking import IncidentParked
from tests.desk.core.entries import ME
from tests.desk.screen.paper_hub import PaperHub
from tests.desk.screen.stage import Stage, settings

if TYPE_CHECKING:
    from pathlib import Path

UNTIL = datetime(2030, 5, 7, 3, 30, tzinfo=UTC)


async def test_lines_flags_days_and_the_clock_are_in_the_agents_zone(tmp_path: Path) -> None:
    hub = PaperHub()
    hub.opened()
    hub.texted("My dog ate half a bar of dark chocolate")
    hub.add("incident/1", FlagSet(flag="no voicemail", until=UNTIL))
    wanted = replace(settings(tmp_path), zone="America/Los_Angeles")
    app = DeskApp(wanted, hub, moment=lambda: 0.0)
    async with app.run_test(size=(160, 48)) as pilot:
        desk = Stage(app, pilot, hub)
        await desk.sees("dark chocolate", "Monday 06 May 2030, PDT", "02:00 PDT")
        await desk.until(lambda: desk.seen.count("until Mon 06 May 20:30 PDT") == 2)
        hub.is_away = True
        await desk.sees("not live since 02:00:", "PDT")
        assert "UTC" not in desk.seen
        assert "09:00" not in desk.seen


@pytest.mark.parametrize(
    ("hours", "said"),
    [(2, "clock is 2 h 0 min ahead of the hub's"), (-2.5, "clock is 2 h 30 min behind the hub's")],
)
async def test_a_computer_whose_clock_is_wrong_shows_the_hubs_time_and_says_so(
    tmp_path: Path, hours: float, said: str
) -> None:
    hub = PaperHub()
    hub.opened()
    wall = hub.log.now + timedelta(hours=hours)
    app = DeskApp(settings(tmp_path), hub, moment=lambda: 0.0)
    app.wall = lambda: wall
    async with app.run_test(size=(160, 48)) as pilot:
        desk = Stage(app, pilot, hub)
        await desk.sees(f"This computer's {said}: all times here are the hub's.", "09:00 UTC")
        hub.happens(*hub.rings())
        await desk.sees("INCOMING CALL", "00:0")


async def test_a_clock_that_is_right_is_not_spoken_of(tmp_path: Path) -> None:
    hub = PaperHub()
    hub.opened()
    wall = hub.log.now + timedelta(seconds=40)
    app = DeskApp(settings(tmp_path), hub, moment=lambda: 0.0)
    app.wall = lambda: wall
    async with app.run_test(size=(160, 48)) as pilot:
        desk = Stage(app, pilot, hub)
        await desk.sees("NMK-HN1")
        assert "This computer's" not in desk.seen


async def test_parked_work_comes_back_at_a_local_time(tmp_path: Path) -> None:
    hub = PaperHub()
    hub.opened()
    hub.add("incident/1", IncidentParked(agent=ME.number, until=UNTIL))
    wanted = replace(settings(tmp_path), zone="America/Los_Angeles")
    app = DeskApp(wanted, hub, moment=lambda: 0.0)
    async with app.run_test(size=(160, 48)) as pilot:
        await Stage(app, pilot, hub).sees("parked until 20:30 PDT", "MY WORK · 1 · 1 parked")


def test_a_moment_names_the_zone_of_its_own_season() -> None:
    zone = ZoneInfo("America/Los_Angeles")
    assert moment_words(UNTIL, zone) == "Mon 06 May 20:30 PDT"
    assert moment_words(datetime(2030, 1, 7, tzinfo=UTC), zone) == "Sun 06 Jan 16:00 PST"
