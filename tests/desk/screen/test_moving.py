"""Moving a leg on the screen: the chosen line, what will be, and back again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.moving import NEW, LegJoined, LegLeft, LegMoved, MoveLeg
from console.domain.reference import reference
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.screen.paper_hub import PaperHub
    from tests.desk.screen.stage import Stage

SIZE = (130, 40)
ONE, TWO = reference(1), reference(2)
HIS = "tel:+14155550102"


def stream_of(hub: PaperHub) -> str:
    """The stream of the text that has come in."""
    return next(e.stream for e in hub.log.entries if e.event.kind == "message.received")


async def chosen(desk: Stage) -> None:
    """Choose the text that came in on the timeline."""
    await desk.sees("half a bar of dark")
    timeline = desk.app.desk.timeline
    timeline.chosen = next(n for n, one in enumerate(timeline.lines) if "half a bar" in one.text)


async def test_a_chosen_text_is_moved_after_it_was_said_what_will_be(
    tmp_path: Path, hub: PaperHub
) -> None:
    hub.opened(2, HIS)
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("MY WORK · 2")
        await chosen(desk)
        await desk.press("alt+semicolon")
        await desk.sees("MOVE TEXT", "where it goes")
        await desk.types(TWO[:3].lower())
        await desk.press("enter")
        await desk.sees(f"Move it to {TWO}", f"worked on in {TWO}, and not in {ONE}")
        await desk.press("enter")
        await desk.sees("why it belongs there")
        await desk.types("his dog")
        await desk.press("enter")
        wanted = MoveLeg(incident=1, stream=stream_of(hub), into=2, reason="his dog")
        await desk.until(lambda: hub.posts[-1].command == wanted)


async def test_which_one_is_asked_where_none_is_chosen(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await chosen(desk)
        desk.app.desk.timeline.chosen = 0
        desk.app.act("incident.move_leg")
        await desk.sees("MOVE · what, newest first", "▸ 09:00 +1…01 → us · SMS")
        await desk.press("enter")
        await desk.sees("MOVE TEXT", "where it goes")


async def test_a_leg_is_split_off_into_a_new_incident(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await chosen(desk)
        desk.app.act("incident.move_leg")
        await desk.types("new")
        await desk.press("enter")
        await desk.types("another dog")
        await desk.press("enter")
        wanted = MoveLeg(incident=1, stream=stream_of(hub), into=NEW, reason="another dog")
        await desk.until(lambda: hub.posts[-1].command == wanted)


async def test_a_moved_leg_leaves_the_screen_and_can_be_taken_back(
    tmp_path: Path, hub: PaperHub
) -> None:
    hub.opened(2, HIS)
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("half a bar of dark")
        stream = stream_of(hub)
        told = {"leg": stream, "what": "text", "name": "Robin", "reason": "his dog"}
        left = LegLeft.model_validate({**told, "into": 2, "ref": TWO, "unanswered": 0})
        joined = LegJoined.model_validate({**told, "source": 1, "ref": ONE})
        first = hub.add("incident/1", left, incident=1)
        second = hub.add("incident/2", joined, incident=2)
        hub.happens(first, second, hub.add(stream, LegMoved(into=2), incident=2))
        await desk.sees(f"Robin moved a text from here to {TWO}", "his dog")
        assert not any("half a bar" in line.text for line in desk.app.desk.timeline.lines)
        desk.app.act("incident.undo_move")
        await desk.sees("goes back", f"comes back from {TWO}")
        await desk.press("enter")
        await desk.types("no")
        await desk.press("enter")
        wanted = MoveLeg(incident=2, stream=stream, into=1, reason="no")
        await desk.until(lambda: hub.posts[-1].command == wanted)
