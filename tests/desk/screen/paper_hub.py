"""A hub on paper: answers a desk out of its own entries and lets a test make things happen."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from console.desk.clock import steady
from console.desk.health import Health
from console.desk.wire_errors import Away, Refused
from console.domain.agent import AgentEngaged, AgentOffered
from console.domain.call_events import (
    AcceptCall,
    CallAccepted,
    CallArrived,
    CallConnected,
    CallOffered,
    CallQueued,
    EndAsked,
    EndCall,
    RoomReported,
)
from console.domain.message_events import (
    MessageComposed,
    MessageReceived,
    MessageTaken,
    SendMail,
    SendText,
    TakeBackMessage,
)
from console.domain.note import AddNote, NoteAdded, mark_of
from console.domain.wire import CommandAnswer
from tests.desk.core.entries import ANA, ME, Log, wire

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from console.desk.signals import Signal
    from console.domain.base import Event
    from console.domain.timeline import Entry
    from console.domain.wire import (
        CommandPost,
        EntriesPage,
        IncidentView,
        QueueRow,
        Snapshot,
        Typing,
    )


class PaperHub:
    """Implements what a desk needs of a link, over the entries of a log."""

    def __init__(self) -> None:
        self.log = Log()
        self.add, self.opened = self.log.add, self.log.opened
        self.posts: list[CommandPost] = []
        """Every command that arrived, sent again or not."""
        self.words: list[Typing] = []
        self.is_away = False
        self.no: Refused | None = None
        """What every command is answered with, if set."""
        self.newest = 200
        self.snippets: dict[int, str] = {}
        """Incident to what a party last wrote, for the work list."""
        self.asked_older: list[int] = []
        self._signals: asyncio.Queue[Signal] = asyncio.Queue()
        self._health_since = steady()

    @property
    def health(self) -> Health:
        """Live unless it is away."""
        words = "the hub can't be reached" if self.is_away else "live"
        return Health(words=words, is_live=not self.is_away, since=self._health_since)

    def happens(self, *entries: Entry) -> None:
        """Tell the desk what was committed."""
        for entry in entries:
            self._signals.put_nowait(entry)

    def signal(self, signal: Signal) -> None:
        """Say anything on the stream."""
        self._signals.put_nowait(signal)

    def _be_there(self) -> None:
        if self.is_away:
            raise Away("the hub can't be reached")

    async def incident(self, number: int) -> IncidentView:
        """One incident."""
        self._be_there()
        return self.log.view(number, newest=self.newest)

    async def older(self, number: int, before: int) -> EntriesPage:
        """Everything before."""
        self._be_there()
        self.asked_older.append(before)
        return self.log.page(before, number)

    async def find(self, text: str) -> list[QueueRow]:
        """Incidents whose reference holds the text."""
        self._be_there()
        return [row for row in (await self.snapshot()).rows if text.upper() in row.incident.ref]

    async def snapshot(self) -> Snapshot:
        """Everything up to now."""
        self._be_there()
        limits = {"ring_seconds": 20, "hold_warning_seconds": 120, "undo_seconds": 10}
        found = self.log.snapshot()
        rows = [
            row.model_copy(update={"snippet": self.snippets.get(row.incident.number, "")})
            for row in found.rows
        ]
        return found.model_copy(update={"queue_limits": limits, "rows": rows})

    async def typing(self, word: Typing) -> None:
        """Note who is where."""
        self.words.append(word)

    async def follow(self, after: int) -> AsyncIterator[Signal]:
        """What happens from now on."""
        while True:
            yield await self._signals.get()

    async def aclose(self) -> None:
        """Nothing is open."""

    async def send(self, post: CommandPost) -> CommandAnswer:
        """Do the few things that these tests wish for; the same id happens once."""
        self._be_there()
        if self.no is not None:
            raise self.no
        first = post.id not in {known.id for known in self.posts}
        self.posts.append(post)
        entries = list(self._do(post)) if first else []
        self.happens(*entries)
        return CommandAnswer(entries=[wire(entry) for entry in entries], now=self.log.now)

    def _do(self, post: CommandPost) -> list[Entry]:
        actor, cause = f"agent:{ME.number}", f"cmd:{ME.number}:{post.id}"

        def commit(stream: str, event: Event, incident: int | None) -> Entry:
            return self.add(stream, event, incident=incident, actor=actor, cause=cause)

        match post.command:
            case AddNote(incident=number, text=text, call=call, offset=offset):
                key = f"N{len(self.log.entries)}"
                note = NoteAdded(id=key, text=text, mark=mark_of(text), call=call, offset=offset)
                return [commit(f"note/{key}", note, number)]
            case SendText(incident=number, to=to, body=body):
                return [commit(*self._compose("sms", (to,), body), number)]
            case SendMail(incident=number, to=receivers, body=body):
                return [commit(*self._compose("email", receivers, body), number)]
            case TakeBackMessage(id=key):
                return [commit(f"message/{key}", MessageTaken(id=key), 1)]
            case AcceptCall(call=call):
                return self.connected(call)
            case EndCall(call=call):
                return [commit(f"call/{call}", EndAsked(agent=ME.number), 1)]
            case _:
                return []

    def _compose(self, channel: str, to: tuple[str, ...], body: str) -> tuple[str, Event]:
        key = f"M{len(self.log.entries)}"
        event = MessageComposed.model_validate(
            {
                "id": key,
                "channel": channel,
                "sender": "+14155550100",
                "to": to,
                "body": body,
                "due": self.log.now + timedelta(seconds=11),
            }
        )
        return f"message/{key}", event

    def composed(self, body: str) -> Entry:
        """I text the caller back."""
        return self.add(*self._compose("sms", (ANA,), body), actor=f"agent:{ME.number}")

    def texted(self, body: str, *, handle: str = ANA, number: int = 1, media: int = 0) -> Entry:
        """A party texts us."""
        items = [{"content_type": "image/jpeg", "size": 240_000}] * media
        event = MessageReceived.model_validate(
            {
                "channel": "sms",
                "sid": f"SM{len(self.log.entries)}",
                "handle": handle,
                "to": "+14155550100",
                "body": body,
                "media": items,
            }
        )
        stream = f"message/{event.sid}"
        return self.add(stream, event, incident=number, actor=f"party:{handle}")

    def rings(self, call: str = "CA1", *, number: int = 1, handle: str = ANA) -> list[Entry]:
        """A caller waits and is offered to me."""
        stream = f"call/{call}"
        arrived = CallArrived(sid=call, handle=handle, to="+14155550100", attestation="A")
        until = self.log.now + timedelta(seconds=30)
        offered = CallOffered(agent=ME.number, name=ME.name, until=until)
        return [
            self.add(stream, arrived, incident=number),
            self.add(stream, CallQueued(), incident=number),
            self.add(stream, offered, incident=number),
            self.add(f"agent/{ME.number}", AgentOffered(call=call), incident=None),
        ]

    def connected(self, call: str = "CA1", *, number: int = 1) -> list[Entry]:
        """I took the call, and both hear each other."""
        stream = f"call/{call}"
        accepted = CallAccepted(agent=ME.number, name=ME.name, phone="+14155550190", leg="a1")
        entries = [self.add(stream, accepted, incident=number)]
        engaged = AgentEngaged(call=call)
        entries.append(self.add(f"agent/{ME.number}", engaged, incident=None))
        for seq, leg in enumerate(("customer", "a1"), 1):
            entries.append(self.add(stream, joined(leg, seq), incident=number))
        return [*entries, self.add(stream, CallConnected(), incident=number)]


def joined(leg: str, seq: int) -> RoomReported:
    """A leg came into the room."""
    return RoomReported(conference="CF1", event="participant-join", sequence=seq, leg=leg)
