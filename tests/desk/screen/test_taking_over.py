"""A lead takes a call over: what its agent had typed and not sent comes with it (F68)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.agent import AgentAdded, AgentEngaged
from console.domain.call_events import CUSTOMER, CallAccepted, CallArrived, RoomReported
from console.domain.guests import GuestInvited
from console.domain.live_words import LiveWords
from console.domain.supervision import AgentWatching, CallTakenOver, TakeOverCall
from tests.desk.core.entries import ANA, ME
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from console.domain.base import Event
    from tests.desk.screen.paper_hub import PaperHub
    from tests.desk.screen.stage import Stage

KAI, CALL = 5, "call/CA1"


def a_lead_with_a_call_to_watch(hub: PaperHub) -> None:
    """I am a lead, and Kai talks with somebody."""
    me = AgentAdded(number=ME.number, login="sam", name=ME.name, role="lead", phone="+1415")
    hub.add(f"agent/{ME.number}", me, incident=None)
    hub.add(CALL, CallArrived(sid="CA1", handle=ANA, to="+14155550100"))
    hub.add(CALL, CallAccepted(agent=KAI, name="Kai Okafor", phone="+1415", leg="agent-5-1"))
    comes(hub, "agent-5-1", 1)
    comes(hub, CUSTOMER, 2)


def comes(hub: PaperHub, leg: str, sequence: int) -> None:
    """Somebody is in the room."""
    joined = RoomReported(
        conference="CF1", event="participant-join", sequence=sequence, leg=leg, sid=f"CA-{leg}"
    )
    hub.add(CALL, joined)


def takes_over(hub: PaperHub) -> list[Event]:
    """What becomes of the wish to take it over."""
    return [
        GuestInvited(
            leg="guest-1", role="lead", name=ME.name, to="+1415", agent=ME.number, by=ME.number,
            purpose="watch", mode="barge",
        ),
        CallTakenOver(
            leg="guest-1", agent=ME.number, name=ME.name, former=KAI, former_name="Kai Okafor",
            former_leg="agent-5-1", reason="he threatens her",
        ),
    ]  # fmt: skip


async def asks_to_take_over(desk: Stage) -> None:
    """Press the key and say why."""
    await desk.press("alt+k")
    await desk.sees("TAKE OVER · the agent")
    await desk.press("enter")
    await desk.types("danger")
    await desk.press("enter")
    await desk.until(lambda: any(isinstance(p.command, TakeOverCall) for p in desk.hub.posts))


async def test_note_and_draft_of_the_former_agent_stand_in_my_boxes(
    tmp_path: Path, hub: PaperHub
) -> None:
    a_lead_with_a_call_to_watch(hub)
    async with stage(tmp_path, hub) as desk:
        await desk.sees("MY WORK", "NOTE")
        await asks_to_take_over(desk)
        await desk.until(lambda: any(word.doing == "reading" for word in hub.read))
        for box, text in (("note", "he has the key"), ("reply", "We ring you at si")):
            said = {"incident": 1, "box": box, "text": text, "agent": KAI, "name": "Kai Okafor"}
            hub.signal(LiveWords.model_validate(said))
        await desk.sees("Kai Okafor types (note): he has the key")
        mine = f"agent/{ME.number}"
        hub.happens(hub.add(mine, AgentWatching(call="CA1"), incident=None))
        hub.happens(*(hub.add(CALL, event) for event in takes_over(hub)))
        hub.happens(hub.add(mine, AgentEngaged(call="CA1"), incident=None))
        screen = desk.app.desk
        await desk.until(lambda: screen.note.text == "he has the key")
        assert screen.reply.text == "We ring you at si"
        await desk.until(lambda: "he has the key" in {one.text for one in hub.kept.values()})


async def test_what_i_had_typed_myself_is_not_written_over(tmp_path: Path, hub: PaperHub) -> None:
    a_lead_with_a_call_to_watch(hub)
    async with stage(tmp_path, hub) as desk:
        await desk.sees("MY WORK", "NOTE")
        desk.app.desk.focus_box("note")
        await desk.types("mine")
        said = LiveWords(incident=1, box="note", text="his", agent=KAI, name="Kai Okafor")
        hub.signal(said)
        await desk.sees("Kai Okafor types (note): his")
        hub.happens(*(hub.add(CALL, event) for event in takes_over(hub)))
        hub.happens(hub.add(f"agent/{ME.number}", AgentEngaged(call="CA1"), incident=None))
        await desk.sees("ON CALL")
        assert desk.app.desk.note.text == "mine"
