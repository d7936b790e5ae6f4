"""Queues on the floor: what state they are in, why their callers wait, and what leads change."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from console.domain.alarms import AlarmRule
from console.domain.incident_events import IncidentTaken
from console.domain.left_work import ReturnWork
from console.domain.queue import CloseQueue, DivertQueue, EndDivert, QueueClosed, QueueDiverted
from console.domain.queue_facts import QueueFacts, Turn
from console.domain.wire import Notice
from tests.desk.core.entries import START
from tests.desk.screen.crowd import busy_floor, crowd
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.screen.paper_hub import PaperHub
    from tests.desk.screen.stage import Stage


def a_floor() -> PaperHub:
    """Four queues: one diverted, one closed by hand, one by its hours, one that nobody rings."""
    hub = busy_floor()
    shut = Turn(at=START, is_open=False, why="outside hours")
    opens = Turn(at=START + timedelta(hours=3), is_open=True)
    hub.facts = [
        QueueFacts(name="safety"),
        QueueFacts(name="billing"),
        QueueFacts(name="pets", turns=(shut, opens)),
        QueueFacts(name="vets"),
    ]
    until = START + timedelta(hours=2)
    diverted = QueueDiverted(to="vets", until=until, by="Lee Park")
    hub.add("queue/safety", diverted, incident=None)
    closed = QueueClosed(reason="fire drill", until=until, by="Lee Park")
    hub.add("queue/billing", closed, incident=None)
    return hub


async def _opens(desk: Stage) -> None:
    await desk.until(lambda: desk.app.session is not None and bool(desk.app.session.model.me))
    await desk.press("alt+o")
    await desk.sees("THE FLOOR", "AGENTS ·", "today since")


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (160, 48)])
async def test_the_state_of_every_queue_is_in_sight_on_every_size(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with stage(tmp_path, a_floor(), size=size) as desk:
        await _opens(desk)
        await desk.sees("→ vets till", "CLOSED till", "vets", "all queues", "open")
        if size[0] > 100:
            await desk.sees("→ vets till 11:00, Lee Park", "CLOSED till 11:00: fire drill, Lee")
            await desk.sees("CLOSED till 12:00: outside hours")


async def test_after_a_question_about_the_floor_the_floor_is_there_again(tmp_path: Path) -> None:
    async with stage(tmp_path, a_floor()) as desk:
        await _opens(desk)
        await desk.press("f12")
        await desk.sees("PRESENCE")
        await desk.press("escape")
        await desk.sees("THE FLOOR", "AGENTS ·")


async def test_a_lead_changes_the_queue_of_the_chosen_row(tmp_path: Path) -> None:
    hub = a_floor()
    async with stage(tmp_path, hub) as desk:
        await _opens(desk)
        desk.app.screen.set_focus(desk.app.screen.query_one("#queues"))
        await desk.press("down", "down", "down", "alt+u")
        await desk.sees("RESTORE QUEUE", "safety, diverted to vets")
        assert "billing, closed" not in desk.seen
        await desk.press("enter")
        await desk.until(lambda: EndDivert(queue="safety") in [p.command for p in hub.posts])
        await desk.sees("THE FLOOR")
        desk.app.screen.set_focus(desk.app.screen.query_one("#queues"))
        await desk.press("home", "down", "down", "down", "alt+x")
        await desk.sees("CLOSE QUEUE", "safety for")
        await desk.press("enter")
        await desk.types("flood")
        await desk.press("enter")
        await desk.until(lambda: isinstance(hub.posts[-1].command, CloseQueue))
        wish = hub.posts[-1].command
        assert isinstance(wish, CloseQueue)
        assert (wish.queue, wish.reason) == ("safety", "flood")


async def test_a_divert_from_a_row_asks_only_where_to(tmp_path: Path) -> None:
    hub = a_floor()
    async with stage(tmp_path, hub) as desk:
        await _opens(desk)
        desk.app.screen.set_focus(desk.app.screen.query_one("#queues"))
        await desk.press("down", "alt+d")
        await desk.sees("DIVERT", "calls of billing go to")
        await desk.press("enter", "enter")
        await desk.until(lambda: len(hub.posts) == 1)
        wish = hub.posts[0].command
        assert isinstance(wish, DivertQueue)
        assert wish.queue == "billing" != wish.to


async def test_why_a_caller_waits_is_on_the_floor_and_on_the_work_list(tmp_path: Path) -> None:
    hub = crowd(agents=3, waiting=2, live=1)
    hub.facts = [QueueFacts(name=name) for name in ("safety", "billing", "pets")]
    async with stage(tmp_path, hub, size=(160, 48)) as desk:
        await desk.sees("CALLER WAITS · ")
        await _opens(desk)
        await desk.press("tab")
        await desk.sees("Waits: ")


async def test_what_happens_at_a_moment_is_asked_about_the_chosen_queue(tmp_path: Path) -> None:
    hub = a_floor()
    async with stage(tmp_path, hub) as desk:
        await _opens(desk)
        desk.app.screen.set_focus(desk.app.screen.query_one("#queues"))
        await desk.press("down")
        desk.app.act("floor.hours")
        await desk.sees("WHAT HAPPENS AT", "when, like")
        await desk.types("2030-05-06 12:00")
        await desk.press("enter")
        await desk.sees("billing at Mon 2030-05-06", "CLOSED: drill, by Lee")
        assert hub.asked_hours == [("billing", "2030-05-06 12:00")]


async def test_work_of_somebody_offline_goes_back_with_one_key(tmp_path: Path) -> None:
    hub = crowd(agents=8, waiting=0, live=0)
    hub.log.opened(100)
    hub.texted("hello?", number=100)
    taken = IncidentTaken(agent=13, name="Ben")
    hub.add("incident/100", taken, incident=100)
    hub.alarms = [AlarmRule(about="left_behind", limit=0)]
    async with stage(tmp_path, hub) as desk:
        await _opens(desk)
        await desk.sees("ALARM work of people who are offline 1")
        desk.app.act("floor.return_work")
        await desk.sees("LEFT WORK", "1 unanswered")
        await desk.press("enter")
        await desk.until(lambda: ReturnWork(agent=13) in [post.command for post in hub.posts])


async def test_calls_that_wait_to_be_dialled_are_said_on_the_floor_too(tmp_path: Path) -> None:
    hub = a_floor()
    async with stage(tmp_path, hub) as desk:
        await _opens(desk)
        words = "3 calls wait to be dialled, the next within 1 s."
        assert desk.app.session is not None
        desk.app.session.model.notices.hear(Notice(about="dialling", words=words))
        await desk.sees(words)
