"""Which addresses are shown whole just now: each was asked for with a reason, on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

REVEALED_SECONDS = 60.0
"""How long an address stays whole on the screen."""


class Revealed:
    """Handles, and since when on the steady clock; the others are masked."""

    def __init__(self, moment: Callable[[], float]) -> None:
        self._moment = moment
        self._since: dict[str, float] = {}

    def show(self, handle: str) -> None:
        """Show an address whole for a while."""
        self._since[handle] = self._moment()

    def cover(self) -> None:
        """Show none whole any more."""
        self._since.clear()

    def handles(self) -> frozenset[str]:
        """Those that are shown whole."""
        now = self._moment()
        return frozenset(h for h, at in self._since.items() if now - at < REVEALED_SECONDS)
