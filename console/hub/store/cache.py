"""What the writer keeps in memory between groups: folded states, chain heads, counters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.hub.store.chain import GENESIS

if TYPE_CHECKING:
    from console.domain.base import State


class Cache:
    """Folded states of the streams touched last; correct only while nobody else writes.

    The writer compares ``seq`` with the database under the lock and drops what another
    process has changed before any plan runs.
    """

    def __init__(self, most: int = 20_000) -> None:
        self.most = most
        self.seq = -1
        """Number of the last entry known; -1 before the first look."""
        self.chains: dict[int, str] = {}
        self.numbers: dict[str, int] = {}
        self._states: dict[str, State] = {}
        """Touched since the last trim."""
        self._rested: dict[str, State] = {}
        """Not touched since; the next trim forgets them."""

    def get(self, stream: str) -> State | None:
        """Give a state, None when it is not kept."""
        found = self._states.get(stream)
        if found is None and (found := self._rested.pop(stream, None)) is not None:
            self._states[stream] = found
        return found

    def peek(self, stream: str) -> State:
        """Give a state that was just put."""
        return self._states[stream]

    def put(self, stream: str, state: State) -> None:
        """Keep a state."""
        self._states[stream] = state

    def drop(self, stream: str) -> None:
        """Forget one state."""
        self._states.pop(stream, None)
        self._rested.pop(stream, None)
        if stream.startswith("incident/"):
            self.chains.pop(int(stream[9:]), None)

    def chain(self, incident: int) -> str:
        """Give the head of an incident's chain."""
        return self.chains.get(incident, GENESIS)

    def clear(self) -> None:
        """Forget everything; the next group reads the database again."""
        self._states.clear()
        self._rested.clear()
        self.chains.clear()
        self.numbers.clear()
        self.seq = -1

    def trim(self) -> None:
        """Keep the size bounded; between groups only."""
        if len(self._states) > self.most // 2:
            for stream in self._rested.keys() - self._states.keys():
                self.drop(stream)
            self._rested, self._states = self._states, {}
