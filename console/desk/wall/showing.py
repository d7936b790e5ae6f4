"""Keeps the floor's screen in step with the model: rows, times, alarms, and what leads do there."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from textual.css.query import NoMatches

from console.desk.screens.floor import FloorScreen
from console.desk.wall.alarms import FloorAlarms
from console.desk.wall.day import FloorDay
from console.desk.wall.rows import FloorRows
from console.desk.wall.said import said_below, standing, unsaid
from console.desk.widgets.words import Words
from console.desk.wording.floor import alarm_words, day_words
from console.domain.supervision import LEADS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from console.desk.session import Session
    from console.desk.widgets.words import Parts
    from console.domain.served import FloorView

AGAIN_SECONDS = 5.0
"""Hours and waits move on without an entry: rows are read again this often."""


class FloorShowing:
    """Reads the model and tells the screen."""

    def __init__(self, session: Session, bell: Callable[[], object]) -> None:
        self.session = session
        self.screen = FloorScreen()
        self.alarms = FloorAlarms()
        self._bell = bell
        self._rows = FloorRows()
        self._shown = -1
        self._shown_at = 0.0
        self._day = FloorDay(session, self._begin_anew)

    def begin(self) -> FloorScreen:
        """A screen to show; the old one is gone for good."""
        self.screen, self._shown = FloorScreen(), -1
        return self.screen

    def _begin_anew(self, view: FloorView) -> None:
        self.alarms.load(view.alarms)
        self._shown = -1

    @property
    def is_allowed(self) -> bool:
        """Whether I am a lead now."""
        me = self.session.model.me
        return me is not None and me.role in LEADS

    @property
    def _now(self) -> datetime:
        return self.session.showing.now

    @property
    def _is_shown(self) -> bool:
        return self.screen.is_mounted and self.screen.is_current

    def refresh(self) -> None:
        """Show what entries changed."""
        model = self.session.model
        moment = model.moment()
        is_same = model.seq == self._shown and moment - self._shown_at < AGAIN_SECONDS
        if not self._is_shown or is_same:
            return
        with suppress(NoMatches):
            self._shown, self._shown_at = model.seq, moment
            self.screen.show_rows(self._rows.read(model, self._now, model.zone), self._now)

    def tick(self) -> None:
        """Move every time by a second, and look at the thresholds."""
        if not self.is_allowed:
            return
        self._day.ask(self._now)
        if self.alarms.look(self.session.model, self._now):
            self._bell()
            if not self._is_shown:
                words = "An alarm is on: the floor shows which."
                self.session.screen.say(words, "alarm", about="floor")
        if self._is_shown:
            with suppress(NoMatches):
                self.screen.tick(self._now)
                self.say()

    def say(self) -> None:
        """Show what is said above and below the tables."""
        zone, now, desk = self.session.model.zone, self._now, self.session.screen
        said = (alarm_words(alarm, now, zone) for alarm in self.alarms.all)
        lines = [words for words in said if words is not None]
        self.screen.show_alarms([*lines, *standing(self.session.model, now)])
        view = self.session.model.today.view
        title: Parts = [("THE FLOOR", "plain")]
        day = day_words(view.since, zone) if view is not None else "the day is being counted…"
        title.append((f"  {day}", "quiet"))
        title += unsaid(self.session.model)
        call, link = (desk.query_one(f"#{name}-words", Words).parts for name in ("call", "link"))
        notice = desk.notice.parts if desk.notice.plain else []
        self.screen.show_said(title, said_below(self.screen, notice), call, link)
