"""Reads what the handoff card of an incident is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from console.domain.handoff import Known, card_of
from console.domain.note import Note, NoteAdded
from console.domain.person import Contact
from console.hub.store.family import family, whole
from console.hub.store.plans.common import incident_of
from console.hub.store.tables import EntryRow, table

if TYPE_CHECKING:
    from console.domain.handoff import CardLine
    from console.hub.store.tx import Tx

ENTRY = table(EntryRow)
NOTED: str = NoteAdded.model_fields["kind"].default


def card_for(tx: Tx, number: int, asked: str, caller: str = "") -> tuple[CardLine, ...]:
    """Make the handoff card of an incident as it stands now."""
    incident = whole(tx, incident_of(tx, number))
    numbers = [one.number for one in family(tx, number)]
    first = func.min(ENTRY.c.seq)
    streams = tx.query(
        select(ENTRY.c.stream)
        .where(ENTRY.c.incident.in_(numbers), ENTRY.c.kind == NOTED)
        .group_by(ENTRY.c.stream)
        .order_by(first)
    )
    came = [leg for one in family(tx, number) for leg in one.legs_in if leg.startswith("note/")]
    keys = dict.fromkeys(leg.partition("/")[2] for leg in (*streams.scalars().all(), *came))
    known = [note for key in keys if (note := tx.get(Note, key)) is not None]
    notes = [note for note in known if note.incident in numbers]
    handles = dict.fromkeys([caller, *incident.handles])
    contacts = [c for h in handles if h and (c := tx.get(Contact, h)) is not None]
    return card_of(Known(incident, notes, contacts, asked=asked, caller=caller))
