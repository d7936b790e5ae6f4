"""A call on a hub whose provider is an exchange: what people do, and what must be true of it."""

from __future__ import annotations

from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from channels.twilio.twiml import CONSENT
from console.domain.agent import SetPresence
from console.domain.base import Rejected
from console.domain.call_events import CUSTOMER, AcceptCall, DialCall
from console.hub.journal.file import NoFile
from console.hub.journal.keeper import Keeper
from console.hub.store.read import Readings
from console.hub.webhooks.routes import FACTS, about_calls
from console.hub.webhooks.settings import VoiceSettings
from console.hub.wishes import RouteCalls
from tests.hub.effects.crew import Crew, crew
from tests.hub.effects.exchange import Exchange
from tests.hub.effects.lines import Line
from tests.hub.store.shift import ANA

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from console.domain.base import Command
    from console.domain.call_state import Call
    from console.hub.recorder import Recorder
    from console.hub.webhooks.noted import WishOf
    from console.hub.webhooks.signed import Respond
    from tests.hub.effects.lines import Room
    from tests.hub.effects.switchboard import Switchboard

SAM, LEE = 1, 2
STRIDE = 16.0
"""Seconds that pass between two looks at what is due."""
SAMS, LEES, VETS = "+14155550111", "+14155550112", "+14155550150"


@dataclass
class Scene:
    """One caller, an agent, a lead, and a vet who may be asked in."""

    us: Crew
    exchange: Exchange
    call: str = ""
    may_hear_lead: bool = False
    """Whether a lead may be heard by the caller from here on."""
    muted: str = ""
    """The leg of an agent who was told that nobody hears them, and did not ask otherwise since."""
    said: list[str] = field(default_factory=list)
    """What people did, for whoever reads of a failure."""

    @property
    def board(self) -> Switchboard:
        """What is true at the provider."""
        return self.exchange.board

    @property
    def state(self) -> Call:
        """What the hub believes of the call."""
        return self.us.call(self.call)

    @property
    def caller(self) -> Line:
        """The newest line of whoever talks with us; one that is over when there is none."""
        found = [one for one in self.board.lines.values() if one.to == ANA]
        return found[-1] if found else Line("", self.call, CUSTOMER, ANA, "completed")

    async def rests(self) -> None:
        """Let happen what is due, until nothing is under way."""
        self.board.reports.post.round += 1
        await self.us.settle()
        while await self.board.reports.post.deliver():
            self.us.hub.clock.turn(0.05)
            await self.us.settle()

    async def comes_to_rest(self, seconds: float = 0.0) -> None:
        """Let everything arrive that is late, and time pass."""
        for _ in range(max(1, round(seconds / STRIDE))):
            self.board.reports.post.hurries()
            await self.rests()
            await self.us.passes(STRIDE if seconds else 0)
        self.board.reports.post.hurries()
        await self.rests()

    async def does(self, who: int, command: Command) -> str:
        """Let somebody ask; gives the words of a refusal."""
        try:
            await self.us.hub.desk(who, command, role="lead" if who == LEE else "agent")
        except Rejected as no:
            return str(no)
        finally:
            await self.rests()
        return ""

    async def rings(self) -> None:
        """Let the caller come as far as the queue."""
        self.call = await self.us.hub.rings(ANA)
        self.board.lines[self.call] = Line(
            self.call, self.call, CUSTOMER, ANA, "in-progress", is_queued=True
        )

    async def is_taken(self, by: int = SAM) -> None:
        """Let somebody take whatever is offered to them."""
        await self.does(by, SetPresence(state="available"))
        await self.us.hub.asks(RouteCalls())
        await self.does(by, AcceptCall(call=self.call))

    async def dials(self) -> None:
        """Let the agent ring somebody who wrote."""
        await self.us.hub.texts(ANA)
        await self.us.hub.desk(SAM, DialCall(incident=1, to=f"tel:{ANA}"))
        entries = self.us.hub.entries()
        self.call = next(e.stream[5:] for e in entries if e.event.kind == "call.dialed")
        await self.rests()

    async def talks(self) -> None:
        """Bring the call as far as both talking."""
        await self.rings()
        await self.is_taken()
        await self.comes_to_rest()

    def moved(self, room: Room) -> None:
        """Look at who hears whom, whenever that changes."""
        heard = room.audible_to(self.caller.sid)
        state = self.state if heard else None
        if state is None:
            return
        leads = {leg for leg, guest in state.guests.items() if guest.role == "lead"}
        if leads & heard and not self.may_hear_lead:
            self.board.wrong.append("the caller heard a lead")
        if self.muted in heard:
            self.board.wrong.append("the caller heard an agent who was muted")


@asynccontextmanager
async def scene(url: str) -> AsyncIterator[Scene]:
    """Run a hub with an exchange, an agent and a lead; whatever adds up wrong fails the test."""
    exchange = Exchange()
    async with crew(url, phones=exchange) as us:
        await us.hub.hires("sam", SAMS)
        await us.hub.hires("lee", LEES, role="lead")
        made = Scene(us, exchange)
        exchange.board.moved = made.moved
        with served_by(made, us):
            yield made
        assert us.hub.faults() == []


@contextmanager
def served_by(scene: Scene, us: Crew) -> Iterator[None]:
    """Let the provider's callbacks, and people, come to a hub."""
    readings = Readings(us.hub.read)
    settings = VoiceSettings("https://hub.example.com", (), CONSENT, (), {}, {})
    scene.us = us
    keeper = Keeper(NoFile(), us.hub.clock.now)
    documents = about_calls(us.hub.record, keeper, readings, settings)
    facts = {path: noted(us.hub.record, wish_of) for path, wish_of in FACTS.items()}
    scene.board.reports.routes = documents | facts
    try:
        yield
    finally:
        keeper.stop()
        readings.close()


def noted(record: Recorder, wish_of: WishOf) -> Respond:
    """Answer as a route does that only writes something down."""

    async def respond(form: dict[str, str], query: dict[str, str]) -> None:
        await record.record(wish_of(form, query))

    return respond


def differences(scene: Scene) -> list[str]:
    """How what the hub believes differs from what is true, once everything was told."""
    call, board = scene.state, scene.board
    found = list(board.wrong)
    # Of a call that is over nothing more has to be known of its legs.
    for leg, part in () if call.over else call.parts.items():
        line = board.lines.get(part.sid)
        if line is None:
            continue
        seat = line.room.seats[line.sid] if line.room else None
        believed, true = (part.is_over, part.is_present), (line.is_over, seat is not None)
        if believed != true:
            found.append(f"{leg}: over, present is {true}, believed {believed}")
        if seat and (seat.muted, seat.hold) != (part.muted, part.hold):
            found.append(f"{leg}: muted, held is {(seat.muted, seat.hold)}")
    return found + _left_alone(scene)


def _left_alone(scene: Scene) -> list[str]:
    """Whoever is on the telephone and hears nothing, and calls that nobody knows to be over."""
    call, line = scene.state, scene.caller
    if call.over:
        alive = [one.to for one in scene.board.lines.values() if not one.is_over]
        return [f"over, and still on the telephone: {alive}"] if alive else []
    if line.is_over:
        return [] if call.caller_left else ["the caller has gone and nobody knows"]
    if line.is_queued:
        return [] if call.phase in ("queued", "offered", "connecting") else ["queued unknown"]
    if line.room is None:
        return ["the caller is nowhere"]
    seat = line.room.seats[line.sid]
    if seat.hold:
        return [] if call.hold_asked else ["on hold and nobody means it"]
    hears = line.room.audible_to(line.sid)
    is_meant = any(one.muted or one.hold for one in line.room.seats.values() if one is not seat)
    return [] if hears or is_meant else ["the caller is in silence"]
