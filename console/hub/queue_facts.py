"""What desks are told of the configuration of queues, worked out once in a while."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from console.domain.queue_facts import facts_of

if TYPE_CHECKING:
    from datetime import datetime

    from console.hub.hub import Clock
    from console.hub.store.policy import Policy

KEPT = timedelta(minutes=1)


class KeptFacts:
    """The facts of every queue; hours move on, so they are worked out anew."""

    def __init__(self, policy: Policy, clock: Clock) -> None:
        self._policy = policy
        self._clock = clock
        self._at: datetime | None = None
        self._facts: list[dict[str, object]] = []

    def current(self) -> list[dict[str, object]]:
        """QueueFacts as JSON objects."""
        now = self._clock.now()
        if self._at is None or not timedelta() <= now - self._at < KEPT:
            rules, hours = self._policy.queue_rules, self._policy.hours
            found = (facts_of(rule, hours.get(rule.name), now) for rule in rules.values())
            self._at, self._facts = now, [one.model_dump(mode="json") for one in found]
        return self._facts
