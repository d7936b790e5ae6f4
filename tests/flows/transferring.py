"""How transfers usually go, for flows that are about what comes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from channels.simulator.phones import answers
from console.domain.transfer_events import AcceptTransfer, TransferCall
from tests.flows.patience import eventually

if TYPE_CHECKING:
    from channels.simulator.people import Person
    from channels.simulator.phones import Phone
    from console.domain.call_state import Call
    from console.domain.transfer_events import How
    from tests.flows.customer import Customer
    from tests.flows.desk import Desk
    from tests.flows.floor import Floor

ASKED = "call the vet back"


async def asks_for(sam: Desk, lee: Desk, call: Call, how: How = "cold") -> None:
    """Ask a colleague to take the call, or for advice."""
    await lee.is_available()
    await sam.does(TransferCall(call=call.id, how=how, agent=number_of(lee), asked=ASKED))
    await has_begun(sam, call)


async def has_begun(sam: Desk, call: Call) -> None:
    """Wait until the sender's desk knows of the transfer, or already what became of it."""

    def known() -> bool:
        mine = sam.model.calls[call.id]
        return mine.transfer is not None or mine.trouble != ""

    await sam.until(known, "begin the transfer")


def number_of(desk: Desk) -> int:
    """The account of whoever sits there."""
    assert desk.model.me is not None
    return desk.model.me.number


async def is_asked(lee: Desk) -> Call:
    """Wait until the desk rings with a card."""
    call = await lee.is_offered()
    await lee.until(lambda: lee.model.calls[call.id].transfer is not None, "see the card")
    return lee.model.calls[call.id]


async def reads_and_accepts(lee: Desk) -> Call:
    """Read the card and take the call."""
    call = await is_asked(lee)
    assert call.transfer is not None
    await lee.does(AcceptTransfer(call=call.id, version=call.transfer.version, read=True))
    return call


async def talk_alone(dana: Customer, who: Person, *gone: Person) -> None:
    """Wait until the caller hears one of us, and nobody else of us."""
    await eventually(lambda: who in dana.leg.hears(), f"hear {who.name}")
    await eventually(
        lambda: all(one not in dana.leg.hears() for one in gone), "the others are gone"
    )
    await eventually(lambda: who.leg is not None and dana.person in who.leg.hears(), "be heard")


async def confer(sam: Desk, lee: Desk) -> None:
    """Wait until sender and receiver hear each other."""
    await eventually(
        lambda: sam.phone.leg is not None and lee.phone in sam.phone.leg.hears(), "talk"
    )


async def has_call(desk: Desk, call: Call) -> None:
    """Wait until a desk knows that the call is its own."""
    await desk.until(
        lambda: (
            desk.model.calls[call.id].agent == number_of(desk)
            and desk.model.calls[call.id].transfer is None
        ),
        "have the call",
    )


async def is_free(desk: Desk) -> None:
    """Wait until somebody has nothing to do with any call."""

    def free() -> bool:
        me = desk.model.me
        return me is not None and not (me.offer or me.call or me.wrapping)

    await desk.until(free, "be free")


async def is_back_with(sam: Desk, dana: Customer, call: Call) -> None:
    """Wait until the transfer is over and the caller hears who sent them."""
    await sam.until(lambda: sam.model.calls[call.id].transfer is None, "end the transfer")
    await eventually(lambda: sam.phone in dana.leg.hears(), "be back with the sender")
    assert not dana.leg.is_over


VET = "+14155550150"


def a_vet(shift: Floor, phone: Phone | None = None) -> Person:
    """Somebody who is no colleague."""
    return shift.network.person(VET, name="Vet line", phone=phone or answers(0.5))


async def goes_to_number(sam: Desk, call: Call, how: How = "cold") -> None:
    """Hand the call to an outside number."""
    await sam.does(TransferCall(call=call.id, how=how, number=VET))
    await has_begun(sam, call)
