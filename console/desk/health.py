"""How the link to the hub stands, in words and figures."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

CONNECTING = "connecting to the hub"
LIVE = "live"


@dataclass(frozen=True, slots=True)
class Health:
    """The state of the link at one moment; moments are seconds on ``clock.steady()``."""

    words: str = CONNECTING
    """``live``, or why not: a short sentence."""
    is_live: bool = False
    """Whether entries arrive as they are committed."""
    since: float = 0.0
    """When ``is_live`` last changed."""
    last_heard: float | None = None
    """When the hub last said anything at all."""
    round_trip_ms: float | None = None
    """Of the last request that was answered."""
    loss: float = 0.0
    """Share of the last 20 requests that were not answered."""


class Pulse:
    """Collects what requests and the stream tell about the link."""

    def __init__(self, moment: float) -> None:
        self._words = CONNECTING
        self._is_live = False
        self._since = moment
        self._last_heard: float | None = None
        self._round_trip_ms: float | None = None
        self._answers: deque[bool] = deque(maxlen=20)

    def health(self) -> Health:
        """The state now."""
        lost = self._answers.count(False)
        return Health(
            words=self._words,
            is_live=self._is_live,
            since=self._since,
            last_heard=self._last_heard,
            round_trip_ms=self._round_trip_ms,
            loss=lost / len(self._answers) if self._answers else 0.0,
        )

    def answered(self, asked_at: float, moment: float) -> None:
        """A request was answered."""
        self._answers.append(True)
        self._round_trip_ms = max(0.0, (moment - asked_at) * 1000)
        self._last_heard = moment

    def unanswered(self) -> None:
        """A request was not answered."""
        self._answers.append(False)

    def heard(self, moment: float) -> None:
        """The stream said something: it lives."""
        self._last_heard = moment
        self._turn(True, LIVE, moment)

    def lost(self, words: str, moment: float) -> None:
        """The stream is cut, or was never there."""
        self._turn(False, words, moment)

    def _turn(self, is_live: bool, words: str, moment: float) -> None:
        if is_live != self._is_live:
            self._since = moment
        self._is_live, self._words = is_live, words
