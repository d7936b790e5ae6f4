"""What a hub keeps an eye on, and tells every desk about while it lasts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.hub.effects.dialling import DialQueue
from console.hub.effects.outage import Outages
from console.hub.strangers import Strangers
from console.hub.unattended import Unattended

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from channels.ports import Paced
    from console.domain.wire import Notice
    from console.hub.hub import Clock
    from console.hub.store.read import Readings


@dataclass(frozen=True, slots=True)
class Watches:
    """Providers that are silent, requests set aside, calls that wait to be dialled."""

    outages: Outages
    strangers: Strangers
    dialling: DialQueue
    unattended: Unattended

    @property
    def looks(self) -> tuple[Callable[[], Awaitable[None]], ...]:
        """What is looked after again and again."""
        return self.strangers.look, self.dialling.look, self.unattended.look

    def current(self) -> list[Notice]:
        """What a desk that starts now must know."""
        known = (self.outages, self.strangers, self.dialling, self.unattended)
        return [notice for one in known for notice in one.current()]


def watches(
    readings: Readings, clock: Clock, pace: Paced, say: Callable[[Notice], None]
) -> Watches:
    """Make them; ``say`` tells every desk."""
    return Watches(
        Outages(clock, say),
        Strangers(readings, clock, say),
        DialQueue(pace, say),
        Unattended(readings, clock, say),
    )
