"""How calls usually go, for flows that are about what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.domain.call_state import Call
    from tests.flows.customer import Customer
    from tests.flows.desk import Desk


async def a_talk(dana: Customer, sam: Desk) -> Call:
    """A customer rings, an agent takes the call, and both hear each other."""
    await sam.is_available()
    await dana.rings()
    call = await sam.accepts()
    await both_talk(dana, sam, call)
    return call


async def both_talk(dana: Customer, sam: Desk, call: Call) -> None:
    """Wait until both hear each other, and the desk knows."""
    await dana.hears_voice_of(sam)
    await is_in(sam, call, "talking")


async def is_in(sam: Desk, call: Call, phase: str) -> None:
    """Wait until a desk knows a call to be in that phase."""

    def known() -> bool:
        found = sam.model.calls.get(call.id)
        return (found.phase if found else "ended") == phase

    await sam.until(known, f"know the call to be {phase}")
