"""Lines and rooms at work: who is rung, sits, is held and leaves, and what is called back of it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from channels.base import Receipt, Refused
from channels.twilio.codes import NOT_FOUND, NOT_IN_PROGRESS
from tests.hub.effects.lines import Line, Room, Seat
from tests.hub.effects.post import Reports

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.hub.effects.lines import Status


@dataclass
class Switchboard:
    """What is true at the provider; every change is reported once."""

    reports: Reports = field(default_factory=Reports)
    lines: dict[str, Line] = field(default_factory=dict)
    rooms: list[Room] = field(default_factory=list)
    moved: Callable[[Room], None] = lambda _: None
    """Called after whatever changes who hears whom."""
    wrong: list[str] = field(default_factory=list)
    """What must never happen, and did."""
    silent: set[str] = field(default_factory=set)
    """Numbers that never answer."""

    def live(self, to: str) -> list[Line]:
        """The lines to a number that are not over."""
        return [line for line in self.lines.values() if line.to == to and not line.is_over]

    def living(self, sid: str) -> Line:
        """A line that is not over. Raises Refused."""
        line = self.lines[sid]
        if line.is_over:
            raise Refused("Not in progress.", code=NOT_IN_PROGRESS)
        return line

    def dial(self, to: str, query: dict[str, str], where: str, seat: Seat | None = None) -> Receipt:
        """Ring somebody, who answers later: to a document's address, or to a seat in a room."""
        if self.live(to):
            self.wrong.append(f"{to} rings twice, for {query}")
        line = Line(f"CA-{len(self.lines)}", query["call"], query["leg"], to)
        self.lines[line.sid] = line
        self.reports.of_line(line)
        room = self.open(where) if seat is not None else None

        async def answers() -> None:
            if line.to in self.silent:
                self.finish(line, "no-answer")
            elif not line.is_over:
                line.status = "in-progress"
                self.reports.of_line(line)
                if seat is None or room is None:
                    await _follow(self, line, where)
                elif room.is_over:
                    self.finish(line)
                else:
                    seat.line = line
                    self._sit(room, seat)

        self.reports.post.put(answers, is_callback=False)
        return Receipt(line.sid, "queued")

    def perform(self, line: Line, document: str) -> None:
        """Do what a document says, which takes a line from wherever it was."""
        if line.room is not None:
            self.leave(line, "participant_updated_via_api")
        if line.is_queued:
            line.is_queued = False
            self.reports.tell("/twilio/voice/dequeued", line, QueueResult="redirected")
        root = ET.fromstring(document)  # noqa: S314 - written by us
        room = root.find("Dial/Conference")
        if root.find("Enqueue") is not None:
            line.is_queued = True
        elif room is not None:
            on = {name: value == "true" for name, value in room.attrib.items()}
            seat = Seat(line, room.get("participantLabel", ""), muted=on.get("muted", False))
            seat.starts, seat.ends = on["startConferenceOnEnter"], on["endConferenceOnExit"]
            self._sit(self.open(room.text or ""), seat)
        else:
            self.finish(line, "completed")

    def open(self, name: str) -> Room:
        """The room of a name or sid, made at its first use."""
        found = next((r for r in self.rooms if name in (r.name, r.sid) and not r.is_over), None)
        if found is None:
            found = Room(f"CF-{len(self.rooms)}-{name}", name)
            self.rooms.append(found)
        return found

    def _sit(self, room: Room, seat: Seat) -> None:
        room.seats[seat.line.sid] = seat
        seat.line.room = room
        if len(room.seats) > 1 and any(one.starts for one in room.seats.values()):
            room.is_started = True
        self._report(room, "participant-join", seat)

    def seat(self, conference_sid: str, call_sid: str) -> tuple[Room, Seat]:
        """Where a leg sits. Raises Refused."""
        line = self.lines[call_sid]
        if line.room is None or line.room.sid != conference_sid:
            raise Refused("Not in the room.", code=NOT_FOUND)
        return line.room, line.room.seats[call_sid]

    def change(self, conference_sid: str, call_sid: str, event: str, **to: Any) -> None:
        """Change what a leg may do in a room. Raises Refused."""
        room, seat = self.seat(conference_sid, call_sid)
        if any(getattr(seat, name) != value for name, value in to.items()):
            for name, value in to.items():
                setattr(seat, name, value)
            self._report(room, event, seat)

    def leave(self, line: Line, reason: str) -> None:
        """Let a line out of its room, which may end with that."""
        room = line.room
        if room is None:
            return
        seat, line.room = room.seats.pop(line.sid), None
        self._report(room, "participant-leave", seat, ReasonParticipantLeft=reason)
        if not room.is_over and (seat.ends or not room.seats):
            self.end(room, "participant-with-end-conference-on-exit-left")

    def end(self, room: Room, reason: str) -> None:
        """End a room for everybody, once."""
        if room.is_over:
            return
        room.is_over = True
        for seat in list(room.seats.values()):
            self.leave(seat.line, "moderator_ended_conference")
            self.finish(seat.line, "completed")
        self._report(room, "conference-end", None, ReasonConferenceEnded=reason)

    def finish(self, line: Line, status: Status = "completed") -> None:
        """End a line, once."""
        if line.is_over:
            return
        line.status = status
        if line.is_queued:
            line.is_queued = False
            self.reports.tell("/twilio/voice/dequeued", line, QueueResult="hangup")
        self.leave(line, "participant_hung_up")
        if line.recording in ("in-progress", "paused"):
            self.reports.of_recording(line, "stopped")
        self.reports.of_line(line)

    def _report(self, room: Room, event: str, seat: Seat | None, **fields: str) -> None:
        self.reports.of_room(room, event, (seat.form if seat else {}) | fields)
        self.moved(room)


async def _follow(board: Switchboard, line: Line, url: str) -> None:
    """Do what the document at an address says; whoever is asked for a key presses 1."""
    while url and not line.is_over:
        document = await board.reports.ask(url, line)
        url = _next_url(document)
        if not (url or line.is_over):
            board.perform(line, document)


def _next_url(document: str) -> str:
    """Where a document leads whoever does as they are asked; empty when it says what is done."""
    root = ET.fromstring(document)  # noqa: S314 - written by us
    asked, onward = root.find("Gather"), root.find("Redirect")
    if asked is not None:
        return asked.get("action", "")
    return (onward.text or "") if onward is not None else ""
