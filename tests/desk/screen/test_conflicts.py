"""My edit came second: both versions are on the screen and what I typed is not lost (O11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.wire_errors import Refused
from console.domain.location import NotePlace, PlaceNoted
from console.domain.note import EditNote, NoteAdded, NoteEdited
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.screen.paper_hub import PaperHub

NO = Refused("Somebody rewrote this note meanwhile.", "conflict")


async def test_an_edit_that_came_second_comes_back_with_both_versions(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.press("ctrl+t")
        hub.happens(hub.add("note/n1", NoteAdded(id="n1", text="he was bitten")))
        await desk.sees("he was bitten")
        session = desk.app.session
        assert session is not None
        hub.happens(hub.add("note/n1", NoteEdited(id="n1", text="she was bitten")))
        await desk.sees("she was bitten")
        hub.no = NO
        session.give(EditNote(id="n1", text="the cat was bitten", edits=0))
        await desk.sees("CHANGED MEANWHILE", "now: she was bitten", "the cat was bitten")
        hub.no = None
        await desk.press("enter")
        again = EditNote(id="n1", text="the cat was bitten", edits=1)
        await desk.until(lambda: again in [post.command for post in hub.posts])


async def test_a_place_that_was_pinned_meanwhile_is_not_written_over(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.press("ctrl+t")
        desk.app.act("incident.place")
        await desk.sees("where are they")
        await desk.types("the park")
        hub.happens(hub.add("incident/1", PlaceNoted(place="9 Elm St")))
        await desk.sees("9 Elm St")
        hub.no = NO
        await desk.press("enter")
        await desk.sees("CHANGED MEANWHILE", "now: 9 Elm St", "the park")
        hub.no = None
        await desk.press("enter")
        again = NotePlace(incident=1, place="the park", seen="9 Elm St")
        await desk.until(lambda: again in [post.command for post in hub.posts])
