"""Puts a desk on a stage without a terminal, and reads what the agent sees."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from textual.events import Key

from console.desk.app import DeskApp
from console.desk.settings import DeskSettings
from console.own_folders import OUR_CARDS, abbreviation_files

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from pathlib import Path

    from textual.pilot import Pilot

    from tests.desk.screen.paper_hub import PaperHub

WAIT_STEPS = 400


class Stage:
    """One desk in front of one hub on paper."""

    def __init__(self, app: DeskApp, pilot: Pilot[int], hub: PaperHub) -> None:
        self.app, self.pilot, self.hub = app, pilot, hub

    @property
    def seen(self) -> str:
        """Every character on the screen, row by row."""
        width, height = self.app.size
        rows = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text[:width] for strip in rows[:height])

    async def until(self, true: Callable[[], bool]) -> None:
        """Let the desk work until something is so."""
        for _ in range(WAIT_STEPS):
            await self.pilot.pause(0.01)
            if true():
                return
        raise AssertionError(f"it never came to that; the screen was:\n{self.seen}")

    async def sees(self, *words: str) -> None:
        """Let the desk work until all of this is on the screen."""
        await self.until(lambda: all(word in self.seen for word in words))

    async def sees_no(self, word: str) -> None:
        """Let the desk work until this is gone."""
        await self.until(lambda: word not in self.seen)

    async def paints(self) -> None:
        """Let the desk take what has come and paint once, whatever the time."""
        await self.pilot.pause()
        self.app.refresh_desk()
        await self.pilot.pause()

    async def types(self, text: str) -> None:
        """Type, key by key."""
        await self.pilot.press(*("space" if c == " " else c for c in text))

    async def bursts(self, *keys: str) -> None:
        """Press keys so fast that they arrive in one read."""
        for key in keys:
            character = " " if key == "space" else key if len(key) == 1 else None
            self.app.post_message(Key(key, character))
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press keys by name."""
        await self.pilot.press(*keys)

    async def rings(self) -> None:
        """Let a call ring and see it."""
        self.hub.happens(*self.hub.rings())
        await self.sees("INCOMING CALL")

    async def on_call(self) -> None:
        """Let a call ring, and take it."""
        await self.rings()
        await self.press("f2")
        await self.sees("ON CALL 00:0")


def settings(folder: Path, *, keymap: Mapping[str, str] | None = None) -> DeskSettings:
    """What a desk is started with here."""
    spool = folder / "spool"
    spool.mkdir(mode=0o700, exist_ok=True)
    return DeskSettings(
        hub_url="http://127.0.0.1:1",
        token="sl_test",
        spool_dir=spool,
        log_file=folder / "desk.log",
        attachment_dir=folder / "attachments",
        keymap=keymap or {},
        scripts_dir=OUR_CARDS,
        abbreviation_files=abbreviation_files("", str(folder / "mine.toml")),
    )


@asynccontextmanager
async def stage(
    folder: Path,
    hub: PaperHub,
    *,
    size: tuple[int, int] = (120, 36),
    keymap: Mapping[str, str] | None = None,
) -> AsyncIterator[Stage]:
    """A desk that has started and shows its work list."""
    app = DeskApp(settings(folder, keymap=keymap), hub)
    async with app.run_test(size=size) as pilot:
        found = Stage(app, pilot, hub)
        await found.until(lambda: app.session is not None)
        yield found
