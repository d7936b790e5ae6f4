"""Every receiver has words of their own, and they follow their writer to other machines (O6)."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from console.domain.incident_events import HandleJoined
from console.domain.message_events import SendText
from console.domain.note import AddNote
from console.domain.wire import DraftNotice, DraftPut
from tests.desk.core.entries import ANA
from tests.desk.screen.paper_hub import PaperHub
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from console.desk.boxes import BoxName

MAIL = "mailto:ana@example.com"
OTHER = "tel:+14155550103"


@pytest.fixture
def hub() -> PaperHub:
    """One incident whose party wrote a text and has a mail address too."""
    hub = PaperHub()
    hub.opened()
    hub.texted("My dog ate half a bar of dark chocolate")
    hub.add("incident/1", HandleJoined(handle=MAIL))
    return hub


async def test_each_number_keeps_its_own_words_across_a_restart(
    tmp_path: Path, hub: PaperHub
) -> None:
    hub.add("incident/1", HandleJoined(handle=OTHER))
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        await desk.press("ctrl+r")
        await desk.types("he is at the door")
        await desk.press("ctrl+l", "ctrl+l")
        await desk.sees("TO +1…03 SMS")
        assert desk.app.desk.reply.text == ""
        await desk.types("stay away")
        await desk.press("ctrl+l")
        await desk.sees("TO +1…01 SMS", "he is at the door")
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS", "he is at the door")
        await desk.press("ctrl+l", "ctrl+l")
        await desk.sees("TO +1…03 SMS", "stay away")
        await desk.press("ctrl+s")
        await desk.until(lambda: bool(hub.posts))
        command = hub.posts[0].command
        assert isinstance(command, SendText)
        assert (command.to, command.body) == (OTHER, "stay away")
        await desk.press("ctrl+l")
        await desk.sees("he is at the door")
        session = desk.app.session
        assert session is not None
        spool = session.spool
        assert spool is not None
        await desk.until(lambda: [draft.text for draft in spool.drafts()] == ["he is at the door"])


def _spool(folder: Path) -> Path:
    """The one file with what was typed."""
    (file,) = folder.rglob("typed.jsonl")
    return file


async def _leave_words_for_nobody(tmp_path: Path, hub: PaperHub) -> None:
    """Leave a spool as desks wrote it that kept one draft for each channel."""
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
    with _spool(tmp_path).open("a") as file:
        file.write('{"kind":"draft","incident":1,"box":"sms","text":"at the door","at":1}\n')


async def test_words_that_say_not_for_whom_ask_where_there_are_two(
    tmp_path: Path, hub: PaperHub
) -> None:
    hub.add("incident/1", HandleJoined(handle=OTHER))
    await _leave_words_for_nobody(tmp_path, hub)
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO ? SMS", "at the door")
        await desk.press("ctrl+r", "ctrl+s")
        await desk.sees("Choose the receiver first")
        assert hub.posts == []
        await desk.press("ctrl+l")
        await desk.sees("TO +1…01 SMS", "at the door")
        await desk.press("ctrl+l", "ctrl+l")
        await desk.sees("TO +1…03 SMS", "at the door")
        await desk.press("ctrl+s")
        await desk.until(lambda: bool(hub.posts))
        command = hub.posts[0].command
        assert isinstance(command, SendText)
        assert (command.to, command.body) == (OTHER, "at the door")
        await desk.press("ctrl+l")
        assert desk.app.desk.reply.text == ""
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        assert desk.app.desk.reply.text == ""


async def test_words_that_say_not_for_whom_are_for_the_only_one_there_is(
    tmp_path: Path, hub: PaperHub
) -> None:
    await _leave_words_for_nobody(tmp_path, hub)
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS", "at the door")
        hub.happens(hub.add("incident/1", HandleJoined(handle=OTHER)))
        await desk.press("ctrl+r", "ctrl+l")
        await desk.sees("TO ana@… EMAIL")
        await desk.press("ctrl+l")
        await desk.sees("TO +1…03 SMS")
        assert desk.app.desk.reply.text == ""
        await desk.press("ctrl+l")
        await desk.sees("TO +1…01 SMS", "at the door")


async def test_a_cursor_that_only_moved_is_where_it_was_after_a_kill(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        await desk.press("ctrl+t")
        await desk.types("she heard glas")
        await desk.press(*["left"] * 5)
        session = desk.app.session
        assert session is not None
        spool = session.spool
        assert spool is not None
        await desk.until(lambda: [d.cursor for d in spool.drafts()] == [(0, 9)])
        size = _spool(tmp_path).stat().st_size
        for _ in range(20):
            await desk.press("left", "right")
        # Forty were pressed; how many are kept is a matter of time, and computers are busy.
        assert _spool(tmp_path).stat().st_size < size + 30 * 120
    async with stage(tmp_path, hub) as desk:
        await desk.sees("she heard glas", "restored")
        await desk.types(" a")
        await desk.sees("she heard a glas")


def elsewhere(
    hub: PaperHub, text: str, *, box: BoxName = "note", to: str = "", number: int = 1
) -> None:
    """Type, or send, on another machine."""
    at = datetime.now(UTC)
    draft = DraftPut(incident=number, box=box, to=to, text=text, cursor=(0, 3), at=at)
    hub.kept[number, box, to] = draft
    hub.signal(DraftNotice(incident=number, at=at))


async def test_the_hub_has_what_is_typed_with_the_cursor_and_to_whom(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        await desk.press("ctrl+t")
        await desk.types("she heard glass")
        await desk.press("left", "left", "ctrl+r")
        await desk.types("call a vet")
        for key, words in (("note", ""), "she heard glass"), (("sms", ANA), "call a vet"):
            wanted = 1, *key
            await desk.until(
                lambda wanted=wanted, words=words: (  # type: ignore[misc]
                    wanted in hub.kept and hub.kept[wanted].text == words
                )
            )
        assert hub.kept[1, "note", ""].cursor == (0, 13)
        await desk.press("ctrl+s")
        await desk.until(lambda: hub.kept[1, "sms", ANA].text == "")
        await desk.press("ctrl+t", "enter")
        await desk.until(lambda: hub.kept[1, "note", ""].text == "")
        assert len(hub.puts) < 12


async def test_another_machine_starts_with_the_words_and_sends_none_of_them(
    tmp_path: Path, hub: PaperHub
) -> None:
    hub.opened(2, "tel:+14155550102")
    hub.add("incident/1", HandleJoined(handle=OTHER))
    elsewhere(hub, "she heard glass")
    elsewhere(hub, "stay away", box="sms", to=OTHER)
    elsewhere(hub, "and this", number=2)
    async with stage(tmp_path, hub) as desk:
        await desk.sees("she heard glass", "TO +1…03 SMS", "stay away")
        await desk.press("ctrl+t")
        await desk.types("X")
        await desk.sees("sheX heard glass")
        await desk.press("ctrl+down")
        await desk.sees("TO +1…02 SMS", "and this")
        assert hub.posts == []


async def test_words_typed_elsewhere_appear_while_the_desk_is_open_and_go_when_sent(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        await desk.press("ctrl+t")
        elsewhere(hub, "she heard")
        await desk.sees("she heard")
        elsewhere(hub, "she heard glass")
        elsewhere(hub, "call a vet", box="sms", to=ANA)
        await desk.sees("she heard glass", "call a vet")
        elsewhere(hub, "")
        elsewhere(hub, "", box="sms", to=ANA)
        await desk.until(lambda: not desk.app.desk.note.text and not desk.app.desk.reply.text)
        assert desk.app.desk.note.page.has_focus
        assert hub.posts == []


async def test_words_for_another_receiver_wait_until_they_are_chosen(
    tmp_path: Path, hub: PaperHub
) -> None:
    hub.add("incident/1", HandleJoined(handle=OTHER))
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        await desk.press("ctrl+r")
        await desk.types("to Ana")
        elsewhere(hub, "to the other", box="sms", to=OTHER)
        session = desk.app.session
        assert session is not None
        spool = session.spool
        assert spool is not None
        await desk.until(lambda: len(spool.drafts()) == 2)
        assert desk.app.desk.reply.text == "to Ana"
        await desk.press("ctrl+l", "ctrl+l")
        await desk.sees("TO +1…03 SMS", "to the other")


async def test_what_is_being_typed_here_is_newer_than_what_comes(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        await desk.press("ctrl+t")
        elsewhere(hub, "from the office")
        # The key arrives after those words were typed, and before the desk hears of them.
        await desk.bursts(*"mine")
        await desk.until(lambda: hub.kept[1, "note", ""].text in ("mine", "fromine the office"))
        assert desk.app.desk.note.text == hub.kept[1, "note", ""].text


async def test_typing_goes_on_while_the_hub_keeps_a_draft_waiting(
    tmp_path: Path, hub: PaperHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = asyncio.Event()
    put = hub.put_draft

    async def put_slowly(draft: DraftPut) -> None:
        await slow.wait()
        await put(draft)

    monkeypatch.setattr(hub, "put_draft", put_slowly)
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        await desk.press("ctrl+t")
        await desk.types("one two")
        await desk.press("enter")
        await desk.until(lambda: any(isinstance(p.command, AddNote) for p in hub.posts))
        await desk.types("three")
        await desk.sees("three")
        slow.set()
        await desk.until(lambda: bool(hub.kept) and hub.kept[1, "note", ""].text == "three")


async def test_leaving_at_once_keeps_the_last_key(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub) as desk:
        await desk.sees("TO +1…01 SMS")
        await desk.press("ctrl+t")
        desk.app.desk.note.page.insert("not heard of yet")
        desk.app.exit(0)
    assert b"not heard of yet" in await asyncio.to_thread(_typed, tmp_path)


def _typed(folder: Path) -> bytes:
    """What is in the spool."""
    (file,) = folder.rglob("typed.jsonl")
    return file.read_bytes()
