"""Who looked at what: rows of looks, and the entries that sensitive readings leave."""

from __future__ import annotations

import json
from datetime import UTC
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from console.domain.restriction import IncidentRead
from console.hub.store.engine import read_engine
from console.hub.store.looks import LOOK, first_broken
from console.hub.store.tables import AgentRow, EntryRow, table

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    Line = dict[str, Any]

INCIDENT_READ: str = IncidentRead.model_fields["kind"].default
ENTRY, AGENT = table(EntryRow), table(AgentRow)
SENSITIVE = {
    "incident.identity_revealed": "saw a whole number or address",
    "contact.code_word_revealed": "saw a code word",
    "message.media_opened": "opened an attachment",
    "incident.voicemail_heard": "played a message",
}
"""Readings that are entries of their incident."""
READ = {
    "timeline": "opened, restricted",
    "drafts": "read what others had not sent, restricted",
    "export": "exported",
}
"""What ``incident.read`` tells."""
LOOKED = {
    "timeline": "opened",
    "drafts": "read what others had not sent",
    "earlier": "read what was before",
    "search": "searched for",
    "refused": "was refused",
}


def looked(
    url: str, since: datetime, *, incident: int | None = None, agent: int | None = None
) -> list[Line]:
    """Give ``at, agent, login, what, incident, about``, oldest first."""
    engine = read_engine(url)
    try:
        with engine.connect() as connection:
            found = _rows(connection, since, incident) + _entries(connection, since, incident)
            logins = dict(connection.execute(select(AGENT.c.number, AGENT.c.login)).tuples().all())
    finally:
        engine.dispose()
    mine = [line for line in found if agent is None or line["agent"] == agent]
    named = [line | {"login": logins.get(line["agent"], "")} for line in mine]
    return sorted(named, key=lambda line: str(line["at"]))


def broken_line(url: str) -> int | None:
    """Give the first row that is not as it was written; None when all are."""
    engine = read_engine(url)
    try:
        with engine.connect() as connection:
            return first_broken(connection)
    finally:
        engine.dispose()


def said(line: Line) -> str:
    """One line for a person."""
    what, about = line["what"], line["about"]
    if what == INCIDENT_READ:
        words, about = READ.get(about, about), ""
    else:
        words = LOOKED.get(what) or SENSITIVE.get(what, what)
    where = f"incident {line['incident']}" if line["incident"] else ""
    parts = (f"{line['at'][:19]} UTC", line["login"] or "the operator", words, where, about)
    return "  ".join(part for part in parts if part)


def _rows(connection: Connection, since: datetime, incident: int | None) -> list[Line]:
    wanted = select(LOOK).where(LOOK.c.at >= since)
    if incident is not None:
        wanted = wanted.where(LOOK.c.incident == incident)
    return [
        _line(row.at, row.agent, row.what, row.incident, row.about)
        for row in connection.execute(wanted)
    ]


def _entries(connection: Connection, since: datetime, incident: int | None) -> list[Line]:
    wanted = select(ENTRY).where(ENTRY.c.at >= since, ENTRY.c.kind.in_({INCIDENT_READ, *SENSITIVE}))
    if incident is not None:
        wanted = wanted.where(ENTRY.c.incident == incident)
    found = []
    for row in connection.execute(wanted):
        kind, _, number = row.actor.partition(":")
        agent = int(number) if kind == "agent" and number.isdecimal() else 0
        what = str(json.loads(row.data or "{}").get("what", ""))
        found.append(_line(row.at, agent, row.kind, row.incident or 0, what))
    return found


def _line(at: datetime, agent: int, what: str, incident: int, about: str) -> Line:
    moment = at.astimezone(UTC).isoformat()
    return {"at": moment, "agent": agent, "what": what, "incident": incident, "about": about}
