"""Plans for notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.domain.base import Rejected
from console.domain.note import (
    AddNote,
    DeleteNote,
    EditNote,
    Note,
    decide_add,
    decide_delete,
    decide_edit,
)
from console.hub.store.plans.common import incident_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish


def _add(tx: Tx, wish: Wish, command: AddNote) -> None:
    number = incident_of(tx, command.incident).number
    key = wish.cause.replace(":", "-")
    tx.emit(f"note/{key}", number, *decide_add(command, key), new=True)


def _note(tx: Tx, wish: Wish, key: str) -> Note:
    note = tx.get(Note, key)
    if note is None:
        raise Rejected("There is no such note.", code="not_found")
    if note.author != wish.actor and wish.role == "agent":
        raise Rejected("Only its author or a lead can change a note.", code="forbidden")
    return note


def _edit(tx: Tx, wish: Wish, command: EditNote) -> None:
    note = _note(tx, wish, command.id)
    tx.emit(f"note/{note.id}", note.incident, *decide_edit(note, command))


def _delete(tx: Tx, wish: Wish, command: DeleteNote) -> None:
    note = _note(tx, wish, command.id)
    tx.emit(f"note/{note.id}", note.incident, *decide_delete(note, command))


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    AddNote: _add,
    EditNote: _edit,
    DeleteNote: _delete,
}
