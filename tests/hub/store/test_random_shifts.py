"""Whatever happens in whatever order: the fold equals the tables and every chain holds."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, Any

import pytest

from console.domain.agent import Agent, SetPresence
from console.domain.base import Rejected
from console.domain.call_events import AcceptCall, DeclineCall, EndCall, EndWrapUp, HoldCall
from console.domain.call_state import Call
from console.domain.flags import FlagPerson, UnflagPerson
from console.domain.incident_events import (
    CATEGORIES,
    ClearFlag,
    MoveStatus,
    OpenIncident,
    ReleaseIncident,
    SetCategory,
    SetFlag,
    SetSeverity,
    TakeIncident,
    TakeNext,
)
from console.domain.merging import MergeIncident, UndoMerge
from console.domain.message_events import DismissMessage, ResendMessage, SendText, TakeBackMessage
from console.domain.moving import MoveLeg
from console.domain.note import AddNote, DeleteNote, EditNote
from console.domain.one_person import MergePeople, UnmergePeople
from console.domain.person import IdentifyContact
from console.hub.wishes import CheckCall, DeskLost, EffectTold, Redact, RouteCalls
from tests.hub.store.shift import ANA, KIM, Shift, shift

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from console.domain.base import Command

PEOPLE = (ANA, KIM, "+14155550103", "anonymous", "12345")
STATUSES = ("queued", "sent", "delivered", "undelivered", "failed", "a state of next year")
ROOM = ("participant-join", "participant-leave", "participant-hold", "participant-mute",
        "conference-end")  # fmt: skip


class Chance:
    """Makes up what could happen next."""

    def __init__(self, hub: Shift, seed: int) -> None:
        self.hub = hub
        self.dice = random.Random(seed)
        self.sequence = 0
        self.known: list[tuple[str, str]] = []
        """Kind and stream of every entry so far."""

    def look(self) -> None:
        """Take in what has happened."""
        self.known = [(entry.event.kind, entry.stream) for entry in self.hub.entries()]

    def incident(self) -> int:
        """Some incident, or one that does not exist."""
        return self.dice.randint(1, 6)

    def one_of(self, kind: str) -> str:
        """The key of something that exists, or of nothing."""
        keys = [stream.partition("/")[2] for known, stream in self.known if known == kind]
        return self.dice.choice([*keys[-4:], "nothing"])

    def outside(self) -> Awaitable[Any]:
        """Something a party or provider does."""
        hub, dice = self.hub, self.dice
        call = self.one_of("call.arrived")
        leg = dice.choice(["customer", "agent-1-1", "agent-2-1", "agent-1-2"])
        self.sequence += 1
        out = self.one_of("message.composed")
        word = dice.choice(["STOP", "START", None])
        happenings: list[Callable[[], Awaitable[Any]]] = [
            lambda: hub.texts(dice.choice(PEOPLE), "hello", opt_out=word),
            lambda: hub.texts(ANA, sid=f"SM{dice.randint(1, 5)}"),
            lambda: hub.rings(dice.choice(PEOPLE)),
            lambda: hub.reports(out, dice.choice(STATUSES), dice.choice([0, 0, 21610])),
            lambda: hub.leg(call, leg, dice.choice(["ringing", "in-progress", "completed", "busy"]),
                            dice.randint(0, 5)),
            lambda: hub.room(call, dice.choice(ROOM), self.sequence, leg,
                             conference=dice.choice(["CF1", "CF2"]), hold=dice.random() < 0.5),
            lambda: hub.asks(RouteCalls()),
            lambda: hub.asks(DeskLost(dice.randint(1, 2))),
            lambda: hub.asks(Redact(dice.randint(1, 60), "asked"), actor="admin:cli"),
            lambda: hub.asks(EffectTold("e", f"message/{out}", self._how(), "text.send", code=0)),
            lambda: hub.asks(EffectTold("e", f"call/{call}", self._how(), "call.ring_agent",
                                        leg=leg, sid="CA9")),
        ]  # fmt: skip
        return dice.choice(happenings)()

    def on_the_phone(self) -> Awaitable[Any]:
        """What is likely to come next for one of the latest calls."""
        hub, dice = self.hub, self.dice
        ended = {stream for kind, stream in self.known if kind == "call.wrap_up_ended"}
        begun = [s[5:] for kind, s in self.known if kind == "call.arrived" and s not in ended]
        if not begun:
            return hub.rings(dice.choice(PEOPLE))
        key = dice.choice(begun[:2])
        call = hub.state(Call, key)
        self.sequence += 1
        if call.offer is not None:
            return hub.desk(call.offer, AcceptCall(call=key))
        if call.agent is None:
            return hub.desk(dice.randint(1, 2), SetPresence(state="available"))
        if call.over:
            return hub.desk(call.agent, EndWrapUp(call=key))
        leg = dice.choice([call.agent_leg, "customer"])
        if dice.random() < 0.2:
            return hub.asks(CheckCall(key, call.agent_leg, is_deadline=True))
        conference = f"CF{call.attempts}"
        event = dice.choice([*ROOM, *["participant-join"] * 6])
        return hub.room(key, event, self.sequence, leg, conference=conference)

    def writes(self) -> Awaitable[Any]:
        """A text to somebody, or what becomes of one."""
        if self.dice.random() < 0.5:
            to = f"tel:{self.dice.choice(PEOPLE[:3])}"
            return self.hub.desk(1, SendText(incident=1, to=to, body="we look for him"))
        out = self.one_of("message.composed")
        if self.dice.random() < 0.5:
            return self.hub.reports(out, self.dice.choice(STATUSES), self.dice.choice([0, 30003]))
        told = EffectTold("e", f"message/{out}", self._how(), "text.send", sid=f"SM-{out}")
        return self.hub.asks(told)

    def anything(self) -> Awaitable[Any]:
        """One thing that happens."""
        return self.dice.choice([self.outside, self.inside, self.on_the_phone, self.writes])()

    def _how(self) -> Any:
        return self.dice.choice(["attempted", "done", "refused", "unsure", "expired"])

    def handle(self) -> str:
        """An address of somebody."""
        return f"tel:{self.dice.choice(PEOPLE[:3])}"

    def about_people(self, number: int) -> list[Command]:
        """What is said of the people of an incident."""
        return [
            FlagPerson(incident=number, handle=self.handle(), flag="minor"),
            UnflagPerson(incident=number, handle=self.handle(), flag="minor"),
            MergePeople(
                incident=number,
                handle=self.handle(),
                among=self.incident(),
                other=self.handle(),
                reason="the same voice",
            ),
            UnmergePeople(incident=number, handle=self.handle(), reason="a sister"),
        ]

    def inside(self) -> Awaitable[Any]:
        """Something an agent does."""
        dice, number = self.dice, self.incident()
        agent = dice.randint(1, 2)
        call, note = self.one_of("call.arrived"), self.one_of("note.added")
        message = self.one_of("message.composed")
        person = dice.choice([None, 1, 9])
        received = self.one_of("message.received")
        leg = dice.choice([f"message/{received}", f"message/{message}", f"note/{note}"])
        wishes = [
            OpenIncident(title="by hand", handle=dice.choice([None, f"tel:{ANA}"])),
            SetCategory(incident=number, category=dice.choice(CATEGORIES), reason="told more"),
            SetSeverity(incident=number, severity="low", reason="calm"),
            MoveStatus(incident=number, to=dice.choice(["open", "pending", "solved", "closed"])),
            TakeIncident(incident=number, over=dice.random() < 0.5),
            TakeNext(),
            ReleaseIncident(incident=number),
            MergeIncident(incident=number, into=self.incident(), reason="one"),
            UndoMerge(incident=number, reason="two"),
            MoveLeg(incident=number, stream=leg, into=self.incident(), reason="there"),
            SetFlag(incident=number, flag="watch"),
            ClearFlag(incident=number, flag="watch"),
            IdentifyContact(handle=f"tel:{dice.choice(PEOPLE[:3])}", name="Ana", person=person),
            *self.about_people(number),
            AddNote(incident=number, text="!line"),
            EditNote(id=note, text="?other", edits=dice.randint(0, 1)),
            DeleteNote(id=note, reason="wrong"),
            SendText(incident=number, to=f"tel:{dice.choice(PEOPLE[:3])}", body="hi"),
            TakeBackMessage(id=message),
            ResendMessage(id=message),
            DismissMessage(id=message, how="called"),
            AcceptCall(call=call),
            DeclineCall(call=call),
            HoldCall(call=call, on=dice.random() < 0.5),
            EndCall(call=call),
            EndWrapUp(call=call),
            SetPresence(state=dice.choice(["available", "available", "break"])),
        ]
        return self.hub.desk(agent, dice.choice(wishes))


async def play(hub: Shift, seed: int, rounds: int) -> None:
    """Let many things happen, some of them at once."""
    chance = Chance(hub, seed)
    for _ in range(rounds):
        chance.look()
        at_once = chance.dice.choice([1, 1, 2, 8])
        happening = [chance.anything() for _ in range(at_once)]
        for answer in await asyncio.gather(*happening, return_exceptions=True):
            if isinstance(answer, BaseException) and not isinstance(answer, Rejected):
                raise answer
        hub.clock.turn(chance.dice.choice([0, 1, 40]))


@pytest.mark.parametrize("seed", range(6))
async def test_after_a_random_shift_everything_still_adds_up(database_url: str, seed: int) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam", role="lead")
        await hub.hires("kim", phone="+14155550112", role="lead")
        await play(hub, seed, 90)
        assert hub.faults() == []
        assert hub.many("entry") > 60
        with hub.read.connect() as conn:
            broken = conn.exec_driver_sql("SELECT why FROM quarantine").scalars().all()
        assert all(why == "unknown id or foreign account" for why in broken)
        check_agents(hub)
    async with shift(database_url, is_new=False) as after:
        await after.texts(ANA)
        assert after.faults() == []


def check_agents(hub: Shift) -> None:
    """What agents and calls say of each other agrees."""
    calls = {e.stream[5:] for e in hub.entries() if e.stream.startswith("call/")}
    live = [c for c in (hub.state(Call, key) for key in calls) if not c.over]
    for number in (1, 2):
        agent = hub.state(Agent, number)
        mine = [c.id for c in live if c.agent == number]
        offered = [c.id for c in live if c.offer == number]
        assert [agent.call] == mine if agent.call else mine == []
        assert [agent.offer] == offered if agent.offer else offered == []
