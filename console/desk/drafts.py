"""The words in the two boxes, and what of them the spool has."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.desk.session import Session
    from console.desk.spool import Box, Draft
    from console.desk.widgets.box import BoxName

_REPLIES: tuple[BoxName, ...] = ("sms", "email")


class Drafts:
    """Each box of each incident has its own."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep_reply(self) -> None:
        """Keep what was put into the reply box."""
        session, reply = self._session, self._session.screen.reply
        if session.spool is not None:
            session.spool.keep(session.showing.number, reply.box, reply.text, (0, 0))

    def keep_all(self) -> None:
        """Keep both boxes now: another incident takes their place."""
        session, screen = self._session, self._session.screen
        if session.spool is None:
            return
        for box in (screen.note, screen.reply):
            kept = self._draft(box.incident, box.box)
            if box.incident and box.text != (kept.text if kept else ""):
                session.spool.keep(box.incident, box.box, box.text, box.page.cursor_location)

    def put(self, number: int) -> None:
        """Put the drafts of an incident into its boxes."""
        self._session.screen.note.incident = self._session.screen.reply.incident = number
        screen, receivers = self._session.screen, self._session.showing.receivers()
        note = self._draft(number, "note")
        screen.note.put(note.text if note else "", note.cursor if note else None)
        texts: dict[BoxName, str] = {}
        for box in _REPLIES:
            if (draft := self._draft(number, box)) is not None:
                texts[box] = draft.text
        screen.reply.offer(receivers, texts)

    def _draft(self, number: int, box: Box) -> Draft | None:
        spool = self._session.spool
        return spool.draft(number, box) if spool is not None else None

    def typed(self, incident: int, box: Box) -> str:
        """What stands in a box on the screen now."""
        screen = self._session.screen
        if incident != self._session.showing.number:
            return ""
        if box == "note":
            return screen.note.text
        return screen.reply.text if screen.reply.box == box else ""
