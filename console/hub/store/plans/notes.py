"""Plans for notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

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
from console.domain.noted_facts import names_called
from console.hub.store.family import home
from console.hub.store.plans.calls import call_of
from console.hub.store.plans.common import incident_of
from console.hub.store.plans.people import colleagues_named, mention
from console.hub.store.plans.promises import note_promised
from console.hub.store.tables import AgentRow, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

AGENT = table(AgentRow)


def _add(tx: Tx, wish: Wish, command: AddNote) -> None:
    number = incident_of(tx, command.incident).number
    if command.call is not None and home(tx, call_of(tx, command.call).incident) != number:
        raise Rejected("There is no such call.", code="not_found")
    key = wish.cause.replace(":", "-")
    named = colleagues_named(tx, number, command.text)
    tx.emit(f"note/{key}", number, *decide_add(command, key, _logins(tx, command.text)), new=True)
    note_promised(tx, wish, number, _known(tx, key))
    mention(tx, wish, number, key, named)


def _logins(tx: Tx, text: str) -> frozenset[str]:
    """The accounts of colleagues that a note calls with ``@``, in lower case."""
    called = names_called(text)
    if not called:
        return frozenset()
    found = tx.query(select(AGENT.c.login).where(func.lower(AGENT.c.login).in_(sorted(called))))
    return frozenset(login.lower() for login in found.scalars())


def _known(tx: Tx, key: str) -> Note:
    note = tx.get(Note, key)
    if note is None:
        raise Rejected("There is no such note.", code="not_found")
    return note


def _note(tx: Tx, wish: Wish, key: str) -> Note:
    note = _known(tx, key)
    if note.author != wish.actor and wish.role == "agent":
        raise Rejected("Only its author or a lead can change a note.", code="forbidden")
    return note


def _edit(tx: Tx, wish: Wish, command: EditNote) -> None:
    note = _note(tx, wish, command.id)
    named = colleagues_named(tx, note.incident, command.text, note.text)
    events = decide_edit(note, command, _logins(tx, command.text))
    tx.emit(f"note/{note.id}", note.incident, *events)
    note_promised(tx, wish, note.incident, _known(tx, note.id))
    mention(tx, wish, note.incident, note.id, named)


def _delete(tx: Tx, wish: Wish, command: DeleteNote) -> None:
    note = _note(tx, wish, command.id)
    tx.emit(f"note/{note.id}", note.incident, *decide_delete(note, command))
    note_promised(tx, wish, note.incident, _known(tx, note.id))


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    AddNote: _add,
    EditNote: _edit,
    DeleteNote: _delete,
}
