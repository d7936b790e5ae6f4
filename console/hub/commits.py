"""The record door, and who is told of each commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.hub.store.plans import plan
from console.hub.store.record import Record

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from console.hub.effects.worker import Effects
    from console.hub.feed import Feed
    from console.hub.hub import Clock, Committed
    from console.hub.store.policy import Policy


class Commits:
    """Tells feed and effects of each commit; the record door exists before both of them."""

    feed: Feed
    effects: Effects

    def __call__(self, committed: Committed) -> None:
        # Effects first: somebody waits for a provider longer than for a screen.
        self.effects.run(committed)
        self.feed.committed(committed)


def record_door(engine: Engine, policy: Policy, clock: Clock) -> tuple[Commits, Record]:
    """Make the door, and what tells of its commits."""
    told = Commits()
    return told, Record(engine, policy=policy, plan=plan, on_commit=told, clock=clock.now)
