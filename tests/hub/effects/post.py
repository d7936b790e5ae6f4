"""What the network has still to deliver: in order, or shuffled, twice and late."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from random import Random

    from tests.hub.effects.lines import Line, Room

    Route = Callable[[dict[str, str], dict[str, str]], Awaitable[str | None]]

LATE = (0, 0, 0, 0, 1, 1, 2, 3)
"""How many rounds a callback may wait, each as likely."""
TWICE = 0.25
SWEPT = ("/twilio/voice/status", "/twilio/voice/dequeued")
"""Reports that somebody asks for who does not get them."""
ACCOUNT = "AC00000000000000000000000000000000"


@dataclass
class _Letter:
    due: int
    open: Callable[[], Awaitable[object]]


@dataclass
class Post:
    """Callbacks on their way; without dice they come once and in order."""

    dice: Random | None = None
    round: int = 0
    _bag: list[_Letter] = field(default_factory=list)

    def put(self, letter: Callable[[], Awaitable[object]], *, is_callback: bool = True) -> None:
        """Take something to deliver; only a callback may come late or twice."""
        if self.dice is None or not is_callback:
            self._bag.append(_Letter(self.round, letter))
            return
        times = 1 + (self.dice.random() < TWICE)
        for _ in range(times):
            self._bag.append(_Letter(self.round + self.dice.choice(LATE), letter))

    async def deliver(self) -> bool:
        """Deliver one that is due; tells whether there was one."""
        due = [letter for letter in self._bag if letter.due <= self.round]
        if not due:
            return False
        letter = due[0] if self.dice is None else self.dice.choice(due)
        self._bag.remove(letter)
        await letter.open()
        return True

    def hurries(self) -> None:
        """Let everything be due, however late it was to come."""
        for letter in self._bag:
            letter.due = self.round


@dataclass
class Reports:
    """Writes callbacks as the provider does and posts them to a hub's own routes."""

    routes: dict[str, Route] = field(default_factory=dict)
    post: Post = field(default_factory=Post)
    lost: float = 0.0
    """How many of the reports about legs never come, of one; only chance can lose them."""

    def tell(self, path: str, line: Line, **fields: str) -> None:
        """Report something of a line."""
        form = {"AccountSid": ACCOUNT, "CallSid": line.sid} | fields
        query = {"call": line.call, "leg": line.label}
        dice = self.post.dice
        if path in SWEPT and dice is not None and dice.random() < self.lost:
            return
        self.post.put(lambda: self.routes[path](form, query))

    async def ask(self, url: str, line: Line) -> str:
        """Fetch a document for somebody who presses the key they are asked for."""
        form = {"AccountSid": ACCOUNT, "CallSid": line.sid, "To": line.to, "Digits": "1"}
        return await self.routes[urlsplit(url).path](form, query_of(url)) or ""

    def of_line(self, line: Line) -> None:
        """Report how a line stands."""
        line.told += 1
        told = {"CallStatus": line.status, "SequenceNumber": str(line.told)}
        self.tell("/twilio/voice/status", line, **told)

    def of_room(self, room: Room, event: str, fields: dict[str, str]) -> None:
        """Report something that happened in a room."""
        room.told += 1
        form = {
            "AccountSid": ACCOUNT,
            "ConferenceSid": room.sid,
            "FriendlyName": room.name,
            "StatusCallbackEvent": event,
            "SequenceNumber": str(room.told),
        } | fields
        self.post.put(lambda: self.routes["/twilio/conference"](form, {}))

    def of_recording(self, line: Line, status: str) -> None:
        """Let a recording be in a state; only its begin and its end are reported."""
        line.recording = status
        told = {"stopped": "completed"}.get(status, status)
        if told != "paused":
            sid = f"RE-{line.sid}"
            self.tell("/twilio/recording", line, RecordingSid=sid, RecordingStatus=told)


def query_of(url: str) -> dict[str, str]:
    """The fields of an address."""
    return dict(parse_qsl(urlsplit(url).query))
