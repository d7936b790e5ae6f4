"""Who gets a mail stands in its border, and nobody comes in or goes out by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.desk.wire_errors import Refused
from console.domain.incident_events import HandleJoined
from console.domain.message_events import MessageReceived, SendMail
from tests.desk.screen.paper_hub import PaperHub
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.screen.stage import Stage

MAIL, SITTER, VET = (f"mailto:{name}@example.com" for name in ("ana", "sitter", "vet"))


@pytest.fixture
def hub() -> PaperHub:
    """A party who mailed last, and another one of the same incident."""
    hub = PaperHub()
    hub.opened(1, MAIL)
    hub.add("incident/1", HandleJoined(handle=SITTER))
    event = MessageReceived(channel="email", sid="M1", handle=MAIL, to="help@example.com", body="?")
    hub.add("message/M1", event, actor=f"party:{MAIL}")
    return hub


async def writes(desk: Stage, words: str = "We are sorry.") -> None:
    """Begin a mail to whoever wrote last."""
    await desk.sees("NMK-HN1", "TO ana@… EMAIL")
    await desk.press("ctrl+r")
    await desk.types(words)


async def copies(desk: Stage, address: str) -> None:
    """Ask to put somebody in copy."""
    desk.app.act("box.cc")
    await desk.sees("ADD CC · an email address")
    await desk.types(address)
    await desk.press("enter")


async def mail_of(desk: Stage, hub: PaperHub) -> SendMail:
    """Send it; gives what the hub was asked for."""
    await desk.press("ctrl+s")
    await desk.until(lambda: bool(hub.posts))
    command = hub.posts[-1].command
    assert isinstance(command, SendMail)
    return command


async def test_an_answer_says_whom_it_is_for_and_that_nobody_is_in_copy(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await writes(desk)
        await desk.sees("TO ana@… EMAIL · no CC")
        command = await mail_of(desk, hub)
        assert (command.to, command.cc) == ((MAIL,), ())


async def test_a_party_of_the_incident_is_put_in_copy_without_a_question(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await writes(desk)
        await copies(desk, "Sitter@example.com")
        await desk.sees("TO ana@… EMAIL · CC sitter@example.com")
        command = await mail_of(desk, hub)
        assert (command.to, command.cc) == ((MAIL,), (SITTER,))
        await desk.sees("Sam Lee → a…@example.com, CC", "s…@example.com · EMAIL")


async def test_somebody_from_outside_is_put_in_copy_only_after_a_question(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await writes(desk)
        await copies(desk, "vet@example.com")
        await desk.sees("NO PARTY OF THIS INCIDENT", "vet@example.com would read what you write")
        await desk.press("enter")
        await desk.sees("TO ana@… EMAIL · no CC")
        await copies(desk, "vet@example.com")
        await desk.sees("NO PARTY OF THIS INCIDENT")
        await desk.press("down", "enter")
        await desk.sees("CC vet@example.com")
        assert (await mail_of(desk, hub)).cc == (VET,)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("vet at example", "vet at example is not an email address."),
        ("ana@example.com", "ana@example.com gets it already."),
        ("help@example.com", "our own address"),
    ],
)
async def test_what_can_not_be_a_copy_is_refused_in_words(
    tmp_path: Path, hub: PaperHub, typed: str, words: str
) -> None:
    async with stage(tmp_path, hub) as desk:
        await writes(desk)
        await copies(desk, typed)
        await desk.sees(words, "no CC")


async def test_the_next_mail_begins_without_copies(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await writes(desk)
        await copies(desk, "sitter@example.com")
        await desk.sees("CC sitter@example.com")
        await mail_of(desk, hub)
        await desk.sees("TO ana@… EMAIL · no CC")


async def test_a_copy_never_follows_to_another_receiver(tmp_path: Path, hub: PaperHub) -> None:
    hub.add("incident/1", HandleJoined(handle=VET))
    async with stage(tmp_path, hub) as desk:
        await desk.sees("NMK-HN1", "TO ana@… EMAIL")
        await copies(desk, "vet@example.com")
        await desk.sees("TO ana@… EMAIL · CC vet@example.com")
        await desk.press("ctrl+l")
        await desk.sees("TO sitter@… EMAIL · no CC")


async def test_a_mail_whose_receivers_were_all_taken_out_is_not_sent(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await writes(desk)
        desk.app.act("box.take_out")
        await desk.sees("TAKE OUT · who gets nothing", "To a…@example.com")
        await desk.press("enter")
        await desk.sees("NOBODY GETS IT")
        await desk.press("ctrl+s")
        await desk.sees("Nobody gets this mail: choose whom it is for first.")
        assert hub.posts == []
        await desk.press("ctrl+l")
        await desk.sees_no("NOBODY GETS IT")
        assert (await mail_of(desk, hub)).to == (MAIL,)


async def test_one_in_copy_is_taken_out_again(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await writes(desk)
        await copies(desk, "sitter@example.com")
        await desk.sees("CC sitter@example.com")
        desk.app.act("box.take_out")
        await desk.sees("▸ CC sitter@example.com")
        await desk.press("enter")
        await desk.sees("no CC")
        assert (await mail_of(desk, hub)).cc == ()


async def test_a_mail_that_comes_back_has_its_copies_again(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await writes(desk)
        await copies(desk, "sitter@example.com")
        await desk.sees("CC sitter@example.com")
        hub.no = Refused("One of the recipients is not an email address.", "rejected")
        await desk.press("ctrl+s")
        await desk.sees("One of the recipients", "CC sitter@example.com")


async def test_a_text_has_no_copies(tmp_path: Path) -> None:
    hub = PaperHub()
    hub.opened()
    hub.texted("hello")
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        assert "CC" not in desk.seen
        desk.app.act("box.cc")
        await desk.sees("Only an email has copies")
