"""Attachments stay closed until somebody chooses one; then they lie on the disk, and say where."""

from __future__ import annotations

import stat
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from console.desk.wire_errors import Away
from console.domain.message_events import MediaItem, MediaOpened, MessageReceived, OpenMedia
from tests.desk.core.entries import ANA
from tests.desk.screen.paper_hub import PaperHub
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.screen.stage import Stage

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 32
PROGRAM = b"MZ\x90\0\x03\0\0\0"
HOSTILE = "leg\x1b[2J\u202egnp.exe"


def sent(hub: PaperHub, sid: str, body: str, *items: MediaItem) -> None:
    """A party sends files along with a text."""
    event = MessageReceived(
        channel="sms", sid=sid, handle=ANA, to="+14155550100", body=body, media=items
    )
    hub.add(f"message/{sid}", event, actor=f"party:{ANA}")


@pytest.fixture
def hub() -> PaperHub:
    """Two texts with files, one of them with a name of the worst kind."""
    hub = PaperHub()
    hub.opened()
    sent(hub, "MM1", "The bite", MediaItem(content_type="image/png", name="leg.png", size=48))
    sent(
        hub,
        "MM2",
        "And more of it",
        MediaItem(content_type="image/jpeg"),
        MediaItem(content_type="image/png", name=HOSTILE, size=2_300_000),
    )
    hub.files = {("MM1", 0): PNG, ("MM2", 0): PROGRAM}
    return hub


async def asks(desk: Stage) -> None:
    """Ask for an attachment by its name in the palette."""
    await desk.sees("NMK-HN1", "TO +1…01 SMS")
    await desk.press("ctrl+p")
    await desk.types("open file")
    await desk.sees("Fetch one attachment")
    await desk.press("enter")
    await desk.sees("OPEN · which one")


def saved(folder: Path) -> list[Path]:
    return sorted((folder / "attachments").glob("*"))


async def test_what_was_sent_is_listed_closed_with_type_and_size(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=(160, 48)) as desk:
        await desk.sees("ATTACHMENTS", "image/png · 48 B", "not opened", "May upset")
        assert hub.posts == []
        assert saved(tmp_path) == []


async def test_words_come_before_the_picture_and_names_are_harmless(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=(160, 48)) as desk:
        await asks(desk)
        await desk.sees(
            "▸ “And more of it” · image/jpeg · size unknown · from +1…01",
            "“And more of it” · image/png · 2.3 MB · leg␛[2J⟨RLO⟩gnp.exe",
            "“The bite” · image/png · 48 B · leg.png",
        )
        await desk.press("escape")
        assert hub.posts == []


async def test_one_that_is_chosen_is_written_down_fetched_and_saved(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=(160, 48)) as desk:
        await asks(desk)
        await desk.types("leg.png")
        await desk.press("enter")
        await desk.until(lambda: bool(hub.posts))
        post = hub.posts[0]
        assert post.command == OpenMedia(incident=1, message="MM1", place=0)
        assert post.expires_at is not None
        await desk.sees("Sam Lee opened attachment 1", "[1 attachment, 1 opened]", "Saved: ")
        (path,) = saved(tmp_path)
        assert path.name.startswith("NMK-HN1-leg-")
        assert path.suffix == ".png"
        assert path.read_bytes() == PNG
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert list(desk.app.session.saved) == [str(path)] if desk.app.session else False


async def test_a_file_that_is_not_what_it_says_is_called_so_and_gets_no_such_name(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=(200, 48)) as desk:
        await asks(desk)
        await desk.press("enter")
        await desk.sees("NOT WHAT IT SAYS: said to be image/jpeg, is application/x-msdownload")
        (path,) = saved(tmp_path)
        assert path.suffix == ".bin"


async def test_what_the_hub_cannot_bring_is_said_in_its_words(
    tmp_path: Path, hub: PaperHub
) -> None:
    hub.files.clear()
    async with stage(tmp_path, hub) as desk:
        await asks(desk)
        await desk.press("enter")
        await desk.sees("Not opened: The provider no longer has the attachment.")
        assert saved(tmp_path) == []


async def test_while_the_hub_is_away_nothing_waits_to_be_opened_later(
    tmp_path: Path, hub: PaperHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.desk.sender.LIVE_SECONDS", 0)
    async with stage(tmp_path, hub) as desk:
        await asks(desk)
        hub.is_away = True
        await desk.press("enter")
        await desk.sees("Not done: the hub can't be reached")
        assert desk.app.session is not None
        assert desk.app.session.spool is not None
        assert desk.app.session.spool.waiting() == []


async def test_a_connection_that_breaks_under_way_is_said(
    tmp_path: Path, hub: PaperHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(number: int, message: str, place: int) -> bytes:
        raise Away("the connection to the hub broke")

    monkeypatch.setattr(hub, "media", broken)
    async with stage(tmp_path, hub) as desk:
        await asks(desk)
        await desk.press("enter")
        await desk.sees("Not opened: the connection to the hub broke.")


async def test_a_folder_that_others_can_open_is_not_used_and_the_desk_goes_on(
    tmp_path: Path, hub: PaperHub
) -> None:
    (tmp_path / "attachments").mkdir()
    (tmp_path / "attachments").chmod(0o755)
    async with stage(tmp_path, hub, size=(200, 48)) as desk:
        await asks(desk)
        await desk.press("enter")
        await desk.sees("Not saved: Others can open", "chmod 700")
        assert saved(tmp_path) == []
        assert desk.app.is_running


async def test_enter_on_a_line_asks_for_what_came_with_it(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub, size=(160, 48)) as desk:
        await desk.sees("NMK-HN1", "The bite")
        timeline = desk.app.desk.timeline
        timeline.focus()
        await desk.press("up", "up", "down")
        timeline.chosen = next(
            at for at, line in enumerate(timeline.lines) if line.open_key == "MM1"
        )
        await desk.press("enter")
        await desk.sees("▸ “The bite”")
        assert hub.posts == []


async def test_where_nothing_was_sent_the_key_says_so(tmp_path: Path) -> None:
    hub = PaperHub()
    hub.opened()
    hub.texted("no picture")
    async with stage(tmp_path, hub) as desk:
        await desk.sees("NMK-HN1", "TO +1…01 SMS")
        desk.app.act("media.open")
        await desk.sees("Nothing was sent along with a message here.")


async def test_no_viewer_is_started_unless_one_is_set_and_asked_for(
    tmp_path: Path, hub: PaperHub
) -> None:
    async with stage(tmp_path, hub, size=(160, 48)) as desk:
        await asks(desk)
        await desk.types("leg.png")
        await desk.press("enter")
        await desk.sees("Saved: ")
        desk.app.act("media.view")
        await desk.sees("VIEW · which one")
        await desk.press("enter")
        await desk.sees("attachments/NMK-HN1-leg-", "set [desk] viewer")


async def test_the_viewer_of_the_configuration_is_a_second_step(
    tmp_path: Path, hub: PaperHub
) -> None:
    seen = tmp_path / "seen"
    program = (
        "import os,sys; open(sys.argv[1] + 'x', 'w').write(sys.argv[2]); "
        "os.rename(sys.argv[1] + 'x', sys.argv[1])"
    )
    async with stage(tmp_path, hub, size=(160, 48)) as desk:
        assert desk.app.session is not None
        viewer = (sys.executable, "-c", program, str(seen))
        desk.app.session.settings = replace(desk.app.session.settings, viewer=viewer)
        await asks(desk)
        await desk.types("leg.png")
        await desk.press("enter")
        await desk.sees("Saved: ")
        assert not seen.exists()
        desk.app.act("media.view")
        await desk.sees("VIEW · which one", "NMK-HN1-leg-", "image/png · 48 B")
        await desk.press("enter")
        await desk.until(seen.exists)
        assert seen.read_text("utf-8") == str(saved(tmp_path)[0])


async def test_what_no_viewer_should_get_is_not_given_to_one(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub, size=(200, 48)) as desk:
        assert desk.app.session is not None
        viewer = (str(tmp_path / "never"),)
        desk.app.session.settings = replace(desk.app.session.settings, viewer=viewer)
        await asks(desk)
        await desk.press("enter")
        await desk.sees("NOT WHAT IT SAYS")
        desk.app.act("media.view")
        await desk.sees("VIEW · which one")
        await desk.press("enter")
        await desk.sees("No viewer is given files of this kind")


async def test_what_a_colleague_opened_is_seen(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub, size=(160, 48)) as desk:
        await desk.sees("[1 attachment, not opened]")
        hub.happens(hub.add("message/MM1", MediaOpened(id="MM1", place=0), actor="agent:4"))
        await desk.sees("Robin Roe opened attachment 1", "[1 attachment, 1 opened]")
