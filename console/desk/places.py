"""Which incident is open and where the cursor is, across restarts and reconnections."""

from __future__ import annotations

import gc
import logging
from typing import TYPE_CHECKING

from console.desk import followed, seen_before
from console.desk.closing import words_of
from console.desk.wire_errors import Away, Refused, said

if TYPE_CHECKING:
    from console.desk.session import Session

log = logging.getLogger(__name__)


LONG = 2_000
"""So many lines are a noticeable part of what a collection of garbage walks through."""


class Places:
    """Opens incidents with their drafts."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._fetching: set[int] = set()

    def restore(self) -> None:
        """Go to my call, else to where the cursor was when the desk was left."""
        session = self._session
        if session.showing.number or session.spool is None:
            if session.showing.number:
                self.show(session.showing.number)
            return
        place = session.spool.last_place()
        drafts = session.spool.drafts()
        if place is not None and (place.incident in session.model.incidents or drafts):
            self.show(place.incident, focus=place.focus)
            return
        rows = session.model.rows()
        if rows:
            self.show(rows[0].incident.number, focus="queue")

    def show(self, number: int, *, focus: str = "") -> None:
        """Open an incident: at once where its lines are known, else as soon as they are."""
        session, showing = self._session, self._session.showing
        screen, number = session.screen, session.model.home(number)
        opened = number in session.model.opened
        if number != showing.number:
            self._left()
            session.drafts.keep_all()
            showing.number = number
            screen.remove_class("-idle")
            screen.timeline.load(session.showing.lines(number))
            session.drafts.put(number)
            session.work(session.company.tell("viewing", number))
        if not opened or number in session.model.stale:
            session.work(self.fetch(number))
        if focus:
            screen.focus_box(focus)
        showing.everything()
        showing.refresh()
        session.handed.card()
        session.cards.look()
        followed.seen(session, number)
        self.keep_place()

    def _left(self) -> None:
        session = self._session
        session.work(session.company.tell("left", session.showing.number))

    def keep_place(self) -> None:
        """Remember where the cursor is."""
        session = self._session
        if session.spool is not None and session.showing.number:
            session.spool.place(session.showing.number, session.screen.focused_box)

    async def fetch(self, number: int) -> None:
        """Read an incident from the hub and show it where it is still wanted."""
        session = self._session
        try:
            view = await session.link.incident(number)
        except (Away, Refused) as trouble:
            hidden = session.model.hidden.told.get(number)
            words = f"This incident can't be read now: {said(trouble)}"
            words = words_of(hidden) if hidden is not None else words
            session.screen.say(words, "warn", about="read")
            return
        session.screen.notice.settled("read")
        again = number in session.model.opened
        session.model.open(view)
        if view.incident.number != number:
            # It was merged into another one, which this desk had never seen.
            if number == session.showing.number:
                self.show(view.incident.number)
            return
        if number == session.showing.number:
            lines, timeline = session.showing.lines(number), session.screen.timeline
            timeline.extend_back(lines) if again else timeline.load(lines)
            if not session.screen.reply.receivers:
                session.drafts.put(number)
            session.showing.everything()
        session.work(seen_before.learn(session, number))
        session.cards.look()

    async def learn(self, number: int) -> None:
        """Read an incident that this desk has never seen, for the work list."""
        session = self._session
        if number in self._fetching:
            return
        self._fetching.add(number)
        try:
            session.model.learn(await session.link.incident(number))
        except (Away, Refused):
            log.info("incident_unread", extra={"incident": number})
        finally:
            self._fetching.discard(number)
        session.showing.everything()

    def reopen_stale(self) -> None:
        """Read again what may lack entries, where it is on the screen."""
        number = self._session.showing.number
        if number in self._session.model.stale:
            self._session.work(self.fetch(number))

    async def older(self) -> None:
        """Put an older page above the lines, once at a time."""
        session, number = self._session, self._session.showing.number
        opened = session.model.opened.get(number)
        if opened is None or not opened.more or -number in self._fetching:
            return
        self._fetching.add(-number)
        try:
            page = await session.link.older(number, opened.oldest)
            before = len(session.model.lines(number))
            session.model.older(number, page)
            lines = session.showing.lines(number)
            if number == session.showing.number:
                session.screen.timeline.extend_back(lines)
            if len(lines) // LONG > before // LONG:
                _keep_out_of_collections()
        except (Away, Refused):
            session.screen.say("Older entries can't be read now.", "warn")
        finally:
            self._fetching.discard(-number)


def _keep_out_of_collections() -> None:
    """Let the lines that stay not be walked through by every collection."""
    # What could be thrown away by now must not stay with them for the rest of the shift.
    gc.unfreeze()
    gc.collect()
    gc.freeze()
