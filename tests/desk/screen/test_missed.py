"""Who was cut off or missed: said at once, one key away, and never out of sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.agent import AgentWrapping
from console.domain.call_events import CallEnded, DialCall
from console.domain.followup import CloseFollowup, FollowupClosed, FollowupOpened, SeeFollowups
from console.domain.location import PlaceNoted
from tests.desk.core.entries import ANA, ME
from tests.desk.screen.stage import Stage, stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.screen.paper_hub import PaperHub


def dropped(**more: object) -> FollowupOpened:
    values = {"key": "CA1", "what": "dropped", "handle": ANA, "reason": "network"}
    return FollowupOpened.model_validate({**values, "agent": ME.number, **more})


async def call_drops(desk: Stage, hub: PaperHub) -> None:
    await desk.on_call()
    hub.happens(
        hub.add("call/CA1", CallEnded(reason="failed")),
        hub.add("incident/1", dropped()),
        hub.add("agent/3", AgentWrapping(call="CA1"), incident=None),
    )
    await desk.sees("CALL DROPPED NMK-HN1", "cut off by the network", "Alt+R rings")


async def test_a_dropped_call_is_said_until_it_is_dealt_with(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await call_drops(desk, hub)
        await desk.sees("DROPPED")
        closed = FollowupClosed(key="CA1", agent=3, name="Sam Lee", words="rang them")
        hub.happens(hub.add("incident/1", closed))
        await desk.sees_no("CALL DROPPED")


async def test_one_key_rings_them_again(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await call_drops(desk, hub)
        await desk.press("alt+r")
        await desk.until(lambda: any(isinstance(p.command, DialCall) for p in hub.posts))
        dialled = next(p.command for p in hub.posts if isinstance(p.command, DialCall))
        assert (dialled.incident, dialled.to) == (1, ANA)


async def test_the_list_says_why_and_closes_with_a_word(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("NMK-HN1")
        missed = dropped(what="missed", reason="caller-left", seconds=42)
        hub.happens(hub.add("incident/1", missed))
        await desk.sees("missed call")
        await desk.press("alt+m")
        await desk.sees("1 open", "they left after 00:42", "seen by nobody", "mark everything")
        await desk.press("enter")
        await desk.sees("close it with a word")
        await desk.types("close")
        await desk.press("enter")
        await desk.sees("how was it dealt with")
        await desk.types("texted them")
        await desk.press("enter")
        await desk.sees("WHEN DO THEY HEAR FROM US NEXT?")
        await desk.press("1")
        await desk.until(lambda: any(isinstance(p.command, CloseFollowup) for p in hub.posts))


async def test_everything_is_marked_as_seen_at_once(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("NMK-HN1")
        hub.happens(hub.add("incident/1", dropped(what="missed", reason="declined")))
        await desk.sees("missed call")
        await desk.press("alt+m")
        await desk.types("mark")
        await desk.press("enter")
        await desk.until(lambda: any(isinstance(p.command, SeeFollowups) for p in hub.posts))


async def test_on_a_call_the_place_is_asked_for_until_it_is_pinned(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.on_call()
        await desk.sees("where?", "number?")
        hub.happens(hub.add("incident/1", PlaceNoted(place="12 Example Street")))
        await desk.sees("at 12 Example Street", "number?")
        await desk.sees_no("where?")
