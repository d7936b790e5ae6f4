"""Incidents that are one now: the desk goes to the one that stays, with what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.boxes import NOTE
from console.domain.merging import IncidentGaveBack, IncidentMerged, IncidentTookIn
from console.domain.moving import LegLeft, LegMoved
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from console.desk.session import Session
    from console.domain.timeline import Entry

SECONDS = 60


def told(session: Session, entry: Entry) -> None:
    """Show what a merge, its end, or a move means for what is open here."""
    number = entry.incident or 0
    match entry.event:
        case IncidentMerged():
            _merged(session, number, entry.event)
        case IncidentTookIn() | IncidentGaveBack() | LegLeft() | LegMoved():
            session.places.reopen_stale()
            session.showing.everything()
        case _:
            pass


def _merged(session: Session, number: int, event: IncidentMerged) -> None:
    me, went = session.model.me, session.model.incidents.get(number)
    is_open = session.showing.number == number
    if is_open:
        session.places.show(event.into)
    is_mine = me is not None and went is not None and went.owner == me.number
    if went is not None and (is_open or is_mine):
        words = f"{clean_line(event.name)} merged {went.ref} into {event.ref}: it goes on there."
        session.screen.say(words, "warn", seconds=SECONDS)


def gather_drafts(session: Session, number: int) -> None:
    """Let what was typed in an incident go on in the one that it was merged into."""
    spool, model = session.spool, session.model
    if spool is None:
        return
    for draft in spool.drafts():
        if draft.incident == number or model.home(draft.incident) != number:
            continue
        _, box = draft.key
        known = spool.draft(number, box)
        if known is not None and known.text and box != NOTE:
            continue
        text = f"{known.text}\n{draft.text}" if known is not None and known.text else draft.text
        spool.keep(number, box, text, (0, 0))
        spool.keep(draft.incident, box, "", (0, 0))
