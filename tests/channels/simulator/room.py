"""A caller and an agent in one room, as most tests of conferences need them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.channels.simulator.api import OURS

if TYPE_CHECKING:
    from channels.simulator import Leg, Network, Person, SimulatedClock
    from tests.channels.simulator.api import Api
    from tests.channels.simulator.hub import Hub


@dataclass
class Room:
    """A caller and an agent in one room, and what to steer it with."""

    network: Network
    hub: Hub
    clock: SimulatedClock
    api: Api
    dana: Person
    caller: Leg
    ines: Person
    agent: Leg

    @property
    def sid(self) -> str:
        return next(iter(self.network.board.rooms.all))

    @property
    def events(self) -> list[str]:
        return self.hub.got("/room", "StatusCallbackEvent")

    async def change(self, leg: Leg, **form: str) -> None:
        path = f"Conferences/{self.sid}/Participants/{leg.sid}.json"
        answer = await self.api.make(path, **form)
        assert answer.status_code == 200, answer.text
        await self.clock.settle()

    async def add(self, person: Person, **form: str) -> Leg:
        given = {"To": person.address, "From": OURS, "Beep": "false"} | form
        answer = await self.api.make(f"Conferences/{self.sid}/Participants.json", **given)
        assert answer.status_code == 201, answer.text
        await self.clock.advance(10)
        assert person.leg is not None
        return person.leg
