"""The desk's app: wires screen, keys and session; the only one that has commands sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from textual.binding import Binding, BindingsMap

from console.desk.alerts import TITLE, Alerts
from console.desk.alt_keys import make_known
from console.desk.beginning import SETTLED_SECONDS, DeskBeginning
from console.desk.cards.aloud_rows import keys_of
from console.desk.clock import steady, wall
from console.desk.keys import remap
from console.desk.palette import Actions
from console.desk.screens.desk import DeskScreen
from console.desk.themes import THEMES
from console.desk.waking import Waking
from console.domain.safe_text import clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.command import Provider

    from console.desk.early import Early
    from console.desk.hub_link import HubLink
    from console.desk.keys import Key
    from console.desk.settings import DeskSettings

REFRESH_SECONDS = 0.08
"""What entries changed is repainted at most this often."""


class DeskApp(DeskBeginning):
    """One agent's desk."""

    CSS_PATH: ClassVar = ["tokens.tcss", "screens/desk.tcss"]
    """That of the first screen too: read later, everything would be styled twice."""
    TITLE = TITLE
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {Actions}
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = []

    def __init__(
        self,
        settings: DeskSettings,
        link: HubLink | None = None,
        *,
        early: Early | None = None,
        moment: Callable[[], float] = steady,
    ) -> None:
        """Raise KeysWrong when the remapping can't be used."""
        self.table = remap(settings.keymap)
        make_known(self.table)
        super().__init__()
        self.settings = settings
        self.desk = DeskScreen()
        self.alerts = Alerts(self, self.write_title, moment)
        self.moment = moment
        """Seconds on a clock that nobody sets."""
        self._touched_at = moment()
        self._waking = Waking()
        self.link = link
        """Given by tests; else made when the first paint is done."""
        self.early = early
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
        self.desk.fit(self.size)
        self.zone = ZoneInfo(self.settings.zone)
        self.look_out()
        self.push_screen(self.desk)
        self.call_after_refresh(self._give_hint)
        self.call_after_refresh(lambda: self.set_timer(0.01, self.load))

    def _give_hint(self) -> None:
        self.desk.notice.hint = self.settings.hint
        self.desk.notice.hush()

    def begin(self) -> None:
        """Begin the session; what it is made of was loaded behind the first paint."""
        from console.desk.link import Link
        from console.desk.outside import notify
        from console.desk.session import Session

        settings = self.settings
        link: HubLink = self.link or Link(settings.hub_url, settings.token, early=self.early)
        self.desk.timeline.zone = self.desk.queue.zone = self.zone
        self.desk.reply.send_key = self.name_of("box.send")
        self.desk.presence_key = self.name_of("agent.presence")
        self.desk.redial_key = self.name_of("missed.redial")
        self.desk.following_key = self.name_of("agent.next")
        self.desk.script_key = self.name_of("script.show")
        self.desk.script.read_keys = keys_of(self.name_of)
        self.alerts.notify = lambda queue: notify(settings.notify, queue, self.write_raw)
        self.session = Session(settings, self.desk, link, self.work, moment=self.moment)
        self.session.wall = self.wall
        self.session.model.zone = self.zone
        self.work(self.session.run())
        self.set_interval(REFRESH_SECONDS, self.refresh_desk)
        self.set_interval(1, self.tick)
        self.set_interval(30, self.repeat_viewing)
        self.set_timer(SETTLED_SECONDS, lambda: self.work(self.settle()))

    async def on_unmount(self) -> None:
        """Leave with everything on the disk."""
        if self.session is not None:
            await self.session.close()

    def write_title(self, words: str) -> None:
        """Set the terminal's title; never with anything that came from outside."""
        self.write_raw(f"\x1b]0;{words}\x07")

    def copy_to_clipboard(self, text: str) -> None:
        """Copy what is safe to paste anywhere, a shell among them: no line end runs it there."""
        super().copy_to_clipboard(clean(text).rstrip("\n"))

    def live_keys(self) -> list[Key]:
        """The actions that mean something now."""
        if self.session is None:
            return super().live_keys()
        from console.desk.acting import means_something

        return [key for key in self.table if means_something(self.session, key)]


def run(settings: DeskSettings, early: Early | None = None) -> int:
    """Show the desk until it is closed; gives the exit status. Raises KeysWrong, or what failed."""
    app = DeskApp(settings, early=early)
    app.wall = wall
    status = app.run()
    if app.fault is not None:
        raise app.fault
    return status or 0
