"""Two legs talking to each other and nobody else."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from channels.simulator.legs import Leg


class Bridge:
    """Connects two legs until one of them leaves."""

    def __init__(self, one: Leg, other: Leg) -> None:
        self._legs = frozenset({one, other})
        self.over = asyncio.Event()
        one.place = other.place = self

    def audible_to(self, leg: Leg) -> frozenset[Leg]:
        """The other one."""
        return frozenset() if self.over.is_set() else self._legs - {leg}

    def listeners_of(self, leg: Leg) -> frozenset[Leg]:
        """The other one."""
        return self.audible_to(leg)

    def leave(self, leg: Leg) -> None:
        """End the bridge."""
        for one in self._legs:
            if one.place is self:
                one.place = None
        self.over.set()
