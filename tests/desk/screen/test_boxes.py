"""Note and reply can't be confused, and nothing typed is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.events import Paste

from console.desk.wire_errors import Refused
from console.domain.incident_events import HandleJoined
from console.domain.message_events import SendMail, SendText, TakeBackMessage
from console.domain.note import AddNote
from console.domain.person import OptedOut
from tests.desk.core.entries import ANA
from tests.desk.screen.paper_hub import PaperHub
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

MAIL = "mailto:ana@example.com"


@pytest.fixture
def hub() -> PaperHub:
    """One incident whose party wrote a text and has a mail address too."""
    hub = PaperHub()
    hub.opened()
    hub.texted("My dog ate half a bar of dark chocolate")
    hub.add("incident/1", HandleJoined(handle=MAIL))
    return hub


async def test_enter_saves_a_note_and_sends_nothing(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("NMK-HN1", "TO +1…01 SMS")
        await desk.press("ctrl+t")
        await desk.types("> call back at six")
        await desk.press("enter")
        await desk.until(lambda: bool(hub.posts))
        assert [type(post.command) for post in hub.posts] == [AddNote]
        await desk.sees("PROMISE", "> call back at six")
        assert desk.app.desk.note.text == ""


async def test_enter_in_the_reply_is_a_new_line_and_its_own_key_sends(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        await desk.press("ctrl+r")
        await desk.types("Call a vet now.")
        await desk.press("enter")
        await desk.types("We stay with you.")
        await desk.sees("1 segment · 127 left · GSM-7")
        assert hub.posts == []
        await desk.press("ctrl+s")
        await desk.until(lambda: bool(hub.posts))
        command = hub.posts[0].command
        assert isinstance(command, SendText)
        assert (command.to, command.body) == (ANA, "Call a vet now.\nWe stay with you.")


async def test_the_meter_names_the_character_that_makes_a_text_dear(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        await desk.press("ctrl+r")
        desk.app.desk.reply.page.post_message(Paste("It’s fine"))
        await desk.sees("UCS-2 because of ’", "in plain characters: 1 segment")


async def test_each_channel_keeps_its_own_words(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        await desk.press("ctrl+r")
        await desk.types("for the phone")
        await desk.press("ctrl+l")
        await desk.sees("TO ana@… EMAIL")
        assert desk.app.desk.reply.text == ""
        await desk.types("for the mail")
        await desk.press("ctrl+l")
        await desk.sees("TO +1…01 SMS", "for the phone")
        await desk.press("ctrl+l", "ctrl+s")
        await desk.until(lambda: bool(hub.posts))
        command = hub.posts[0].command
        assert isinstance(command, SendMail)
        assert (command.to, command.body) == ((MAIL,), "for the mail")


NOTES = "script.choose"
"""The one key that ends a note's line, as Enter does, and begins the next with a fact."""
LINES = "script.reply"
"""The one key that writes a reply: a line of a card, never one of the note."""


async def test_no_key_moves_words_from_one_box_to_the_other(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        await desk.press("ctrl+t")
        await desk.types("she hides it from him")
        for key in desk.app.table:
            if key.key and key.id not in ("app.quit", "app.palette", "app.help", NOTES, LINES):
                await desk.press(key.key)
                await desk.press("escape")
        assert desk.app.desk.note.text == "she hides it from him"
        assert desk.app.desk.reply.text == ""
        assert not any(isinstance(p.command, SendText | SendMail | AddNote) for p in hub.posts)


async def test_somebody_who_said_stop_is_not_texted(tmp_path: Path, hub: PaperHub) -> None:
    hub.add(f"contact/{ANA}", OptedOut(), incident=None)
    async with stage(tmp_path, hub) as desk:
        await desk.sees("STOPPED: may not be texted", "STOP: must not be texted")
        await desk.press("ctrl+r")
        await desk.types("hello")
        await desk.press("ctrl+s")
        await desk.sees("Call or email instead")
        assert hub.posts == []


async def test_a_text_taken_back_returns_to_its_box(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        await desk.press("ctrl+r")
        await desk.types("wrong words")
        await desk.press("ctrl+s")
        await desk.sees("Leaves in")
        await desk.press("ctrl+underscore")
        await desk.until(lambda: isinstance(hub.posts[-1].command, TakeBackMessage))
        await desk.sees("Taken back")
        assert desk.app.desk.reply.text == "wrong words"


async def test_words_that_the_hub_refused_come_back(tmp_path: Path, hub: PaperHub) -> None:
    hub.no = Refused("They replied STOP, so we may not text them.", "opted_out")
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        await desk.press("ctrl+r")
        await desk.types("are you safe")
        await desk.press("ctrl+s")
        await desk.sees("They replied STOP")
        assert desk.app.desk.reply.text == "are you safe"


async def test_while_the_hub_is_away_notes_wait_and_say_so(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        hub.is_away = True
        await desk.press("ctrl+t")
        await desk.types("one")
        await desk.press("enter")
        await desk.types("two")
        await desk.press("enter")
        await desk.sees("saving", "2 not yet saved", "not live since")
        hub.is_away = False
        await desk.sees_no("not yet saved")
        assert [p.command.text for p in hub.posts if isinstance(p.command, AddNote)] == [
            "one",
            "two",
        ]


async def test_a_restart_reopens_the_words_and_sends_what_waited(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        await desk.press("ctrl+t")
        hub.is_away = True
        await desk.types("waits for the hub")
        await desk.press("enter")
        await desk.types("half a sent")
        await desk.sees("1 not yet saved")
    hub.is_away = False
    async with stage(tmp_path, hub) as desk:
        await desk.sees("half a sent", "restored")
        assert desk.app.desk.note.page.has_focus
        await desk.until(lambda: bool(hub.posts))
        assert len({post.id for post in hub.posts}) == 1
        await desk.types("ence")
        await desk.sees("half a sentence", "waits for the hub")


async def test_words_can_be_written_while_the_hub_is_away_from_the_start(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        await desk.press("ctrl+t")
        await desk.types("first half")
        await desk.sees("first half")
    hub.is_away = True
    async with stage(tmp_path, hub) as desk:
        await desk.sees("first half", "trying again")
        await desk.types(" and more")
        await desk.sees("first half and more")


async def test_keys_that_arrive_at_once_end_where_they_were_typed(
    tmp_path: Path, hub: PaperHub
) -> None:
    hub.opened(2, "tel:+14155550102")
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        await desk.bursts("ctrl+t", *"one", "enter", *"two", "enter", *"thr", "ctrl+down", *"x")
        await desk.sees("TO +1…02 SMS")
        await desk.until(lambda: len(hub.posts) == 2)
        noted = [p.command for p in hub.posts if isinstance(p.command, AddNote)]
        assert [(note.incident, note.text) for note in noted] == [(1, "one"), (1, "two")]
        assert desk.app.desk.note.text == "x"
        await desk.press("ctrl+up")
        await desk.sees("TO +1…01 SMS")
        assert desk.app.desk.note.text == "thr"


async def test_arrows_and_letters_of_one_burst_happen_in_their_order(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        await desk.bursts("ctrl+t", *"lass", *["left"] * 4, "g", "end", "backspace", "x")
        await desk.until(lambda: desk.app.desk.note.text == "glasx")


async def test_send_takes_every_key_that_was_pressed_before_it(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        await desk.bursts("ctrl+r", *"goodbye", "ctrl+s", *"ps")
        await desk.until(lambda: bool(hub.posts))
        command = hub.posts[0].command
        assert isinstance(command, SendText)
        assert command.body == "goodbye"
        assert desk.app.desk.reply.text == "ps"
