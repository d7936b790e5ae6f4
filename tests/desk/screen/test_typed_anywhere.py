"""Words that are typed while the cursor is in no box are not lost: they are in the note."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.events import Paste

from console.domain.guests import InviteGuest
from tests.desk.screen.stage import Stage, stage
from tests.desk.screen.test_guests import asked

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.screen.paper_hub import PaperHub

WORDS = "he hit the dog again"
KEYS = ["space" if letter == " " else letter for letter in WORDS]


async def from_the_work_list(desk: Stage) -> None:
    """Have the incident open, and the cursor in the work list."""
    await desk.sees("dark chocolate")
    desk.app.desk.focus_box("queue")
    assert desk.app.desk.focused_box == "queue"


async def test_what_is_typed_into_nothing_is_in_the_note(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await from_the_work_list(desk)
        await desk.types(WORDS)
        assert desk.app.desk.note.text == WORDS
        assert desk.app.desk.focused_box == "note"


@pytest.mark.parametrize("place", ["queue", "timeline"])
async def test_keys_of_one_read_keep_their_order(tmp_path: Path, hub: PaperHub, place: str) -> None:
    async with stage(tmp_path, hub) as desk:
        await from_the_work_list(desk)
        if place == "timeline":
            desk.app.desk.set_focus(desk.app.desk.timeline)
        await desk.bursts(*KEYS)
        await desk.until(lambda: desk.app.desk.note.text == WORDS)


async def test_what_is_pasted_into_nothing_is_in_the_note(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await from_the_work_list(desk)
        desk.app.post_message(Paste(WORDS))
        await desk.until(lambda: desk.app.desk.note.text == WORDS)


async def test_where_no_incident_is_open_words_have_no_place(tmp_path: Path) -> None:
    from tests.desk.screen.paper_hub import PaperHub

    async with stage(tmp_path, PaperHub()) as desk:
        await desk.sees("No incident is open.")
        await desk.types(WORDS)
        assert desk.app.desk.note.text == ""
        assert desk.app.desk.focused_box == "queue"


async def test_a_box_that_has_the_cursor_keeps_it(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("dark chocolate")
        await desk.press("ctrl+r")
        await desk.types(WORDS)
        assert desk.app.desk.reply.text == WORDS
        assert desk.app.desk.note.text == ""


async def test_questions_that_follow_each_other_give_the_cursor_back(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.on_call()
        assert desk.app.desk.focused_box == "note"
        await desk.press("alt+a")
        await desk.sees("whom, or a number")
        assert desk.app.desk.focused_box == "note", "it is kept, should the desk be killed now"
        await desk.types("415 555 0151")
        await desk.press("enter")
        await desk.sees("who that is")
        # In one read: the note goes on with the key after the last answer.
        await desk.bursts("a", "n", "a", "enter", *KEYS)
        await asked(desk, hub, InviteGuest)
        await desk.until(lambda: desk.app.desk.note.text == WORDS)
