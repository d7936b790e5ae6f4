"""Captions on the screen: quiet, in one row that moves nothing, and gone with one key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.call_events import CallEnded, ConsentHeard
from console.domain.captions import (
    CaptionPart,
    CaptionsAsked,
    CaptionsHeard,
    CaptionsStarted,
    SwitchCaptions,
)
from tests.desk.screen.stage import Stage, stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.screen.paper_hub import PaperHub

HOSTILE = "\x1b[31mred\x07 [bold]x[/] ‮gnp"


def said(text: str, sequence: int) -> CaptionPart:
    return CaptionPart(
        incident=1, call="CA1", sitting=1, speaker="caller", sequence=sequence, text=text
    )


async def captioned(desk: Stage) -> None:
    """A call of mine whose captions are on."""
    hub = desk.hub
    await desk.on_call()
    hub.happens(
        hub.add("call/CA1", ConsentHeard(refused=False, captioned=True)),
        hub.add("call/CA1", CaptionsAsked(on=True, sitting=1, agent=3, name="Sam Lee")),
        hub.add("call/CA1", CaptionsStarted(sitting=1, sid="GT1")),
    )
    await desk.sees("CC on")


async def test_a_sentence_grows_in_one_row_and_then_stands_on_the_timeline(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await captioned(desk)
        regions = [desk.app.desk.timeline.region, desk.app.desk.note.region]
        hub.signal(said("my dog is", 2))
        await desk.sees("CC caller: my dog is")
        hub.signal(said("and then " * 40 + "the box is green", 3))
        await desk.sees("the box is green")
        assert [desk.app.desk.timeline.region, desk.app.desk.note.region] == regions
        heard = CaptionsHeard(
            sitting=1, sid="GT1", sequence=4, speaker="caller", text=f"the box is green {HOSTILE}"
        )
        hub.happens(hub.add("call/CA1", heard))
        await desk.sees("caller: the box is green", "CC on", "[bold]x[/]")
        assert "\x1b" not in desk.seen
        assert "‮" not in desk.seen
        assert [desk.app.desk.timeline.region, desk.app.desk.note.region] == regions
        hub.happens(hub.add("call/CA1", CallEnded()))
        await desk.sees_no("CC on")


async def test_words_of_an_incident_that_is_not_open_are_not_shown(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await captioned(desk)
        hub.signal(said("somebody else", 2).model_copy(update={"incident": 9}))
        hub.signal(said("my dog", 3))
        await desk.sees("CC caller: my dog")
        assert "somebody else" not in desk.seen


async def test_one_key_hides_them_here_or_turns_them_off_for_the_call(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await captioned(desk)
        heard = CaptionsHeard(
            sitting=1, sid="GT1", sequence=4, speaker="caller", text="the box is green"
        )
        hub.happens(hub.add("call/CA1", heard))
        await desk.sees("caller: the box is green")
        await desk.press("alt+t")
        await desk.sees("Hide them here", "Turn them off for this call")
        await desk.press("enter")
        await desk.sees_no("the box is green")
        await desk.sees_no("CC on")
        await desk.press("alt+t")
        await desk.sees("Show them here")
        await desk.press("enter")
        await desk.sees("caller: the box is green", "CC on")
        await desk.press("alt+t", "down", "enter")
        await desk.until(lambda: bool(hub.posts) and hub.posts[-1].command.kind == "call.captions")
        assert hub.posts[-1].command == SwitchCaptions(call="CA1", on=False)


async def test_where_there_is_no_call_the_key_hides_and_shows_at_once(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("NMK-HN1")
        heard = CaptionsHeard(sitting=1, sid="GT1", sequence=4, speaker="caller", text="long ago")
        hub.happens(hub.add("call/CA0", heard))
        await desk.sees("caller: long ago")
        await desk.press("alt+t")
        await desk.sees_no("long ago")
        await desk.press("alt+t")
        await desk.sees("caller: long ago")
