"""Leads at the desk: what their keys do, and who is told that they are there (F65-F70)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.assistance import AskForHelp, HelpAnswered, HelpAsked
from console.domain.call_events import RoomReported
from console.domain.guests import GuestInvited, GuestModeAsked
from console.domain.live_words import LiveWords, ReadAlong
from tests.desk.core.entries import ME
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from console.domain.guests import Mode
    from tests.desk.screen.paper_hub import PaperHub


def a_lead_comes(hub: PaperHub, mode: Mode, *, coaching: bool = False) -> None:
    """Let Lee's telephone come into the call, heard by whom the mode says."""
    stream = "call/CA1"
    invited = GuestInvited(
        leg="guest-1", role="lead", name="Lee Park", to="+14155550115", agent=5, by=5,
        purpose="watch", mode=mode,
    )  # fmt: skip
    joined = RoomReported(
        conference="CF1", event="participant-join", sequence=50, leg="guest-1", sid="CA-lee",
        muted=mode == "listen", coaching=coaching,
    )  # fmt: skip
    hub.happens(hub.add(stream, invited), hub.add(stream, joined))


async def test_an_agent_sees_who_listens_whispers_and_barges_in(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=(160, 48)) as desk:
        await desk.on_call()
        a_lead_comes(hub, "listen")
        await desk.sees("Lee Park listens", "nobody hears them")
        whisper = GuestModeAsked(leg="guest-1", mode="whisper")
        heard = RoomReported(conference="CF1", event="participant-unmute", sequence=52,
                             leg="guest-1", sid="CA-lee", coaching=True)  # fmt: skip
        hub.happens(hub.add("call/CA1", whisper))
        await desk.sees("Lee Park asks to whisper", "Lee Park listens")
        hub.happens(hub.add("call/CA1", heard))
        await desk.sees("Lee Park whispers to you")
        loud = heard.model_copy(update={"sequence": 53, "coaching": False})
        hub.happens(hub.add("call/CA1", loud))
        await desk.sees("Lee Park IS HEARD BY EVERYBODY")


async def test_one_key_asks_for_help_and_the_answer_stands_over_the_note(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.on_call()
        await desk.press("alt+h")
        await desk.until(lambda: any(isinstance(p.command, AskForHelp) for p in hub.posts))
        await desk.sees("Nothing was audible")
        asked = HelpAsked(agent=ME.number, name=ME.name)
        hub.happens(hub.add("incident/1", asked, actor="agent:3"))
        await desk.sees("You asked for help", "nobody has answered yet")
        answered = HelpAnswered(agent=5, name="Lee Park", words="offer a call back")
        hub.happens(hub.add("incident/1", answered, actor="agent:5"))
        await desk.sees("Lee Park answers: offer a call back")


async def test_who_is_read_along_knows_it_and_only_then_sends_what_is_typed(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.on_call()
        await desk.types("he hides")
        assert hub.live == []
        hub.signal(ReadAlong(incident=1, agent=5, name="Lee Park", doing="reading"))
        await desk.sees("Lee Park reads what you type")
        await desk.until(lambda: bool(hub.live) and hub.live[-1].text == "he hides")
        assert (hub.live[-1].to, hub.live[-1].box) == ([5], "note")
        hub.signal(ReadAlong(incident=1, agent=5, name="Lee Park", doing="left"))
        await desk.sees_no("Lee Park reads what you type")
        sent = len(hub.live)
        await desk.types(" her")
        await desk.sees("he hides her")
        assert len(hub.live) == sent


async def test_what_is_typed_elsewhere_is_shown_harmless_and_to_its_incident_only(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.on_call()
        hostile = "[red]x[/red]\x1b[31m"
        for number in (1, 2):
            hub.signal(LiveWords(incident=number, box="note", text=f"{number}{hostile}", agent=9,
                                 name="Ana"))  # fmt: skip
        await desk.sees("Ana types (note): 1[red]x[/red]")
        assert "types (note): 2" not in desk.seen
        assert hub.read == []
