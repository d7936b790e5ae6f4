"""Counts failures by key in a sliding window, in bounded memory."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_KEYS = 10_000
"""Beyond this the key that failed longest ago is forgotten."""


@dataclass(frozen=True, slots=True)
class FailureLimit:
    """How many failures in which time."""

    failures: int
    seconds: float


class Failures:
    """Remembers when each key failed."""

    def __init__(self, limit: FailureLimit, monotonic: Callable[[], float]) -> None:
        self._limit = limit
        self._monotonic = monotonic
        self._times: OrderedDict[str, list[float]] = OrderedDict()

    def count(self, key: str) -> None:
        """Count one failure."""
        times = [*self._recent(key), self._monotonic()][-self._limit.failures :]
        self._times[key] = times
        self._times.move_to_end(key)
        if len(self._times) > MOST_KEYS:
            self._times.popitem(last=False)

    def is_limited(self, key: str) -> bool:
        """Tell whether the key has failed too often just now."""
        return len(self._recent(key)) >= self._limit.failures

    def _recent(self, key: str) -> list[float]:
        since = self._monotonic() - self._limit.seconds
        return [time for time in self._times.get(key, ()) if time > since]
