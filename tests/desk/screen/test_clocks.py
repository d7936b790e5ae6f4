"""What an incident is due is over its timeline, in words, and a key says why."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from console.domain.incident_events import StatusMoved
from console.domain.sla import Targets
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.screen.paper_hub import PaperHub

SOON = Targets(first=60, next=90, resolution=480)


async def test_what_is_due_soonest_is_said_over_the_timeline(tmp_path: Path, hub: PaperHub) -> None:
    hub.promise = SOON
    async with stage(tmp_path, hub, size=(120, 36)) as desk:
        await desk.sees("first reply in ")


async def test_without_a_promise_nothing_is_said(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub, size=(120, 36)) as desk:
        await desk.sees("nobody has it")
        assert "first reply" not in desk.seen


async def test_what_is_overdue_is_loud(tmp_path: Path, hub: PaperHub) -> None:
    hub.promise = SOON
    hub.log.now += timedelta(minutes=65)
    async with stage(tmp_path, hub, size=(120, 36)) as desk:
        await desk.sees("FIRST REPLY 5 min LATE")


async def test_a_change_of_status_is_seen_at_once(tmp_path: Path, hub: PaperHub) -> None:
    hub.promise = SOON
    async with stage(tmp_path, hub, size=(120, 36)) as desk:
        await desk.sees("first reply in ")
        moved = StatusMoved(before="new", after="pending")
        hub.happens(hub.add("incident/1", moved, incident=1))
        await desk.sees("clocks paused: their turn")


async def test_a_key_explains_each_clock_line_by_line(tmp_path: Path, hub: PaperHub) -> None:
    hub.promise = SOON
    async with stage(tmp_path, hub, size=(120, 36)) as desk:
        await desk.sees("first reply in ")
        await desk.press("alt+c")
        await desk.sees("WHY THIS CLOCK", "time counts day and night", "first reply: running")
        await desk.sees("of 60 min", "starts", "(entry 1)")
        await desk.press("escape")
        await desk.sees_no("WHY THIS CLOCK")


async def test_while_the_hub_is_away_no_number_is_made_up(tmp_path: Path, hub: PaperHub) -> None:
    hub.promise = SOON
    async with stage(tmp_path, hub, size=(120, 36)) as desk:
        await desk.sees("first reply in ")
        hub.is_away = True
        await desk.press("alt+c")
        await desk.sees("Not found out: the hub can't be reached")
