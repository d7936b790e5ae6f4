"""What we promised is in sight until it is kept; one key lists it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from console.domain.alarms import AlarmRule
from console.domain.incident_events import IncidentTaken
from console.domain.note import AddNote
from console.domain.promise import (
    KeepPromise,
    MovePromise,
    NothingOwed,
    OweNothing,
    PromiseBroken,
    PromiseKept,
    PromiseMade,
)
from tests.desk.core.entries import ME
from tests.desk.screen.crowd import crowd
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.screen.paper_hub import PaperHub

SIZE = (130, 36)


def promised(
    hub: PaperHub, due: datetime | None = None, *, agent: int = 1, incident: int = 1
) -> None:
    """Somebody has promised to call back."""
    made = PromiseMade(
        id="N1",
        text="call Dana back",
        due=due or hub.log.now + timedelta(hours=1),
        zone="America/Los_Angeles",
        agent=agent,
        name="Sam Lee",
    )
    hub.happens(hub.add(f"incident/{incident}", made, incident=incident))


async def test_a_promise_stands_on_timeline_and_card_in_their_time_and_ours(
    tmp_path: Path, hub: PaperHub
) -> None:
    promised(hub)
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("promise, due Mon 06 May 03:00 PDT, 10:00 here", "PROMISED", "call Dana")


async def test_what_is_overdue_goes_before_what_waits(tmp_path: Path, hub: PaperHub) -> None:
    promised(hub)
    hub.opened(2, "tel:+14155550102")
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("call Dana back")
        hub.happens(hub.add("incident/1", PromiseBroken(id="N1"), incident=1))
        await desk.sees("PROMISE OVERDUE", "PROMISE BROKEN", "BROKEN · due")


@pytest.mark.parametrize(
    ("keys", "command"),
    [
        (("enter",), KeepPromise(incident=1, id="N1")),
        (
            ("down", "enter", *"18:00", "enter", *"late", "enter"),
            MovePromise(
                incident=1, id="N1", when="18:00", reason="late", seen="2030-05-06 10:00 UTC"
            ),
        ),
    ],
)
async def test_one_key_lists_what_is_owed_and_lets_it_be_kept_or_moved(
    tmp_path: Path, hub: PaperHub, keys: tuple[str, ...], command: KeepPromise | MovePromise
) -> None:
    promised(hub)
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("call Dana back")
        await desk.press("alt+z")
        await desk.sees("PROMISES · 1 owed: which")
        await desk.press("enter")
        await desk.sees("PROMISE · what became of it")
        await desk.press(*keys)
        await desk.until(lambda: command in [post.command for post in hub.posts])


async def test_without_promises_the_key_says_so(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("MY WORK")
        await desk.press("alt+z")
        await desk.sees("Nothing is promised here, and nothing of yours is owed.")


async def test_that_nothing_is_owed_is_said_and_shown(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("chocolate")
        desk.app.act("promise.owe_nothing")
        await desk.types("settled")
        await desk.press("enter")
        wish = OweNothing(incident=1, reason="settled")
        await desk.until(lambda: wish in [post.command for post in hub.posts])
        hub.happens(hub.add("incident/1", NothingOwed(reason="settled", name="Sam"), incident=1))
        await desk.sees("no next contact owed: settled")


async def test_whoever_keeps_it_is_reminded_before_its_time_and_when_it_is_over(
    tmp_path: Path, hub: PaperHub
) -> None:
    promised(hub, hub.log.now + timedelta(minutes=8), agent=ME.number)
    rung: list[int] = []
    async with stage(tmp_path, hub, size=SIZE) as desk:
        desk.app.bell = lambda: rung.append(1)  # type: ignore[method-assign]
        await desk.sees("Promised, due in 07:", "call Dana back — Alt+Z lists it")
        hub.happens(hub.add("call/none", PromiseBroken(id="none"), incident=None, after=540))
        await desk.sees("PROMISE OVERDUE for 01:0")
        kept = PromiseKept(id="N1", name="Sam Lee")
        hub.happens(hub.add("incident/1", kept, incident=1))
        await desk.sees_no("PROMISE OVERDUE")
        assert rung == []


async def test_of_several_that_are_due_the_longest_overdue_is_told_first(
    tmp_path: Path, hub: PaperHub
) -> None:
    hub.opened(2, "tel:+14155550102")
    promised(hub, hub.log.now + timedelta(minutes=5), agent=ME.number)
    promised(hub, hub.log.now - timedelta(minutes=5), agent=ME.number, incident=2)
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("PROMISE OVERDUE for 05:", "and 1 more — Alt+Z lists it")


async def test_nobody_is_reminded_of_what_somebody_else_keeps(
    tmp_path: Path, hub: PaperHub
) -> None:
    promised(hub, hub.log.now + timedelta(minutes=8), agent=ME.number)
    taken = IncidentTaken(agent=4, name="Robin Roe")
    hub.happens(hub.add("incident/1", taken, incident=1))
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("Robin Roe has it", "call Dana back")
        assert desk.app.session is not None
        desk.app.tick()
        assert desk.app.session.showing.owed.is_quiet


async def test_that_nobody_has_said_when_they_hear_from_us_is_on_the_card(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("next contact: nobody has said")
        promised(hub)
        await desk.sees_no("nobody has said")


async def test_a_lead_sees_on_the_floor_who_owes_whom_and_for_how_long(tmp_path: Path) -> None:
    hub = crowd(agents=8, waiting=0, live=0)
    hub.log.opened(100)
    hub.log.opened(101)
    hub.alarms = [AlarmRule(about="promises", limit=0)]
    promised(hub, hub.log.now - timedelta(minutes=4), agent=12, incident=100)
    async with stage(tmp_path, hub, size=(160, 48)) as desk:
        await desk.until(lambda: desk.app.session is not None and bool(desk.app.session.model.me))
        await desk.press("alt+o")
        await desk.sees("THE FLOOR", "1 open without a next contact", "WAITING · 0")
        hub.happens(hub.add("call/none", PromiseBroken(id="none"), incident=None, after=120))
        await desk.sees("ALARM promises overdue 1, limit 0", "WAITING · 1", "owed")
        await desk.sees("06:0", "overdue: Ana Okafor")
        await desk.press("tab")
        await desk.sees("Ana Okafor promised “call Dana back”")


async def test_the_next_contact_is_said_with_a_time_and_becomes_a_note(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("chocolate")
        desk.app.act("promise.next")
        await desk.types("call back")
        await desk.press("enter")
        await desk.sees("Say a time too, like 18:00")
        await desk.types(" 18:00")
        await desk.press("enter")
        note = AddNote(incident=1, text="> call back 18:00")
        await desk.until(lambda: note in [post.command for post in hub.posts])
