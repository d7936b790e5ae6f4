"""What I have not sent is listed over all incidents, the newest first, and one key goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.incident_events import HandleJoined
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.screen.paper_hub import PaperHub

MAIL = "mailto:ana@example.com"


async def test_every_unsent_word_is_listed_the_newest_first_and_one_key_goes_there(
    tmp_path: Path, hub: PaperHub
) -> None:
    hub.opened(2, "tel:+14155550102")
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        await desk.press("ctrl+t")
        await desk.types("gate code is in the notes")
        await desk.press("ctrl+down")
        await desk.sees("TO +1…02 SMS")
        await desk.press("ctrl+r")
        await desk.types("we look for him")
        desk.app.act("box.drafts")
        await desk.sees("MY DRAFTS · 2 drafts: go to", "SMS to +1…02", "note ·")
        first, second = desk.seen.index("SMS to +1…02"), desk.seen.index("note · ")
        assert first < second
        await desk.press("down", "enter")
        await desk.sees("TO +1…01 SMS", "gate code is in the notes")
        await desk.until(lambda: desk.app.desk.note.page.has_focus)


async def test_the_words_for_one_of_several_receivers_are_found_again(
    tmp_path: Path, hub: PaperHub
) -> None:
    hub.add("incident/1", HandleJoined(handle=MAIL))
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        await desk.press("ctrl+r")
        await desk.types("by text")
        await desk.press("ctrl+l")
        await desk.types("by mail")
        desk.app.act("box.drafts")
        await desk.sees("2 drafts", "email to a…", "SMS to +1…01")
        await desk.types("sms")
        await desk.press("enter")
        await desk.until(lambda: desk.app.desk.reply.text == "by text")
        assert desk.app.desk.reply.words == "TO +1…01 SMS"


async def test_without_drafts_that_is_said(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        desk.app.act("box.drafts")
        await desk.sees("You have no unsent words anywhere.")


async def test_they_are_listed_after_a_restart_too(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        await desk.press("ctrl+t")
        await desk.types("gate code")
    async with stage(tmp_path, hub) as desk:
        await desk.sees("gate code")
        desk.app.act("box.drafts")
        await desk.sees("MY DRAFTS · 1 draft: go to")
