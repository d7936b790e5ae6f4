"""One leg of a call: its state, its callbacks, and the ear and mouth of whoever holds the phone.

Source: https://www.twilio.com/docs/voice/api/call-resource#statuscallback
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from channels.simulator.sids import new_sid

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from datetime import datetime

    from channels.simulator.plant import Plant

Track = Literal["inbound_track", "outbound_track"]
"""What comes from a leg's telephone, and what is heard on it."""
TERMINAL = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
_EVENT_OF = {"initiated": "initiated", "ringing": "ringing", "in-progress": "answered"}


@dataclass(frozen=True, slots=True)
class Callback:
    """Where events of a resource are posted, and which."""

    url: str
    method: str = "POST"
    events: frozenset[str] = frozenset({"completed"})


class Somebody(Protocol):
    """Whoever holds the phone at the far end of a leg."""

    name: str
    address: str

    def hear(self, leg: Leg, words: str) -> None:
        """Notice words or sounds on the leg."""
        ...


class Place(Protocol):
    """Where a leg's audio goes: a conference, a bridge, or nowhere."""

    def audible_to(self, leg: Leg) -> frozenset[Leg]:
        """The legs that ``leg`` hears now."""
        ...

    def listeners_of(self, leg: Leg) -> frozenset[Leg]:
        """The legs that hear ``leg`` now."""
        ...

    def leave(self, leg: Leg) -> None:
        """Take the leg out, because it ended or does something else now."""
        ...


class Keypad(Protocol):
    """A verb that collects what a leg presses or says."""

    def press(self, key: str) -> None:
        """Take one key."""
        ...

    def speak(self, words: str) -> None:
        """Take words."""
        ...


@dataclass(eq=False, slots=True)
class Leg:
    """A call resource and the phone at its end."""

    plant: Plant = field(repr=False)
    sender: str
    to: str
    direction: str
    person: Somebody | None = None
    callback: Callback | None = None
    parent_sid: str | None = None
    label: str = ""
    sid: str = field(default_factory=lambda: new_sid("CA"))
    status: str = "queued"
    extra: dict[str, str] = field(default_factory=dict)
    """Further parameters of every voice webhook (StirVerstat, geography …)."""
    fallback: Callback | None = None
    heard: list[str] = field(default_factory=list)
    """What was said and played to this phone, in order; files as ``[url]``."""
    created: datetime = field(init=False)
    started: datetime | None = None
    ended: datetime | None = None
    place: Place | None = None
    keypad: Keypad | None = None
    asks: asyncio.Event = field(default_factory=asyncio.Event)
    """Set while something waits for keys or words."""
    over: asyncio.Event = field(default_factory=asyncio.Event)
    taps: list[Callable[[str], None]] = field(default_factory=list)
    """Called with everything said on or to this leg."""
    ears: list[Callable[[Track, str], None]] = field(default_factory=list)
    """The same, with the side on which it was said."""
    at_answer: list[Callable[[], object]] = field(default_factory=list)
    at_end: list[Callable[[], object]] = field(default_factory=list)
    sip_code: int = 200
    task: asyncio.Task[None] | None = None
    sequence: int = 0
    """How many events its subscriber was told."""

    def __post_init__(self) -> None:
        self.created = self.plant.clock.now()

    @property
    def is_over(self) -> bool:
        """Whether the leg reached a final status."""
        return self.status in TERMINAL

    @property
    def seconds(self) -> int:
        """How long the leg was (or has been) answered."""
        if self.started is None:
            return 0
        return int(((self.ended or self.plant.clock.now()) - self.started).total_seconds())

    # --- in the words of whoever holds the phone

    async def says(self, words: str) -> None:
        """Speak: heard by whoever can hear this leg now, and by recordings."""
        speak(self, words)
        await self.plant.clock.settle()

    async def presses(self, keys: str) -> None:
        """Press keys; lost when nothing waits for them."""
        press(self, keys)
        await self.plant.clock.settle()

    async def hangs_up(self) -> None:
        """Put the phone down."""
        hang_up(self)
        await self.plant.clock.settle()

    def hears(self) -> frozenset[Somebody]:
        """Whose voices reach this phone now."""
        legs = self.place.audible_to(self) if self.place else frozenset()
        return frozenset(leg.person for leg in legs if leg.person is not None)

    # --- in the words of the network

    def hear(self, words: str) -> None:
        """Take in words or a sound."""
        self.heard.append(words)
        for tap in list(self.taps):
            tap(words)
        for ear in list(self.ears):
            ear("outbound_track", words)
        if self.person is not None:
            self.person.hear(self, words)

    def progress(self, status: str) -> None:
        """Take the next status that is not final and tell the subscriber."""
        if status != "initiated":
            self.status = status
        _fire(self, _EVENT_OF[status], status)

    def answer(self) -> None:
        """Be answered, once."""
        if self.started is None and not self.is_over:
            self.started = self.plant.clock.now()
            self.progress("in-progress")
            for act in self.at_answer:
                act()

    def finish(self, status: str, sip_code: int = 200) -> None:
        """End with a final status: leave every room, stop every verb, tell the subscriber."""
        if self.is_over:
            return
        was_queued = self.status == "queued" and self.sequence == 0 and status == "canceled"
        self.status, self.sip_code = status, sip_code
        self.ended = self.plant.clock.now()
        self.over.set()
        self.run(None)
        for act in self.at_end:
            act()
        if not was_queued:
            _fire(self, "completed", status)

    def run(self, work: Coroutine[object, object, None] | None) -> None:
        """Replace what the network does on this leg; leaves the place it is in."""
        task, self.task = self.task, None
        if task is not None and task is not asyncio.current_task():
            task.cancel()
        if self.place is not None:
            place, self.place = self.place, None
            place.leave(self)
        if work is not None:
            self.task = self.plant.tasks.start(work, f"leg {self.sid}")


def _fire(leg: Leg, event: str, status: str) -> None:
    """Tell the subscriber of an event it asked for."""
    callback = leg.callback
    if callback is None or event not in callback.events:
        return
    form = call_form(leg) | {
        "CallStatus": status,
        "Timestamp": leg.plant.stamp(),
        "CallbackSource": "call-progress-events",
        "SequenceNumber": str(leg.sequence),
    }
    form.pop("StirVerstat", None)
    if event == "completed":
        form["CallDuration"] = str(leg.seconds)
        form["Duration"] = str(-(-leg.seconds // 60))
        form["SipResponseCode"] = str(leg.sip_code)
    leg.sequence += 1
    leg.plant.webhooks.notify(callback.url, form, method=callback.method, alert=95200)


def speak(leg: Leg, words: str) -> None:
    """Speak at once, without waiting for what comes of it; raises RuntimeError when over."""
    if leg.is_over:
        raise RuntimeError("This call is over; nobody can speak on it.")
    for tap in list(leg.taps):
        tap(words)
    for ear in list(leg.ears):
        ear("inbound_track", words)
    for listener in leg.place.listeners_of(leg) if leg.place else ():
        listener.hear(words)
    if leg.keypad is not None:
        leg.keypad.speak(words)


def press(leg: Leg, keys: str) -> None:
    """Press keys at once."""
    for key in keys:
        if leg.keypad is not None:
            leg.keypad.press(key)


def hang_up(leg: Leg) -> None:
    """Put the phone down at once."""
    if leg.started:
        leg.finish("completed")
    else:
        leg.finish("no-answer", 487)


def call_form(leg: Leg) -> dict[str, str]:
    """The parameters that every voice webhook of this leg carries."""
    form = {
        "AccountSid": leg.plant.settings.account_sid,
        "ApiVersion": "2010-04-01",
        "CallSid": leg.sid,
        "CallStatus": "ringing" if leg.status == "queued" else leg.status,
        "Direction": leg.direction,
        "From": leg.sender,
        "To": leg.to,
        "Caller": leg.sender,
        "Called": leg.to,
    }
    if leg.parent_sid:
        form["ParentCallSid"] = leg.parent_sid
    return form | leg.extra
