"""A computer that slept wakes with what was true before: nothing sounds until the hub was heard."""

from __future__ import annotations

SLEPT_SECONDS = 30.0
"""Between two looks that are a second apart; no offer rings as long."""
FRESH_SECONDS = 3.0
"""What is heard sooner may have waited in the computer since before it slept."""
LONGEST_SECONDS = 60.0
"""Then the link has said in words that the desk is not live, and what is known counts."""


class Waking:
    """Asked once a second; moments are seconds on the steady clock, which runs on in sleep."""

    def __init__(self) -> None:
        self._looked: float | None = None
        self._woke: float | None = None

    def is_unsure(self, moment: float, last_heard: float | None) -> bool:
        """Tell whether what is shown may be long over."""
        if self._looked is not None and moment - self._looked > SLEPT_SECONDS:
            self._woke = moment
        self._looked = moment
        if self._woke is None:
            return False
        is_fresh = last_heard is not None and last_heard - self._woke >= FRESH_SECONDS
        if is_fresh or moment - self._woke > LONGEST_SECONDS:
            self._woke = None
        return self._woke is not None
