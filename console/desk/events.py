"""What the app does about keys and ticks."""

from __future__ import annotations

from datetime import UTC, timedelta, tzinfo
from typing import TYPE_CHECKING

from textual.app import App
from textual.command import CommandPalette

from console.desk.keys import shown
from console.desk.link_words import link_words
from console.desk.screens.help import HelpScreen
from console.desk.themes import THEMES

if TYPE_CHECKING:
    from console.desk.alerts import Alerts
    from console.desk.keys import Key
    from console.desk.screens.desk import DeskScreen
    from console.desk.session import Session

ROWS_EVERY = 10
"""Seconds between repaints of the ages in the work list."""


class DeskEvents(App[int]):
    """The part of the app that acts on keys and keeps the clocks running."""

    desk: DeskScreen
    alerts: Alerts
    table: tuple[Key, ...]
    session: Session | None = None
    zone: tzinfo = UTC
    _ticks = 0
    _leaves = False

    def live_keys(self) -> list[Key]:
        """The actions that mean something now."""
        raise NotImplementedError

    def name_of(self, action: str) -> str:
        """The key of an action as it is printed."""
        return next((shown(key.key) for key in self.table if key.id == action), "")

    def action_act(self, name: str) -> None:
        """A key was pressed."""
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
            case "view.queue":
                self.desk.toggle_class("-no-queue")
            case "view.theme":
                names = [theme.name for theme in THEMES]
                self.theme = names[(names.index(self.theme) + 1) % len(names)]
            case "view.page_up" | "view.page_down":
                self.desk.timeline.page(-1 if name.endswith("up") else 1)
            case "hint.dismiss":
                self.desk.hint = ""
                self.desk.hush()
            case _:
                return False
        return True

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

    def refresh_desk(self) -> None:
        """Repaint what entries changed."""
        if self.session is not None and self.session.showing.refresh():
            self.refresh_keys()
            self.ring()

    def refresh_keys(self) -> None:
        """Show the keys that do something now."""
        self.desk.keys.show_keys(self.live_keys())

    def ring(self) -> None:
        """Ring, or stop ringing."""
        if self.session is not None:
            showing = self.session.showing
            keys = {key.id: key.key for key in self.table}
            self.alerts.update(showing.ring(), showing.now, keys)

    def tick(self) -> None:
        """Move every clock of the screen by a second."""
        session = self.session
        if session is None:
            return
        self._ticks += 1
        session.showing.calls()
        self.ring()
        self.show_link()
        self._count_down(session)
        if self._ticks % ROWS_EVERY == 0:
            session.showing.everything()

    def _count_down(self, session: Session) -> None:
        undo = session.showing.undo_words()
        if undo:
            self.desk.notice.show(undo)
        elif self._leaves:
            self.desk.hush()
        if undo or self._leaves:
            self.refresh_keys()
        self._leaves = bool(undo)

    def show_link(self) -> None:
        """Show how the link stands, and what is not saved yet."""
        session = self.session
        if session is None:
            return
        health = session.link.health
        model, now = session.model, session.showing.now.astimezone(self.zone)
        since = now - timedelta(seconds=max(0.0, model.moment() - health.since))
        unsaved = len(session.sender.unsaved) if session.sender is not None else 0
        trouble = session.spool.trouble if session.spool is not None else ""
        self.desk.calls.show_link(link_words(health, unsaved, now, since, trouble))
