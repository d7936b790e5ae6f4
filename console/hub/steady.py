"""A clock that does not jump: it goes as the monotonic one, and drifts to what the wall shows.

A wall clock that is set, by hand or by NTP, would make every timer due at once or none for hours.
The stamps of entries, timers and limits all come from here; they never go backwards.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)

SLEW = 0.1
"""Seconds of difference that are made good in a second: a ring of 20 s is one of 18 to 22 s."""
STEP_SECONDS = 2.0
"""A difference that is no mere drift and is worth a word in the log."""


def system_wall() -> datetime:
    """What the system's clock shows."""
    return datetime.now(UTC)


def elapsed() -> float:
    """Seconds that no setting of the clock changes; the time a laptop slept counts."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


@dataclass(slots=True)
class SteadyClock:
    """Asked from many threads; what it shows never goes back."""

    wall: Callable[[], datetime] = system_wall
    elapsed: Callable[[], float] = elapsed
    _shown: datetime = field(init=False)
    _at: float = field(init=False)
    _is_off: bool = field(init=False, default=False)
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._shown, self._at = self.wall(), self.elapsed()

    def now(self) -> datetime:
        """The time it shows, aware UTC."""
        with self._lock:
            at = self.elapsed()
            passed = max(0.0, at - self._at)
            expected = self._shown + timedelta(seconds=passed)
            off = (self.wall() - expected).total_seconds()
            most = passed * SLEW
            self._shown = expected + timedelta(seconds=max(-most, min(most, off)))
            self._at = max(at, self._at)
            self._note(off)
            return self._shown

    def _note(self, off: float) -> None:
        """Say once that the wall clock was set, and once that the difference is made good."""
        is_off = abs(off) > STEP_SECONDS
        if is_off and not self._is_off:
            log.warning("clock_stepped", extra={"seconds": round(off, 1)})
        elif self._is_off and not is_off:
            log.info("clock_caught_up")
        self._is_off = is_off
