"""The exchange: it rings phones, one REST leg a second, and knows every leg there ever was."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from channels.simulator.clock import within

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from channels.simulator.legs import Leg
    from channels.simulator.people import Person
    from channels.simulator.plant import Plant


class Exchange:
    """Connects legs with the phones of people."""

    def __init__(self, plant: Plant, people: Mapping[str, Person]) -> None:
        self._plant = plant
        self._people = people
        self._gate: datetime | None = None
        self.legs: dict[str, Leg] = {}

    def enter(self, leg: Leg) -> Leg:
        """Take a new leg into the books."""
        self.legs[leg.sid] = leg
        return leg

    async def pass_gate(self) -> None:
        """Wait for this REST leg's turn: the calls-per-second limit of the account."""
        now = self._plant.clock.now()
        turn = max(now, self._gate or now)
        spacing = self._plant.settings.latencies.between_rest_legs
        self._gate = turn + timedelta(seconds=spacing)
        await self._plant.clock.sleep((turn - now).total_seconds())

    async def ring(self, leg: Leg, seconds: float) -> bool:
        """Ring the phone at ``leg.to``; whether it was answered. A leg that was not is over."""
        plant, latencies = self._plant, self._plant.settings.latencies
        await plant.clock.sleep(latencies.initiated)
        leg.progress("initiated")
        await plant.clock.sleep(latencies.ringing)
        person = self._people.get(base_address(leg.to))
        if person is None:
            leg.finish("failed", 404)
            return False
        leg.person = person
        person.calls.append(leg)
        leg.progress("ringing")
        verdict = await self._wait(person, leg, seconds + latencies.no_answer_grace)
        if verdict == "answered":
            leg.answer()
            talk = plant.tasks.start(person.talks(leg), "phone")
            leg.at_end.append(talk.cancel)
        elif verdict == "busy":
            leg.finish("busy", 486)
        else:
            leg.finish("no-answer", 487)
        return verdict == "answered"

    async def _wait(self, person: Person, leg: Leg, seconds: float) -> str:
        verdict = "no-answer"

        async def decision() -> None:
            nonlocal verdict
            verdict = await person.decides(leg)

        await within(self._plant.clock, seconds, decision)
        return verdict


def base_address(to: str) -> str:
    """The phone behind a dialled address: without the query of ``sip:`` and ``client:``."""
    return to.split("?")[0]
