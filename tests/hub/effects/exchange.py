"""A provider in one piece with its test: real documents and callback forms, no network, no wait.

A new request of an adapter is one method here that goes through ``Exchange.asked``: every fault
and every order of callbacks is then tried on it, too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from channels.base import LegFound, Receipt, Refused, Uncertain, Unreachable
from channels.twilio.codes import NOT_FOUND
from console.domain.call_events import CUSTOMER
from tests.hub.effects.lines import Line, Seat
from tests.hub.effects.phones import Phones
from tests.hub.effects.post import query_of
from tests.hub.effects.switchboard import Switchboard

if TYPE_CHECKING:
    from collections.abc import Callable

    from channels.base import LegWish
    from channels.rooms import GuestWish, Rooms

FAULTS = ("429", "500", "timeout")
"""Not taken; not taken and nobody says so; done and nobody says so."""
NOBODY = Line("", "", "", "")


@dataclass
class Exchange(Phones):
    """Requests about legs and rooms, which fail when and as they are told to."""

    board: Switchboard = field(default_factory=Switchboard)
    faults: dict[int, str] = field(default_factory=dict)
    """By the number of the request, from 0."""

    def asked(self, what: str, act: Callable[[], Receipt | None]) -> Receipt:
        """Take a request, or let it fail."""
        fault = self.faults.pop(len(self.did), "")
        self.did.append(what)
        if fault == "429":
            raise Unreachable("Too many requests.", retry_after=1.0)
        if fault == "500":
            raise Uncertain("No clear answer.")
        done = act()
        if fault == "timeout":
            raise Uncertain("No answer.")
        return done or Receipt("")

    @property
    def rooms(self) -> Rooms:
        """The requests about guests."""
        return Company(self, self.board)

    async def ring(self, leg: LegWish) -> Receipt:
        """Ring a telephone that fetches its document."""
        query, url = query_of(leg.twiml_url), leg.twiml_url
        return self.asked(f"ring {leg.to}", lambda: self.board.dial(leg.to, query, url))

    async def add(self, room: str, *, to: str, **wish: Any) -> Receipt:
        """Dial the customer into a room that ends with them."""
        query, seat = query_of(wish["status_url"]), Seat(NOBODY, CUSTOMER, ends=True)
        return self.asked(f"add {to}", lambda: self.board.dial(to, query, room, seat))

    async def redirect(self, call_sid: str, twiml: str) -> None:
        """Let a live leg do something else."""
        where = "queue" if "<Enqueue" in twiml else "room"
        self.asked(
            f"redirect {where}", lambda: self.board.perform(self.board.living(call_sid), twiml)
        )

    async def hang_up(self, call_sid: str) -> None:
        """End a leg."""
        self.asked("hang_up", lambda: self.board.finish(self.board.lines[call_sid]))

    async def end_conference(self, conference_sid: str) -> None:
        """End a room for everybody."""
        room = next(r for r in self.board.rooms if r.sid == conference_sid)
        self.asked("end", lambda: self.board.end(room, "conference-ended-via-api"))

    async def hold(self, conference_sid: str, call_sid: str, on: bool, hold_url: str) -> None:
        """Hold or take back."""
        event = "participant-hold" if on else "participant-unhold"
        self.asked(
            f"hold {'on' if on else 'off'}",
            lambda: self.board.change(conference_sid, call_sid, event, hold=on),
        )

    async def mute(self, conference_sid: str, call_sid: str, on: bool) -> None:
        """Mute or not."""
        event = "participant-mute" if on else "participant-unmute"
        self.asked(
            f"mute {'on' if on else 'off'}",
            lambda: self.board.change(conference_sid, call_sid, event, muted=on),
        )

    async def start_recording(self, call_sid: str, status_url: str) -> Receipt:
        """Record a leg."""

        def start() -> Receipt:
            line = self.board.living(call_sid)
            if line.recording in ("in-progress", "paused"):
                self.board.wrong.append("recorded twice")
            self.board.reports.of_recording(line, "in-progress")
            return Receipt(f"RE-{line.sid}", "in-progress")

        return self.asked("record", start)

    async def set_recording(self, call_sid: str, status: str) -> None:
        """Pause, resume or stop."""

        def change() -> None:
            line = self.board.living(call_sid)
            if line.recording not in ("in-progress", "paused"):
                raise Refused("No recording.", code=NOT_FOUND)
            self.board.reports.of_recording(line, status)

        self.asked(f"recording {status}", change)

    async def look_up(self, call_sid: str) -> LegFound:
        """Say how a leg stands."""
        self.asked("look_up", lambda: None)
        return LegFound(self.board.lines[call_sid].status)


@dataclass
class Company:
    """Requests about guests of a room."""

    exchange: Exchange
    board: Switchboard

    async def invite(self, conference_sid: str, guest: GuestWish) -> Receipt:
        """Dial a guest into a room that goes on without them."""
        query = query_of(guest.status_url)
        seat = Seat(NOBODY, guest.label, muted=guest.muted, starts=not guest.muted)
        return self.exchange.asked(
            f"invite {guest.to}", lambda: self.board.dial(guest.to, query, conference_sid, seat)
        )

    async def coach(
        self, conference_sid: str, call_sid: str, *, coached_sid: str, on: bool, muted: bool
    ) -> None:
        """Set who hears a lead."""
        to = {"coaches": coached_sid if on else "", "muted": muted}
        self.exchange.asked(
            f"coach {'on' if on else 'off'} {'muted' if muted else 'aloud'}",
            lambda: self.board.change(conference_sid, call_sid, "participant-modify", **to),
        )

    async def set_exit(self, conference_sid: str, call_sid: str, *, ends: bool) -> None:
        """Let a room end with somebody, or not."""
        self.exchange.asked(
            f"exit {'ends' if ends else 'goes on'}",
            lambda: self.board.change(conference_sid, call_sid, "participant-modify", ends=ends),
        )

    async def drop(self, conference_sid: str, call_sid: str) -> None:
        """Take somebody out; who has left already is out."""

        def out() -> None:
            line = self.board.lines[call_sid]
            if line.room is not None and line.room.sid == conference_sid:
                self.board.leave(line, "participant_updated_via_api")
                self.board.finish(line)

        self.exchange.asked("drop", out)

    async def announce(self, conference_sid: str, call_sid: str, url: str) -> None:
        """Say something to one of them."""

        def say() -> None:
            room, seat = self.board.seat(conference_sid, call_sid)
            told = {"CallSid": seat.line.sid}
            self.board.reports.of_room(room, "announcement-end", told)

        self.exchange.asked("announce", say)

    async def has(self, conference_sid: str, call_sid: str) -> bool:
        """Tell whether somebody is in the room."""
        self.exchange.asked("has", lambda: None)
        room = self.board.lines[call_sid].room
        return room is not None and room.sid == conference_sid
