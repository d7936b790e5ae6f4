"""The day in counts, for leads: what the hub counted, and what the stream has added since."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from console.domain.call_state import Call
from console.domain.served import Counts, counts_of, summed

if TYPE_CHECKING:
    from console.domain.base import State
    from console.domain.served import FloorView

_RECENT = 2_000
"""Changes kept to catch up with a view that the hub read before them."""


class Today:
    """Empty until a lead asks for the floor; it then counts on by itself."""

    def __init__(self) -> None:
        self.view: FloorView | None = None
        self.counts: dict[str, Counts] = {}
        self._recent: deque[tuple[int, Call | None, Call]] = deque(maxlen=_RECENT)

    def forget(self) -> None:
        """Something was missed: the counts are not true any more."""
        self.view = None
        self.counts = {}
        self._recent.clear()

    def load(self, view: FloorView) -> None:
        """Take the hub's counts, and add what came after them."""
        self.view = view
        self.counts = summed(view.counts)
        for seq, before, after in self._recent:
            if seq > view.seq:
                self._add(view, before, after)

    def saw(self, before: State | None, after: Call, seq: int) -> None:
        """A call has changed."""
        was = before if isinstance(before, Call) else None
        self._recent.append((seq, was, after))
        if self.view is not None and seq > self.view.seq:
            self._add(self.view, was, after)

    def _add(self, view: FloorView, before: Call | None, after: Call) -> None:
        seconds, since = view.service_seconds, view.since
        change = counts_of(after, since, seconds)
        if before is not None:
            change = change.plus(counts_of(before, since, seconds), times=-1)
        known = self.counts.get(after.queue, Counts(queue=after.queue))
        self.counts[after.queue] = known.plus(change)
