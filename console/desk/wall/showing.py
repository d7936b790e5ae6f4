"""Keeps the floor's screen in step with the model: rows, times, alarms, and what leads do there."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from textual.css.query import NoMatches

from console.desk.acts import lead as acts_lead
from console.desk.screens.floor import FloorScreen
from console.desk.wall.alarms import FloorAlarms
from console.desk.wall.day import FloorDay
from console.desk.wall.rows import FloorRows
from console.desk.widgets.words import Words
from console.desk.wording.floor import alarm_words, day_words
from console.domain.supervision import LEADS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from console.desk.session import Session
    from console.desk.widgets.floor_table import FloorTable
    from console.desk.widgets.words import Parts
    from console.domain.served import FloorView

KEYS = "Tab: next table · type: filter · ←→: sort, Shift turns it · Enter: open · Esc: back"


class FloorShowing:
    """Reads the model and tells the screen."""

    def __init__(self, session: Session, bell: Callable[[], object]) -> None:
        self.session = session
        self.screen = FloorScreen()
        self.alarms = FloorAlarms()
        self._bell = bell
        self._rows = FloorRows()
        self._shown = -1
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
        if not self._is_shown or model.seq == self._shown:
            return
        with suppress(NoMatches):
            self._shown = model.seq
            self.screen.show_rows(self._rows.read(model), self._now)

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
                self._say()

    def _say(self) -> None:
        zone, now, desk = self.session.model.zone, self._now, self.session.screen
        said = (alarm_words(alarm, now, zone) for alarm in self.alarms.all)
        self.screen.show_alarms([words for words in said if words is not None])
        view = self.session.model.today.view
        title: Parts = [("THE FLOOR", "plain")]
        day = day_words(view.since, zone) if view is not None else "the day is being counted…"
        title.append((f"  {day}", "quiet"))
        call, link = (desk.query_one(f"#{name}-words", Words).parts for name in ("call", "link"))
        said_there = desk.notice.parts if desk.notice.plain else [(KEYS, "quiet")]
        self.screen.show_said(title, said_there, call, link)

    def open(self, table: FloorTable) -> None:
        """Open the incident of the chosen row on the desk behind."""
        row = table.chosen
        if row is not None and row.incident:
            self.session.places.show(row.incident, focus="queue")

    def lead(self, action: str) -> None:
        """Do a lead's action about the call of the chosen row."""
        row = self.screen.table.chosen
        acts_lead.do(self.session, action, row.call if row is not None else "")
        self._say()

    def snooze(self) -> None:
        """Be quiet about the alarms that are on, or be loud again."""
        words = self.alarms.snooze(self._now, self.session.model.zone)
        self.session.screen.say(words, "quiet", about="floor")
        self._say()
