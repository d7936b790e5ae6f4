"""How calls usually go, for flows that are about what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.call_events import DialCall
from console.domain.incident_events import OpenIncident
from tests.flows.patience import eventually

if TYPE_CHECKING:
    from console.domain.call_state import Call
    from tests.flows.customer import Customer
    from tests.flows.desk import Desk
    from tests.flows.floor import Floor


async def a_talk(dana: Customer, sam: Desk) -> Call:
    """A customer rings, an agent takes the call, and both hear each other."""
    await sam.is_available()
    await dana.rings()
    call = await sam.accepts()
    await both_talk(dana, sam, call)
    return call


async def both_talk(dana: Customer, sam: Desk, call: Call) -> None:
    """Wait until both hear each other, and the desk knows."""
    await hears_voice_of(dana, sam)
    await is_in(sam, call, "talking")


async def hears_voice_of(dana: Customer, sam: Desk) -> None:
    """Wait until an agent's voice comes through to the customer."""
    await eventually(lambda: sam.phone in dana.leg.hears(), f"hear {sam.phone.name}")


async def is_in(sam: Desk, call: Call, phase: str) -> None:
    """Wait until a desk knows a call to be in that phase."""

    def known() -> bool:
        found = sam.model.calls.get(call.id)
        return (found.phase if found else "ended") == phase

    await sam.until(known, f"know the call to be {phase}")


async def an_agent_dials(sam: Desk, dana: Customer) -> Call:
    """Open an incident for somebody and ring them."""
    await sam.does(OpenIncident(title="Follow-up", handle=dana.handle))
    await sam.opens(1)
    await sam.does(DialCall(incident=1, to=dana.handle))
    await sam.until(lambda: sam.model.my_call() is not None, "have a call")
    call = sam.model.my_call()
    assert call is not None
    return call


async def everybody_is_off_the_phone(shift: Floor) -> None:
    """Wait until no telephone anywhere is on a call."""
    people = shift.network.people.values()
    await eventually(lambda: all(one.leg is None for one in people), "every call is over")
