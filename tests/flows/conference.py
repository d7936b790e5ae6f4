"""How calls with somebody from outside usually go, for flows that are about what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.guests import InviteGuest
from tests.flows.patience import eventually
from tests.flows.talking import a_talk

if TYPE_CHECKING:
    from channels.simulator.people import Person
    from channels.simulator.phones import Phone
    from console.domain.call_state import Call
    from tests.flows.floor import Customer, Desk, Floor

NAME, NUMBER = "Northside Vet", "+14155550150"


def a_vet(shift: Floor, phone: Phone | None = None) -> Customer:
    """Somebody outside who can help."""
    return shift.customer(NAME, NUMBER, email="vet@example.com", phone=phone)


def guest(sam: Desk, call: Call, leg: str = "guest-1") -> str:
    """What a desk knows a guest to be doing."""
    known = sam.model.calls.get(call.id)
    return known.guests[leg].since_what if known and leg in known.guests else ""


async def are_three(shift: Floor, dana: Customer, sam: Desk) -> tuple[Call, Customer]:
    """A customer, an agent and a vet talk with each other."""
    vet, call = a_vet(shift), await a_talk(dana, sam)
    await invited(sam, call, vet)
    await all_hear_each_other(dana.person, sam.phone, vet.person)
    return call, vet


async def invited(sam: Desk, call: Call, vet: Customer) -> None:
    """Ask somebody into a call, and wait until they are there and the room is kept for them."""
    await sam.does(InviteGuest(call=call.id, to=vet.handle, name=vet.person.name))
    await sam.until(lambda: guest(sam, call) == "in the call", "see the vet in the call")


async def all_hear_each_other(*people: Person) -> None:
    """Wait until everybody hears everybody."""

    def hear() -> bool:
        legs = [one.leg for one in people]
        return all(
            leg is not None and {p for p in people if p is not one} <= leg.hears()
            for one, leg in zip(people, legs, strict=True)
        )

    await eventually(hear, "hear each other")


async def room_is_kept(shift: Floor, dana: Customer) -> None:
    """Wait until the room does not end with the customer any more."""

    def kept() -> bool:
        rooms = shift.network.board.rooms.all.values()
        found = [p for r in rooms for p in r.participants.values() if p.leg.sid == dana.leg.sid]
        return bool(found) and not any(p.ends for p in found)

    await eventually(kept, "the room is kept")
