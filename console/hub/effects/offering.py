"""Asks again and again for what was written to be given to people with room, where it is wanted."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from console.domain.base import Rejected
from console.hub.effects.daily import daily_sweep
from console.hub.store.wish import StoreUnavailable, Wish
from console.hub.wishes_waiting import OfferWritten

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from console.hub.hub import Clock
    from console.hub.recorder import Recorder
    from console.hub.store.policy import Policy
    from console.settings.floor import FloorSection

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WrittenWork:
    """Does nothing where every queue leaves its texts and mails to be taken."""

    recorder: Recorder
    policy: Policy

    async def look(self) -> None:
        """Ask for one round."""
        if not any(rule.offers for rule in self.policy.queue_rules.values()):
            return
        wish = Wish(OfferWritten(), cause=f"offer:{uuid4().hex}", actor="rule:router")
        try:
            await self.recorder.record(wish)
        except (StoreUnavailable, Rejected):
            log.warning("offering_waits")


def rounds(
    floor: FloorSection, recorder: Recorder, policy: Policy, clock: Clock
) -> tuple[Callable[[], Awaitable[None]], ...]:
    """Give what is done again and again by rules of the floor."""
    return WrittenWork(recorder, policy).look, daily_sweep(floor, recorder, clock).look
