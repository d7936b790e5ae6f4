"""Leads on the floor: who hears whom while they listen, whisper, barge in and take over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.supervision import heard_by, leg_of
from tests.flows.patience import eventually

if TYPE_CHECKING:
    from channels.simulator.people import Person
    from console.domain.call_state import Call
    from console.domain.guests import Guest
    from tests.flows.customer import Customer
    from tests.flows.desk import Desk
    from tests.flows.floor import Floor


async def a_lead(shift: Floor, login: str = "lee", name: str = "Lee Park") -> Desk:
    """Somebody who may be in the calls of others."""
    return await shift.agent(login, name, role="lead")


def hearers(speaker: Person, *others: Person) -> set[str]:
    """Who of the others hears somebody now."""
    return {one.name for one in others if one.leg is not None and speaker in one.leg.hears()}


class Ears:
    """Notes whoever of two telephones ever heard a lead, for as long as it is watched."""

    def __init__(self, dana: Customer, sam: Desk, lee: Desk) -> None:
        self.dana, self.sam, self.lee = dana.person, sam.phone, lee.phone

    def now(self) -> set[str]:
        """Who hears the lead now."""
        return hearers(self.lee, self.dana, self.sam)

    async def hear(self, *names: str) -> None:
        """Wait until these, and only these, hear the lead."""
        await eventually(lambda: self.now() == set(names), f"{names} hear the lead")

    @staticmethod
    def mark(shift: Floor) -> int:
        """Where the network's journal stands."""
        return len(shift.network.journal.deliveries)

    @staticmethod
    def was_private(shift: Floor, since: int) -> bool:
        """Whether since then no lead was ever, in any state between two, heard by everybody."""
        forms = [told.form for told in shift.network.journal.deliveries[since:]]
        loud = [f for f in forms if f.get("Muted") == f.get("Coaching") == "false"]
        return not any(f.get("ParticipantLabel", "").startswith("guest-") for f in loud)

    async def says(self, words: str) -> None:
        """Let the lead say something into whatever state the room is in."""
        if self.lee.leg is not None:
            await self.lee.leg.says(words)

    @property
    def caller_heard(self) -> str:
        """Everything the caller ever heard."""
        return " ".join(self.dana.calls[-1].heard)


def mine(lee: Desk, call: Call) -> Guest | None:
    """The lead's leg as the desk knows it."""
    known = lee.model.calls.get(call.id)
    return leg_of(known, lee.model.me.number) if known and lee.model.me else None


async def is_heard_by(lee: Desk, call: Call, who: str) -> None:
    """Wait until the lead's desk has it confirmed who hears them."""

    def confirmed() -> bool:
        known, guest = lee.model.calls.get(call.id), mine(lee, call)
        if known is None or guest is None or not known.part(guest.leg).is_present:
            return False
        return heard_by(known, guest) == who

    await lee.until(confirmed, f"be heard by {who}")


async def is_out(lee: Desk) -> None:
    """Wait until a lead is in no call any more."""
    await eventually(lambda: lee.phone.leg is None, "the lead's phone is down")
    await lee.until(lambda: bool(lee.model.me and lee.model.me.watching is None), "be out of it")
