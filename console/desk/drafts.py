"""The words in the two boxes, and what of them the spool has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.boxes import NOTE, Box, Written
from console.desk.merged import gather_drafts

if TYPE_CHECKING:
    from console.desk.boxes import Key
    from console.desk.session import Session
    from console.desk.spool import Draft

MOVE_SECONDS = 0.2
"""A cursor that only moves is kept this often at most."""


class Drafts:
    """Each box of each incident has its own, the reply one for each receiver."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._moves: dict[Key, tuple[int, int]] = {}

    def keep(self, incident: int, box: Box, text: str, cursor: tuple[int, int]) -> None:
        """Keep what was typed; words that were meant for nobody yet belong to who gets them."""
        spool = self._session.spool
        if spool is None or not incident:
            return
        self._moves.pop((incident, box), None)
        if box.to and spool.draft(incident, box) is None:
            spool.keep(incident, Box(box.name), "", (0, 0))
        spool.keep(incident, box, text, cursor)

    def moved(self, incident: int, box: Box, cursor: tuple[int, int]) -> None:
        """Keep soon where the cursor went."""
        if not self._moves:
            self._session.screen.set_timer(MOVE_SECONDS, self.keep_moves)
        self._moves[incident, box] = cursor

    def keep_moves(self) -> None:
        """Keep now where the cursor went."""
        moves, self._moves = self._moves, {}
        if (spool := self._session.spool) is not None:
            for (incident, box), cursor in moves.items():
                spool.move(incident, box, cursor)

    def keep_all(self) -> None:
        """Keep both boxes now: another incident takes their place, or the words are sent."""
        self._keep_boxes(also_empty=True)

    def keep_words(self) -> None:
        """Keep what is typed and not kept yet."""
        # The words of a box that is empty may be on their way to the hub.
        self._keep_boxes(also_empty=False)

    def _keep_boxes(self, *, also_empty: bool) -> None:
        screen = self._session.screen
        self.keep_moves()
        for box in (screen.note, screen.reply):
            kept = self._draft(box.incident, box.kept_as)
            if (box.text or also_empty) and box.text != (kept.text if kept else ""):
                self.keep(box.incident, box.kept_as, box.text, box.page.cursor_location)

    def put(self, number: int) -> None:
        """Put the drafts of an incident into its boxes."""
        gather_drafts(self._session, number)
        self._session.screen.note.incident = self._session.screen.reply.incident = number
        screen = self._session.screen
        note = self._draft(number, NOTE)
        screen.note.put(note.text if note else "", note.cursor if note else None)
        self._offer(number)

    def _offer(self, number: int) -> None:
        session = self._session
        drafts = session.spool.drafts() if session.spool is not None else []
        replies = {
            Box(draft.box, draft.to): Written(draft.text, draft.cursor)
            for draft in drafts
            if draft.incident == number and draft.box != "note"
        }
        session.screen.reply.offer(session.showing.receivers(), replies)

    def came(self, keys: set[Key]) -> None:
        """Show what another desk of mine has written, where that incident is open."""
        session, screen = self._session, self._session.screen
        number = session.showing.number
        mine = {box for incident, box in keys if incident == number}
        if NOTE in mine:
            note = self._draft(number, NOTE)
            screen.note.put(note.text if note else "", note.cursor if note else None)
        replies = mine - {NOTE}
        if replies and not screen.reply.text and not screen.reply.page.has_focus:
            self._offer(number)
            return
        for box in replies:
            draft = self._draft(number, box)
            words = Written(draft.text, draft.cursor) if draft else Written()
            screen.reply.drafts[box] = words
            if screen.reply.kept_as == box:
                screen.reply.put(*words)

    def _draft(self, number: int, box: Box) -> Draft | None:
        spool = self._session.spool
        return spool.draft(number, box) if spool is not None else None

    def typed(self, incident: int, box: Box) -> str:
        """What stands in a box on the screen now."""
        screen = self._session.screen
        if incident != self._session.showing.number:
            return ""
        shown = screen.note if box == NOTE else screen.reply
        return shown.text if shown.kept_as == box else ""
