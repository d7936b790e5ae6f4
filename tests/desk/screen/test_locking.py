"""A desk that nobody sits at shows nothing of anybody; the call goes on and alarms sound."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual.events import Paste

from console.desk.app import DeskApp
from console.desk.locking import CLEAR
from console.domain.call_events import EndCall, MuteCall
from console.domain.person import ContactIdentified
from tests.desk.core.entries import ANA
from tests.desk.screen.paper_hub import PaperHub
from tests.desk.screen.stage import Stage, settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

CODE = "l_test"
"""The end of the token that desks have here."""
MINUTES = 10


class Watch:
    """A steady clock that a test sets."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def hub() -> PaperHub:
    """One incident of somebody whose name and words must not be seen by others."""
    hub = PaperHub()
    hub.opened()
    hub.add(f"contact/{ANA}", ContactIdentified(person=1, name="Ana Ruiz"))
    hub.texted("My dog ate half a bar of dark chocolate")
    return hub


@asynccontextmanager
async def desk_of(
    folder: Path, hub: PaperHub, watch: Watch, *, minutes: int = MINUTES
) -> AsyncIterator[Stage]:
    wanted = replace(settings(folder), lock_minutes=minutes)
    app = DeskApp(wanted, hub, moment=watch)
    async with app.run_test(size=(120, 36)) as pilot:
        desk = Stage(app, pilot, hub)
        await desk.sees("Ana Ruiz", "dark chocolate")
        yield desk


async def lock(desk: Stage, watch: Watch) -> None:
    watch.now += MINUTES * 60
    desk.app.tick()
    await desk.sees("Locked")


async def test_after_ten_minutes_without_a_key_nothing_can_be_read(
    tmp_path: Path, hub: PaperHub, watch: Watch
) -> None:
    async with desk_of(tmp_path, hub, watch) as desk:
        watch.now += MINUTES * 60 - 1
        await desk.press("down")
        watch.now += MINUTES * 60 - 1
        desk.app.tick()
        assert "Locked" not in desk.seen
        await lock(desk, watch)
        for word in ("Ana", "chocolate", "NMK-HN1", "+1", "MY WORK"):
            assert word not in desk.seen


async def test_what_the_terminal_keeps_beside_the_screen_is_cleared(
    tmp_path: Path, hub: PaperHub, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrote: list[str] = []
    async with desk_of(tmp_path, hub, watch) as desk:
        monkeypatch.setattr(desk.app, "write_raw", wrote.append)
        await lock(desk, watch)
    assert wrote[0] == CLEAR


async def test_the_end_of_the_token_unlocks_and_the_words_are_still_there(
    tmp_path: Path, hub: PaperHub, watch: Watch
) -> None:
    async with desk_of(tmp_path, hub, watch) as desk:
        await desk.press("ctrl+t")
        await desk.types("half a line")
        await lock(desk, watch)
        await desk.types(CODE)
        assert CODE not in desk.seen
        await desk.press("enter")
        await desk.sees("half a line", "Ana Ruiz")
        await desk.types(" more")
        await desk.sees("half a line more")


async def test_wrong_codes_make_one_wait_longer_and_longer(
    tmp_path: Path, hub: PaperHub, watch: Watch
) -> None:
    async with desk_of(tmp_path, hub, watch) as desk:
        await lock(desk, watch)
        for _ in range(3):
            await desk.types("nonono")
            await desk.press("enter")
        await desk.sees("That is not it.")
        await desk.types(CODE)
        await desk.press("enter")
        await desk.sees("Wait 5 s")
        watch.now += 5
        await desk.types("nonono")
        await desk.press("enter")
        await desk.types(CODE)
        await desk.press("enter")
        await desk.sees("Wait 10 s")
        watch.now += 10
        await desk.types(CODE)
        await desk.press("enter")
        await desk.sees("Ana Ruiz")


async def test_a_call_goes_on_with_its_clock_and_can_be_muted_and_ended(
    tmp_path: Path, hub: PaperHub, watch: Watch
) -> None:
    async with desk_of(tmp_path, hub, watch) as desk:
        await desk.on_call()
        await lock(desk, watch)
        await desk.sees("ON CALL 10:0", "F5 mutes you", "F8 twice hangs up")
        await desk.press("f4", "f6", "f5")
        await desk.until(lambda: isinstance(hub.posts[-1].command, MuteCall))
        await desk.press("f8", "f8")
        await desk.until(lambda: isinstance(hub.posts[-1].command, EndCall))
        kinds = {post.command.kind for post in hub.posts}
        assert kinds == {"call.accept", "call.mute", "call.end"}
        assert "Ana" not in desk.seen


async def test_a_call_that_rings_is_an_alarm_without_a_name(
    tmp_path: Path, hub: PaperHub, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    bells: list[float] = []
    async with desk_of(tmp_path, hub, watch) as desk:
        await lock(desk, watch)
        monkeypatch.setattr(desk.app, "bell", lambda: bells.append(watch.now))
        hub.happens(*hub.rings())
        await desk.sees("INCOMING CALL", "Unlock the desk to take it.")
        assert bells
        assert not [word for word in ("Ana", "+1…", "queue", "incident") if word in desk.seen]
        await desk.press("f2")
        assert hub.posts == []
        await desk.types(CODE)
        await desk.press("enter")
        await desk.sees("INCOMING CALL", "Ana Ruiz", "F2 accept")


async def test_no_key_and_no_paste_leaves_a_locked_desk(
    tmp_path: Path, hub: PaperHub, watch: Watch
) -> None:
    async with desk_of(tmp_path, hub, watch) as desk:
        await desk.press("ctrl+p")
        await lock(desk, watch)
        for key in desk.app.table:
            if key.key:
                await desk.press(key.key)
        await desk.press("escape", "ctrl+c", "ctrl+q", "ctrl+z", "tab", "shift+tab")
        assert desk.app.focused is not None
        desk.app.post_message(Paste("nonono\n\x1b"))
        await desk.pilot.pause()
        assert desk.app.is_running
        assert "Ana" not in desk.seen
        assert hub.posts == []


async def test_a_desk_can_be_locked_at_once_unless_locking_is_off(
    tmp_path: Path, hub: PaperHub, watch: Watch
) -> None:
    async with desk_of(tmp_path, hub, watch) as desk:
        await desk.press("ctrl+p")
        await desk.types("cover the screen")
        await desk.sees("Lock")
        await desk.press("enter")
        await desk.sees("Locked")
    async with desk_of(tmp_path, hub, watch, minutes=0) as desk:
        watch.now += 24 * 3600
        desk.app.tick()
        desk.app.act("app.lock")
        await desk.sees("Locking is switched off", "Ana Ruiz")
