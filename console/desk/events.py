"""What the app does about keys."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from textual.command import CommandPalette

from console.desk.clocks import DeskClocks
from console.desk.screens.help import HelpScreen
from console.desk.themes import THEMES

WRITTEN_SECONDS = 0.3
"""A key waits at most this long for a box that is busy."""


class DeskEvents(DeskClocks):
    """The part of the app that acts on keys."""

    async def action_act(self, name: str) -> None:
        """A key was pressed: do it after what was typed before it has been written."""
        focused = self.focused
        if focused is not None:
            written = asyncio.Event()
            if focused.call_later(written.set):
                with suppress(TimeoutError):
                    async with asyncio.timeout(WRITTEN_SECONDS):
                        await written.wait()
        self.act(name)

    def act(self, name: str) -> None:
        """Do an action by its id."""
        key = next(key for key in self.table if key.id == name)
        if self._act_here(name) or self.session is None:
            return
        from console.desk.acting import act

        act(self.session, key)
        self.refresh_keys()

    def _act_here(self, name: str) -> bool:
        match name:
            case "app.palette":
                self._toggle_palette()
            case "app.help":
                self._toggle_help()
            case "app.quit":
                self.exit(0)
            case "view.context":
                self.desk.toggle_context()
                if self.session is not None:
                    self.session.showing.everything()
            case "view.queue":
                self.desk.toggle_class("-no-queue")
            case "view.theme":
                names = [theme.name for theme in THEMES]
                self.theme = names[(names.index(self.theme) + 1) % len(names)]
            case "view.page_up" | "view.page_down":
                self.desk.timeline.page(-1 if name.endswith("up") else 1)
            case "view.copy":
                self._copy()
            case "hint.dismiss":
                self.desk.notice.hint = ""
                self.desk.notice.hush()
            case _:
                return False
        return True

    def _copy(self) -> None:
        line = self.desk.timeline.choice
        if line is None:
            self.desk.say("Choose a line of the timeline first: Shift+Tab goes there.", "quiet")
            return
        self.copy_to_clipboard(line.text or line.head)
        self.desk.say("Copied, if your terminal allows it.", "quiet")

    def _toggle_palette(self) -> None:
        if isinstance(self.screen, CommandPalette):
            self.screen.dismiss()
        else:
            self.push_screen(CommandPalette())

    def _toggle_help(self) -> None:
        if isinstance(self.screen, HelpScreen):
            self.screen.dismiss()
        else:
            self.push_screen(HelpScreen(self.table))
