"""The newest frames in memory, shared by all desks: a desk is a place in it and holds no queue."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frames:
    """A page of numbered frames."""

    seqs: list[int]
    frames: list[bytes]
    about: list[int]
    """The incident that each tells of, 0 when none."""
    instead: dict[int, bytes]
    """By number, what those who may not see the incident are sent."""
    after: int = 0
    """The page begins after this one."""

    def without(self, hidden: frozenset[int]) -> bytes:
        """Join the frames, without those about hidden incidents."""
        each = zip(self.seqs, self.frames, self.about, strict=True)
        return b"".join(
            data if about not in hidden else self.instead.get(seq, b"") for seq, data, about in each
        )


class Ring:
    """Numbered frames, oldest first; the oldest go when there are too many."""

    def __init__(self, size: int, page: int) -> None:
        self.last = 0
        """Newest frame."""
        self.floor = 0
        """Frames up to this one are not here."""
        self._size = size
        self._page = page
        self._seqs: list[int] = []
        self._frames: list[bytes] = []
        self._about: list[int] = []
        """The incident that each tells of, 0 when none."""
        self._instead: dict[int, bytes] = {}
        """What those who may not see the incident of a frame are sent for it, by its number."""
        self._joined: tuple[tuple[int, int], bytes] = ((0, 0), b"")

    def take(self, page: Frames) -> None:
        """Add frames; when they do not follow our last, what we had is dropped."""
        if page.after > self.last or not self._seqs:
            self._seqs, self._frames, self._about, self._instead = [], [], [], {}
            self.floor = page.after
        self._seqs += page.seqs
        self._frames += page.frames
        self._about += page.about
        self._instead |= page.instead
        self.last = page.seqs[-1]
        if len(self._seqs) > 2 * self._size:
            cut = len(self._seqs) - self._size
            self.floor = self._seqs[cut - 1]
            del self._seqs[:cut], self._frames[:cut], self._about[:cut]
            self._instead = {seq: f for seq, f in self._instead.items() if seq > self.floor}

    def has_after(self, cursor: int) -> bool:
        """Tell whether everything after a cursor is here."""
        return bool(self._seqs) and cursor >= self.floor

    def since(self, cursor: int, hidden: frozenset[int] = frozenset()) -> tuple[bytes, int]:
        """Give a page of the frames after a cursor, and the new cursor.

        Of ``hidden`` incidents only that they became so is told.
        """
        start = bisect_right(self._seqs, cursor)
        end = min(start + self._page, len(self._seqs))
        if start >= end:
            return b"", cursor
        if hidden and not hidden.isdisjoint(about := self._about[start:end]):
            page = Frames(self._seqs[start:end], self._frames[start:end], about, self._instead)
            return page.without(hidden), page.seqs[-1]
        span = (self._seqs[start], self._seqs[end - 1])
        if self._joined[0] != span:  # desks that are woken together want the same bytes
            self._joined = (span, b"".join(self._frames[start:end]))
        return self._joined[1], span[1]


class Passing:
    """Events without a number: whoever is too slow misses the oldest."""

    def __init__(self, size: int) -> None:
        self.count = 0
        """Events there have been."""
        self._events: deque[tuple[bytes, frozenset[int] | None]] = deque(maxlen=size)

    def add(self, event: bytes, to: frozenset[int] | None = None) -> None:
        """Add one event, for everybody or for some agents only."""
        self._events.append((event, to))
        self.count += 1

    def since(self, count: int, agent: int) -> tuple[bytes, int]:
        """Give what an agent may know of the events after the first ``count``; the new count."""
        missed = min(self.count - count, len(self._events))
        events = list(self._events)[len(self._events) - missed :] if missed else []
        mine = (event for event, to in events if to is None or agent in to)
        return b"".join(mine), self.count
