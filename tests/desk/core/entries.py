"""Builds what a hub would send: entries in order, snapshots and views."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from console.domain.agent import Agent
from console.domain.call_state import Call
from console.domain.incident import Incident
from console.domain.incident_events import IncidentOpened
from console.domain.message import Message
from console.domain.note import Note
from console.domain.person import Contact
from console.domain.queue import Queue
from console.domain.reference import reference
from console.domain.timeline import Entry, fold
from console.domain.wire import EntriesPage, IncidentView, QueueRow, Snapshot

if TYPE_CHECKING:
    from console.domain.base import Event, State

START = datetime(2030, 5, 6, 9, 0, tzinfo=UTC)
ANA = "tel:+14155550101"
ME = Agent(number=3, login="sam", name="Sam Lee", presence="available")
ROBIN = Agent(number=4, login="robin", name="Robin Roe", presence="available")


class Log:
    """The committed entries of a hub, one second apart unless said otherwise."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.now = START

    def add(
        self,
        stream: str,
        event: Event,
        *,
        incident: int | None = 1,
        actor: str = "provider:twilio",
        cause: str = "",
        after: float = 1.0,
    ) -> Entry:
        """Commit one entry."""
        self.now += timedelta(seconds=after)
        seq = len(self.entries) + 1
        entry = Entry(
            seq=seq,
            at=self.now,
            stream=stream,
            incident=incident,
            actor=actor,
            cause=cause or f"c{seq}",
            event=event,
        )
        self.entries.append(entry)
        return entry

    def opened(self, number: int = 1, handle: str = ANA, *, name: str = "") -> Entry:
        """Commit the beginning of an incident."""
        event = IncidentOpened(
            number=number, ref=reference(number), channel="sms", handle=handle, name=name
        )
        return self.add(f"incident/{number}", event, incident=number)

    def snapshot(self, seq: int | None = None) -> Snapshot:
        """What the hub would answer after an entry, by default the last."""
        states = fold(self.entries[:seq])
        folded = list(states.values())
        agents = {agent.number: agent for agent in (ME, ROBIN)}
        agents |= {s.number: s for s in folded if isinstance(s, Agent)}
        return Snapshot(
            seq=len(self.entries) if seq is None else seq,
            now=self.now,
            me=agents[ME.number],
            agents=list(agents.values()),
            rows=[_row(s, folded) for s in folded if isinstance(s, Incident)],
            calls=[s for s in folded if isinstance(s, Call) and s.phase != "ended"],
            queues=[s for s in folded if isinstance(s, Queue)],
            numbers=["+14155550100"],
            mail_from="help@example.com",
            queue_limits={"ring_seconds": 20},
        )

    def view(
        self, number: int = 1, *, seq: int | None = None, newest: int = 20_000
    ) -> IncidentView:
        """What the hub would answer about one incident."""
        known = self.entries[:seq]
        folded = list(fold(known).values())
        incidents = {s.number: s for s in folded if isinstance(s, Incident)}
        while (part := incidents[number].part_of) is not None:
            number = part.into
        incident = incidents[number]
        parts = [incidents[part] for part in incident.parts]
        numbers, came, went = (number, *incident.parts), incident.legs_in, incident.legs_out
        its = [
            entry
            for entry in known
            if entry.stream in came or (entry.incident in numbers and entry.stream not in went)
        ]
        streams = {entry.stream for entry in its[-newest:]}
        handles = {handle for one in (incident, *parts) for handle in one.handles}
        return IncidentView(
            seq=len(known),
            incident=incident,
            parts=parts,
            contacts=[s for s in folded if isinstance(s, Contact) and s.handle in handles],
            calls=[s for s in folded if isinstance(s, Call)],
            messages=[s for s in folded if isinstance(s, Message) and f"message/{s.id}" in streams],
            notes=[s for s in folded if isinstance(s, Note) and f"note/{s.id}" in streams],
            entries=[wire(entry) for entry in its[-newest:]],
            more=len(its) > newest,
        )

    def page(self, before: int, number: int = 1) -> EntriesPage:
        """Everything of an incident before an entry."""
        folded = list(fold(self.entries).values())
        its = [e for e in self.entries if e.incident == number and e.seq < before]
        return EntriesPage(
            seq=len(self.entries),
            entries=[wire(entry) for entry in its],
            messages=[s for s in folded if isinstance(s, Message)],
            notes=[s for s in folded if isinstance(s, Note)],
            more=False,
        )


def wire(entry: Entry) -> dict[str, Any]:
    """An entry as JSON would carry it."""
    return entry.model_dump(mode="json")


def _row(incident: Incident, folded: list[State]) -> QueueRow:
    """Name the first party, where somebody said who it is."""
    names = {one.handle: one.name for one in folded if isinstance(one, Contact)}
    return QueueRow(incident=incident, name=names.get(next(iter(incident.handles), ""), ""))
