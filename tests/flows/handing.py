"""The nine ways to hand a call on, and what whoever gets it may do, in one shape."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import uuid4

from channels.simulator.phones import answers, busy, by_hand, declines, never_answers
from console.domain.agent import SetPresence
from console.domain.call_events import AcceptCall, DeclineCall, EndWrapUp
from console.domain.transfer_events import RefuseTransfer, TransferCall
from console.domain.wire import CommandPost
from tests.flows.patience import eventually
from tests.flows.talking import a_talk, both_talk
from tests.flows.transferring import (
    ASKED,
    VET,
    a_vet,
    is_asked,
    is_back_with,
    is_free,
    number_of,
    reads_and_accepts,
)

if TYPE_CHECKING:
    from channels.simulator.people import Person
    from channels.simulator.phones import Phone
    from console.domain.call_state import Call
    from console.domain.transfer_events import How
    from tests.flows.customer import Customer
    from tests.flows.desk import Desk
    from tests.flows.floor import Floor

HOWS: tuple[How, ...] = ("cold", "warm", "consult")
TARGETS = ("agent", "queue", "number")
PATHS = [(how, target) for target in TARGETS for how in HOWS]
GOOD = answers(0.5, presses="1")


@dataclass
class Handing:
    """A caller who talks with Sam; Lee, or a vet, is to have them."""

    how: How
    target: str
    sam: Desk
    lee: Desk
    dana: Customer
    vet: Person
    call: Call

    @property
    def is_blind(self) -> bool:
        """Whether the sender is out of it from the beginning."""
        return self.how == "cold" and self.target == "queue"

    @property
    def receiver(self) -> Person:
        """Who is to have the caller."""
        return self.vet if self.target == "number" else self.lee.phone

    async def begins(self) -> None:
        """Ask for it."""
        fields: dict[str, object] = {
            "agent": {"agent": number_of(self.lee), "asked": ASKED},
            "queue": {"queue": "safety", "asked": ASKED},
            "number": {"number": VET},
        }[self.target]  # type: ignore[assignment]
        wanted = TransferCall.model_validate({"call": self.call.id, "how": self.how, **fields})
        answer = await self.sam.link.send(CommandPost(id=uuid4().hex, command=wanted))
        last = max(int(entry["seq"]) for entry in answer.entries)
        await self.sam.until(lambda: self.sam.model.seq >= last, "know that it has begun")

    async def is_asked(self) -> None:
        """Wait until the receiver's desk or telephone rings."""
        if self.target == "number":
            await eventually(lambda: self.vet.leg is not None, "the vet's phone rings")
        else:
            await is_asked(self.lee)

    async def is_refused(self) -> None:
        """The receiver says no."""
        if self.target == "number":
            self.vet.phone = declines(0.2)
            await self.begins()
            return
        await self.begins()
        await self.is_asked()
        refused = RefuseTransfer(call=self.call.id, reason="on my way home")
        await self.lee.does(DeclineCall(call=self.call.id) if self.is_blind else refused)

    async def is_ignored(self) -> None:
        """The receiver does nothing."""
        self.vet.phone = never_answers()
        await self.begins()
        if self.target != "number" and not self.is_blind:
            await self.is_asked()

    async def meets_a_dead_phone(self) -> None:
        """The receiver wants it, and their telephone fails."""
        self.vet.phone = self.lee.phone.phone = busy()
        await self.begins()
        if self.target != "number":
            await reads_and_accepts(self.lee)

    async def comes_to_nothing(self) -> None:
        """Wait until the caller talks with the sender again, and nobody is kept busy."""
        if self.is_blind:
            await self._comes_back_from_the_queue()
        else:
            await is_back_with(self.sam, self.dana, self.call)
        await is_free(self.lee)
        await eventually(lambda: self.vet.leg is None, "the vet's phone is quiet")
        self.vet.phone = self.lee.phone.phone = GOOD
        await self.lee.does(SetPresence(state="available"))

    async def the_other_way(self) -> Handing:
        """Lee has the caller now, and Sam is there to be asked."""
        if self.is_blind:
            await self.sam.does(EndWrapUp(call=self.call.id))
        await self.sam.is_available()
        self.vet.phone = by_hand()
        return replace(self, sam=self.lee, lee=self.sam)

    async def _comes_back_from_the_queue(self) -> None:
        # Nobody else is there for it: after a while it is offered to the sender too.
        await is_free(self.lee)
        await self.lee.does(SetPresence(state="break"))
        await self.sam.until(lambda: self.sam.model.my_wrap() is not None, "wrap up")
        await self.sam.does(EndWrapUp(call=self.call.id))
        await self.sam.is_offered()
        await self.sam.does(AcceptCall(call=self.call.id))
        await both_talk(self.dana, self.sam, self.call)


async def a_handing(shift: Floor, how: How, target: str, phone: Phone = GOOD) -> Handing:
    """Sam and a caller talk; Lee is free, and so is a vet outside."""
    sam, lee = await shift.agent(), await shift.agent("lee", "Lee Park", phone=phone)
    dana, vet = shift.customer(), a_vet(shift, phone)
    call = await a_talk(dana, sam)
    await lee.is_available()
    return Handing(how, target, sam, lee, dana, vet, call)
