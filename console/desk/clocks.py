"""What of the screen moves by itself: clocks, alerts, the link, and what entries changed."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from textual.app import App
from textual.css.query import NoMatches

from console.desk.heading import show_header
from console.desk.key_names import shown
from console.desk.wording.link import link_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.alerts import Alerts
    from console.desk.keys import Key
    from console.desk.screens.desk import DeskScreen
    from console.desk.session import Session
    from console.desk.waking import Waking

WIDE = 110
"""Columns from which there is room for everything in the call bar."""
ROWS_EVERY = 10
"""Seconds between repaints of the ages in the work list."""


class DeskClocks(App[int]):
    """The part of the app that keeps the screen up to date."""

    desk: DeskScreen
    alerts: Alerts
    table: tuple[Key, ...]
    session: Session | None = None
    zone: tzinfo = UTC
    wall: Callable[[], datetime] | None = None
    """What this computer's own clock shows; nothing is timed by it."""
    _waking: Waking
    is_unsure = False
    """Whether nothing is to sound now, for it may be long over."""
    _ticks = 0
    _leaves = False

    def name_of(self, action: str) -> str:
        """The key of an action as it is printed, else how the palette calls it."""
        key = next(key for key in self.table if key.id == action)
        return shown(key.key) or key.text

    def live_keys(self) -> list[Key]:
        """The actions that mean something now."""
        raise NotImplementedError

    def refresh_desk(self) -> None:
        """Repaint what entries changed."""
        # While the desk closes, parts of the screen go before its clocks stop.
        with suppress(NoMatches):
            if self.session is not None and self.session.showing.refresh():
                self.refresh_keys()
                self.ring()
                # Not at the top: the first paint does not wait for it.
                from console.desk.promised import keep_true

                keep_true(self.session)

    def refresh_keys(self) -> None:
        """Show the keys that do something now."""
        self.desk.keys.show_keys(self.live_keys())

    def ring(self) -> None:
        """Ring, or stop ringing."""
        if self.session is not None:
            showing = self.session.showing
            keys = {key.id: key.key for key in self.table}
            check = self.session.alert_check
            self.alerts.update(showing.ring(), showing.now, keys, is_test=check.is_on)

    def tick(self) -> None:
        """Move every clock of the screen by a second."""
        if self.session is None:
            return
        with suppress(NoMatches):
            self._tick(self.session)

    def _tick(self, session: Session) -> None:
        self._ticks += 1
        session.showing.calls()
        if not self._is_unsure(session):
            self.ring()
            self._warn(session)
        self.show_link()
        self._count_down(session)
        show_header(session.showing)
        if self._ticks % ROWS_EVERY == 0:
            session.showing.everything()

    def _is_unsure(self, session: Session) -> bool:
        """Whether the computer slept and the hub has told nothing since."""
        heard = session.link.health.last_heard
        self.is_unsure = self._waking.is_unsure(session.model.moment(), heard)
        return self.is_unsure

    def _warn(self, session: Session) -> None:
        words = session.showing.alarms.look(session.model, session.showing.now)
        if words:
            self.bell()
            self.desk.say(words[0], "alarm", about="call-alarm")
        for told, loud in session.showing.paged.look(session.model, self.name_of("page.routes")):
            self.bell()
            self.desk.say(told, loud, about="page")
        if not self.desk.notice.says_else("promise"):
            self._remind(session)

    def _remind(self, session: Session) -> None:
        """Say what I have promised; it waits for its turn, and has no sound."""
        owed, key = session.showing.owed, self.name_of("promise.list")
        for told, loud in owed.look(session.model, session.showing.now, key):
            self.desk.say(told, loud, about="promise")
        if owed.is_quiet:
            self.desk.notice.settled("promise")

    def _count_down(self, session: Session) -> None:
        left = session.showing.undo_seconds()
        if left is None:
            self.desk.notice.settled("undo")
        elif not self.desk.notice.says_else("undo"):
            words = f"Leaves in {left} s — {self.name_of('message.take_back')} takes it back"
            self.desk.say(words, "warn", about="undo")
        if left is not None or self._leaves:
            self.refresh_keys()
        self._leaves = left is not None

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
        words = link_words(health, unsaved, now, since, trouble, is_narrow=self.size.width < WIDE)
        self.desk.calls.show_link(words)
