"""The desk's app: wires screen, keys and session; the only one that has commands sent."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingsMap

from console.desk.alerts import TITLE, Alerts
from console.desk.clock import steady
from console.desk.hearing import DeskHearing
from console.desk.keys import remap
from console.desk.palette import Actions
from console.desk.screens.desk import DeskScreen
from console.desk.themes import THEMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.command import Provider

    from console.desk.hub_link import HubLink
    from console.desk.keys import Key
    from console.desk.settings import DeskSettings

REFRESH_SECONDS = 0.08
"""What entries changed is repainted at most this often."""


class DeskApp(DeskHearing):
    """One agent's desk."""

    CSS_PATH = "tokens.tcss"
    TITLE = TITLE
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {Actions}
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = []

    def __init__(
        self,
        settings: DeskSettings,
        link: HubLink | None = None,
        *,
        moment: Callable[[], float] = steady,
    ) -> None:
        """Raise KeysWrong when the remapping can't be used."""
        self.table = remap(settings.keymap)
        super().__init__()
        self.settings = settings
        self.desk = DeskScreen()
        self.alerts = Alerts(self, self.write_title, moment)
        self.moment = moment
        """Seconds on a clock that nobody sets."""
        self.link = link
        """Given by tests; else made when the first paint is done."""
        self._bindings = BindingsMap.merge([self._bindings, BindingsMap(self._own_keys())])
        for theme in THEMES:
            self.register_theme(theme)
        known = {theme.name for theme in THEMES}
        self.theme = settings.theme if settings.theme in known else THEMES[0].name

    def _own_keys(self) -> list[Binding]:
        return [
            Binding(
                key.key, f"act('{key.id}')", key.text, id=key.id, priority=True, tooltip=key.tip
            )
            for key in self.table
            if key.key
        ]

    def on_mount(self) -> None:
        """Show the screen; everything heavy is loaded behind its first paint."""
        self.push_screen(self.desk)
        if self.settings.hint:
            self.desk.hint = self.settings.hint
            self.call_after_refresh(self.desk.hush)
        self.call_after_refresh(lambda: self.set_timer(0.01, self._begin))

    def _begin(self) -> None:
        # Not imported at the top: pydantic's models and httpx cost more than the first paint.
        from zoneinfo import ZoneInfo

        from console.desk.link import Link
        from console.desk.session import Session

        settings = self.settings
        link: HubLink = self.link or Link(settings.hub_url, settings.token)
        self.zone = self.desk.timeline.zone = ZoneInfo(self.settings.zone)
        self.desk.reply.send_key = self.name_of("box.send")
        self.session = Session(settings, self.desk, link, self.work, moment=self.moment)
        self.work(self.session.run())
        self.set_interval(REFRESH_SECONDS, self.refresh_desk)
        self.set_interval(1, self.tick)
        self.set_interval(30, self.repeat_viewing)
        # What lives as long as the desk need not be looked at in every collection.
        gc.collect()
        gc.freeze()

    async def on_unmount(self) -> None:
        """Leave with everything on the disk."""
        if self.session is not None:
            await self.session.close()

    def write_title(self, words: str) -> None:
        """Set the terminal's title; never with anything that came from outside."""
        if self._driver is not None and not self.is_headless:
            self._driver.write(f"\x1b]0;{words}\x07")

    def live_keys(self) -> list[Key]:
        """The actions that mean something now."""
        if self.session is None:
            return [key for key in self.table if key.id.startswith("app.")]
        from console.desk.acting import means_something

        session = self.session
        return [key for key in self.table if means_something(session, key)]


def run(settings: DeskSettings) -> int:
    """Show the desk until it is closed; gives the exit status. Raises KeysWrong."""
    return DeskApp(settings).run() or 0
