"""Whoever lets go of an incident is asked when its people hear from us, and the act goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.desk.wire_errors import Refused
from console.domain.agent import AgentWrapping
from console.domain.call_events import CallEnded, EndWrapUp
from console.domain.incident_events import IncidentTaken, ReleaseIncident
from console.domain.letting_go import FIRST_SAID, UNSAID
from console.domain.note import AddNote
from console.domain.promise import OweNothing
from tests.desk.core.entries import ME
from tests.desk.screen.stage import Stage, stage
from tests.desk.screen.test_promises import promised

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from console.domain.base import Command
    from tests.desk.screen.paper_hub import PaperHub

SIZE = (130, 36)
QUESTION = "WHEN DO THEY HEAR FROM US NEXT?"
PUT_BACK = ReleaseIncident(incident=1)


def _mine(hub: PaperHub) -> None:
    taken = IncidentTaken(agent=ME.number, name=ME.name)
    hub.happens(hub.add("incident/1", taken, incident=1))


async def _sent(desk: Stage, commands: Iterable[Command]) -> None:
    wanted = list(commands)
    await desk.until(lambda: [p.command for p in desk.hub.posts][-len(wanted) :] == wanted)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("1",), AddNote(incident=1, text="> contact them again in 15 min")),
        (("enter",), AddNote(incident=1, text="> contact them again in 15 min")),
        (("2",), AddNote(incident=1, text="> contact them again in 1 hour")),
        (("3",), AddNote(incident=1, text="> contact them again tomorrow 9am")),
        (("4", *"18:00", "enter"), AddNote(incident=1, text="> contact them again 18:00")),
        (("5", "enter"), OweNothing(incident=1)),
        (("5", *"settled", "enter"), OweNothing(incident=1, reason="settled")),
    ],
)
async def test_one_or_two_keys_say_it_and_the_incident_is_put_back_by_itself(
    tmp_path: Path, hub: PaperHub, keys: tuple[str, ...], said: Command
) -> None:
    _mine(hub)
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("chocolate", "nobody has said")
        desk.app.act("incident.release")
        await desk.sees(QUESTION, "in 15 minutes", "none owed")
        assert hub.posts == []
        for key in keys:
            await desk.press(key)
            await desk.pilot.pause()
        await _sent(desk, [said, PUT_BACK])
        await desk.sees_no(QUESTION)


async def test_whoever_finishes_a_wrap_up_is_asked_too(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.on_call()
        _mine(hub)
        hub.happens(
            hub.add("call/CA1", CallEnded(reason="completed")),
            hub.add("agent/3", AgentWrapping(call="CA1"), incident=None),
        )
        await desk.sees("WRAP-UP")
        await desk.press("f9")
        await desk.sees(QUESTION)
        await desk.press("2")
        await _sent(
            desk,
            [AddNote(incident=1, text="> contact them again in 1 hour"), EndWrapUp(call="CA1")],
        )


async def test_a_promise_that_is_open_is_enough(tmp_path: Path, hub: PaperHub) -> None:
    _mine(hub)
    promised(hub)
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("call Dana back")
        desk.app.act("incident.release")
        await _sent(desk, [PUT_BACK])
        assert QUESTION not in desk.seen


async def test_without_an_answer_it_is_not_put_back(tmp_path: Path, hub: PaperHub) -> None:
    _mine(hub)
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("chocolate")
        desk.app.act("incident.release")
        await desk.sees(QUESTION)
        await desk.press("escape")
        await desk.sees_no(QUESTION)
        promised(hub)
        await desk.sees("call Dana back")
        assert hub.posts == []


async def test_where_the_hub_alone_knows_it_asks_in_the_same_words(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("chocolate")
        hub.no = Refused(FIRST_SAID, UNSAID)
        desk.app.act("incident.release")
        await desk.sees(QUESTION)
        hub.no = None
        await desk.press("1")
        await _sent(desk, [PUT_BACK])
        assert FIRST_SAID not in desk.seen


async def test_a_question_that_is_open_is_not_pushed_away(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("chocolate")
        hub.no = Refused(FIRST_SAID, UNSAID)
        desk.app.act("incident.release")
        desk.app.act("promise.next")
        await desk.sees("NEXT CONTACT", FIRST_SAID)


async def test_where_it_is_not_required_it_is_only_shown(tmp_path: Path, hub: PaperHub) -> None:
    hub.asks_next = 0
    _mine(hub)
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("chocolate")
        desk.app.act("incident.release")
        await desk.sees("nobody has said when they hear from us: Next contact or None owed")
        await _sent(desk, [PUT_BACK])
