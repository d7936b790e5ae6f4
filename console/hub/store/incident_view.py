"""Reads one incident with its legs, and pages of its timeline."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from console.hub.store.extent import Extent
from console.hub.store.family import parts_of, state_of
from console.hub.store.read import last_seq
from console.hub.store.restricted import hidden_from, is_open_to, is_restricted
from console.hub.store.tables import (
    OURS_OR_MAIL,
    CallRow,
    ContactRow,
    EntryRow,
    MessageRow,
    NoteRow,
    table,
)
from console.hub.store.wirejson import ENTRIES, entry_json, listed
from console.hub.store.worklist import chunks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import ColumnElement, Connection, Table

PAGE = 200
MOST = 500
"""Entries of one page, and legs of one kind."""
UNFINISHED = (
    "composed", "sending", "accepted", "scheduled", "queued", "processed", "deferred", "sent",
)  # fmt: skip
"""Delivery states that are not the last word."""
ENTRY = table(EntryRow)
MESSAGE = table(MessageRow)
NOTE = table(NoteRow)
CALL = table(CallRow)
CONTACT = table(ContactRow)


@dataclass(frozen=True, slots=True)
class _Page:
    entries: list[str]
    """As JSON, oldest first."""
    streams: list[str]
    more: bool

    def keys(self, concept: str) -> list[str]:
        """The ids of one concept that the page speaks of."""
        start = concept + "/"
        return [name.removeprefix(start) for name in self.streams if name.startswith(start)]


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read of an incident."""

    text: str | None
    """JSON; None when there is no such incident for whoever asks."""
    is_restricted: bool = False
    """Whether the reading has to be on record before it is answered."""
    number: int = 0
    """Of the incident that was read: of a merged one, that which stays."""


def incident_view(number: int, viewer: int) -> Callable[[Connection], Seen]:
    """Write an IncidentView for an agent."""

    def reading(connection: Connection) -> Seen:
        seq = last_seq(connection)
        state = _state(connection, number, viewer)
        if state is None:
            return Seen(None)
        found = json.loads(state)
        parts = parts_of(connection, state)
        numbers = [found["number"], *parts]
        page = _page(connection, Extent.of(state, parts), None, PAGE)
        told = (found, *map(json.loads, parts.values()))
        troubled = [str(message) for one in told for message in one.get("trouble") or ()]
        messages = _messages(connection, page, numbers, troubled)
        calls = _first(connection, CALL, CALL.c.incident.in_(numbers))
        contacts = _by(connection, CONTACT, CONTACT.c.handle, found.get("handles") or ())
        if hidden := hidden_from(connection, viewer):
            contacts = [without(hidden, contact) for contact in contacts]
        text = (
            f'{{"seq":{seq},"incident":{state},"contacts":{listed(contacts)},'
            f'"calls":{listed(calls)},"messages":{listed(messages)},'
            f'"notes":{listed(_by(connection, NOTE, NOTE.c.id, page.keys("note")))},'
            f'"parts":{listed(list(parts.values()))},'
            f'"entries":{listed(page.entries)},"more":{json.dumps(page.more)}}}'
        )
        return Seen(text, is_restricted(state), found["number"])

    return reading


def without(hidden: frozenset[int], contact: str) -> str:
    """Write a contact's state without the incidents that are hidden."""
    state = json.loads(contact)
    return json.dumps(state | {"open": [n for n in state.get("open", ()) if n not in hidden]})


def entries_page(
    number: int, before: int | None, limit: int, *, viewer: int
) -> Callable[[Connection], Seen]:
    """Write an EntriesPage for an agent."""

    def reading(connection: Connection) -> Seen:
        seq = last_seq(connection)
        state = _state(connection, number, viewer)
        if state is None:
            return Seen(None)
        extent = Extent.of(state, parts_of(connection, state))
        page = _page(connection, extent, before, min(limit, MOST))
        messages = _by(connection, MESSAGE, MESSAGE.c.id, page.keys("message"))
        notes = _by(connection, NOTE, NOTE.c.id, page.keys("note"))
        text = (
            f'{{"seq":{seq},"entries":{listed(page.entries)},"messages":{listed(messages)},'
            f'"notes":{listed(notes)},"more":{json.dumps(page.more)}}}'
        )
        return Seen(text, is_restricted(state), extent.numbers[0])

    return reading


def _state(connection: Connection, number: int, viewer: int) -> str | None:
    found = state_of(connection, number)
    return found if found is not None and is_open_to(found, viewer) else None


def _page(connection: Connection, extent: Extent, before: int | None, limit: int) -> _Page:
    wanted = ENTRIES.where(extent.holds())
    if before is not None:
        wanted = wanted.where(ENTRY.c.seq < before)
    rows = connection.execute(wanted.order_by(ENTRY.c.seq.desc()).limit(limit + 1)).all()
    shown = rows[limit - 1 :: -1] if len(rows) > limit else rows[::-1]
    return _Page(
        entries=[entry_json(row) for row in shown],
        streams=[row.stream for row in shown],
        more=len(rows) > limit,
    )


def _messages(
    connection: Connection, page: _Page, numbers: list[int], troubled: list[str]
) -> list[str]:
    """Those of the page, those that need a look, and those that are on their way."""
    unfinished = connection.execute(
        select(MESSAGE.c.id)
        .where(
            MESSAGE.c.incident.in_(numbers),
            OURS_OR_MAIL,
            or_(MESSAGE.c.status.in_(UNFINISHED), MESSAGE.c.unsure.is_(True)),
        )
        .limit(MOST)
    ).scalars()
    wanted = [*page.keys("message"), *troubled, *unfinished]
    return _by(connection, MESSAGE, MESSAGE.c.id, wanted)


def _by(
    connection: Connection, target: Table, column: ColumnElement[str], keys: Iterable[object]
) -> list[str]:
    """The states whose key is among ``keys``."""
    found: list[str] = []
    for some in chunks(keys):
        found += connection.execute(select(target.c.state).where(column.in_(some))).scalars()
    return found


def _first(connection: Connection, target: Table, condition: ColumnElement[bool]) -> list[str]:
    wanted = select(target.c.state).where(condition).limit(MOST)
    return list(connection.execute(wanted).scalars())
