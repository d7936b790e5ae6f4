"""A whole hub without a network: the record door, the effects worker, and scripted providers."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from channels.hooks import NoHooks
from channels.twilio.pace import Pace
from console.domain.agent import SetPresence
from console.domain.call_events import AcceptCall
from console.domain.call_state import Call
from console.domain.message import Message
from console.domain.message_events import SendText
from console.hub.effects.base import Bench
from console.hub.effects.calls import CallDoer
from console.hub.effects.captions import CaptionDoer
from console.hub.effects.doers import Doers
from console.hub.effects.guests import GuestDoer
from console.hub.effects.messages import MessageDoer
from console.hub.effects.outage import Outages
from console.hub.effects.pages import PageDoer
from console.hub.effects.probe import Probe
from console.hub.effects.recording import RecordingDoer
from console.hub.effects.sweep import SweepDoer
from console.hub.effects.table import EffectTable
from console.hub.effects.timers import TimerDoer
from console.hub.effects.urls import Urls
from console.hub.effects.voicemails import VoicemailDoer
from console.hub.effects.worker import Effects
from console.hub.hub import Clock
from console.hub.store.tables import EffectRow, table
from console.hub.wishes import RouteCalls
from tests.hub.effects.captioners import Captioners
from tests.hub.effects.phones import Mails, Phones, Texts
from tests.hub.effects.tapes import Tapes
from tests.hub.store.shift import ANA, POLICY, Hands, Shift, shift

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from console.domain.wire import Notice
    from console.hub.store.policy import Policy

EFFECT = table(EffectRow)
QUIET = replace(POLICY, leg_grace_seconds=5.0, mail_secret=b"k" * 32)
"""Nothing becomes due so soon that the worker would wait for it by itself."""


@dataclass
class Crew:
    """One hub at work."""

    hub: Shift
    effects: Effects
    texts: Texts
    mails: Mails
    phones: Phones
    notices: list[Notice] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        await self.effects.rest()

    async def passes(self, seconds: float) -> None:
        """Let time pass and do what has become due."""
        self.hub.clock.turn(seconds)
        for patrol in self.effects.patrols:
            await patrol()
        await self.effects.tick()
        await self.settle()

    def dies(self) -> None:
        """Let the worker begin nothing any more, as after kill -9."""
        self.hub.record.on_commit = lambda _: None

    def effect(self, kind: str) -> str:
        """Give the state of the newest effect of a kind."""
        with self.hub.read.connect() as conn:
            wanted = select(EFFECT.c.state).where(EFFECT.c.kind == kind)
            return str(conn.execute(wanted.order_by(EFFECT.c.seq.desc()).limit(1)).scalar_one())

    async def sends(self, body: str = "we look for him", to: str = ANA) -> str:
        """Let agent 1 text somebody about incident 1; gives the message's id."""
        outcome = await self.hub.desk(1, SendText(incident=1, to=f"tel:{to}", body=body))
        return str(outcome.entries[-1].event.id)

    def message(self, key: str) -> Message:
        """Read a message."""
        return self.hub.state(Message, key)

    def call(self, key: str) -> Call:
        """Read a call."""
        return self.hub.state(Call, key)

    async def opens(self) -> None:
        """Let an agent come to work and a text come in: agent 1 and incident 1."""
        await self.hub.hires("sam")
        await self.hub.texts(ANA)

    async def accepts(self, caller: str = ANA) -> str:
        """Bring a call as far as agent 1 accepting it; gives the call."""
        await self.hub.desk(1, SetPresence(state="available"))
        call = await self.hub.rings(caller)
        await self.hub.asks(RouteCalls())
        await self.hub.desk(1, AcceptCall(call=call))
        await self.settle()
        return call

    async def talks(self, caller: str = ANA) -> str:
        """Bring a call as far as both being in the room."""
        call = await self.accepts(caller)
        await self.hub.leg(call, self.call(call).agent_leg, "in-progress", 2)
        await self.hub.room(call, "participant-join", 2, self.call(call).agent_leg)
        await self.hub.room(call, "participant-join", 3, "customer")
        await self.settle()
        return call


class Told(NamedTuple):
    """What the doers of a crew are told and tell."""

    texts: Texts
    mails: Mails
    phones: Phones
    notices: list[Notice]
    pauses: list[float]


def _doers(hub: Shift, table_: EffectTable, crew: Told) -> Doers:
    clock = Clock(now=hub.clock.now, monotonic=lambda: hub.clock.now().timestamp())

    async def pause(seconds: float) -> None:
        crew.pauses.append(seconds)
        hub.clock.turn(seconds)

    bench = Bench(hub.record, hub.read, clock, Outages(clock, crew.notices.append), pause)
    urls = Urls("https://hub.example.com")
    rooms, tapes = crew.phones.rooms, Tapes(crew.phones)
    return Doers(
        messages=MessageDoer(bench, table_, crew.texts, crew.mails, hub.policy, urls),
        calls=CallDoer(
            bench,
            crew.phones,
            urls,
            GuestDoer(bench, crew.phones, rooms, urls),
            also=RecordingDoer(bench, crew.phones, rooms, tapes, urls).doing()
            | CaptionDoer(bench, Captioners(crew.phones), urls).doing(),
        ),
        timers=TimerDoer(bench),
        sweep=SweepDoer(bench, table_, crew.phones, hub.policy, Pace(0)),
        voicemails=VoicemailDoer(bench, table_, tapes, hub.policy),
        pages=PageDoer(bench, table_, crew.phones, NoHooks(), hub.policy, urls),
    )


@asynccontextmanager
async def crew(
    url: str,
    policy: Policy | None = None,
    *,
    clock: Hands | None = None,
    of: Crew | None = None,
    phones: Phones | None = None,
) -> AsyncIterator[Crew]:
    """Run a hub; ``of`` lets a second one share the providers and the clock of a first."""
    policy = policy or replace(QUIET, hub="one" if of is None else "two")
    hands = of.hub.clock if of is not None else clock
    async with shift(url, policy, clock=hands, is_new=of is None) as hub:
        table_ = EffectTable(hub.engine, policy.hub)
        told = Clock(now=hub.clock.now, monotonic=lambda: hub.clock.now().timestamp())
        ports = (of.texts, of.mails, of.phones) if of else (Texts(), Mails(), phones or Phones())
        notices: list[Notice] = []
        pauses: list[float] = []
        doers = _doers(hub, table_, Told(*ports, notices, pauses))
        probe = Probe(doers.calls.bench.outages, ports[2], told)
        alone = url.startswith("sqlite")
        effects = Effects(hub.record, table_, doers, told, alone=alone, patrols=[probe.look])
        made = Crew(hub, effects, *ports, notices, pauses)
        hub.record.on_commit = made.effects.run
        try:
            yield made
        finally:
            hub.record.on_commit = lambda _: None
            await made.effects.stop()
