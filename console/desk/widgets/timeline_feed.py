"""The timeline while things happen: lines come, change and go, and the reader keeps their place."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from textual.message import Message

from console.desk.widgets.entry_rows import height, made_safe
from console.desk.widgets.timeline_view import TimelineView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.timer import Timer

    from console.desk.model import Line

FLUSH_SECONDS = 0.1
"""Live entries of this long are painted together."""


class TimelineFeed(TimelineView):
    """Follows its end, or else keeps the line at the top and marks where the news begin."""

    @dataclass
    class Unread(Message):
        """So many lines at the end have not been seen."""

        count: int

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.follow = True
        self._fed: list[Line] = []
        self._flushed_at = 0.0
        self._timer: Timer | None = None

    def load(self, lines: Iterable[Line]) -> None:
        """Show another incident, from its end."""
        self._fed = []
        self._put(lines)
        self.follow, self.unread, self.chosen = True, "", len(self.lines) - 1
        self.measure()
        self.settle(None)

    def extend_back(self, lines: Iterable[Line]) -> None:
        """Show the same incident with an older page; what is in sight stays where it is."""
        anchor = self.kept_place()
        chosen = self.lines[self.chosen].key if 0 <= self.chosen < len(self.lines) else ""
        self._put(lines)
        self.chosen = self.at.get(chosen, -1)
        self.measure()
        self.settle(anchor)

    def _put(self, lines: Iterable[Line]) -> None:
        self.lines = [made_safe(line) for line in lines]
        self.at = {line.key: n for n, line in enumerate(self.lines)}

    def feed(self, lines: Iterable[Line]) -> None:
        """Append or replace lines, soon and together; a key names a line."""
        self._fed.extend(lines)
        if not self._fed or self._timer is not None:
            return
        wait = self._flushed_at + FLUSH_SECONDS - monotonic()
        if wait <= 0:
            self.flush()
        else:
            self._timer = self.set_timer(wait, self.flush)

    def drop(self, key: str) -> None:
        """Take a line out: a pending one whose entry came back."""
        self.flush()
        at = self.at.get(key)
        if at is None:
            return
        anchor = self.kept_place()
        del self.at[key], self.lines[at]
        self.forget(key)
        if self.width:
            self.heights.remove(at)
        for n in range(at, len(self.lines)):
            self.at[self.lines[n].key] = n
        self.chosen = min(self.chosen, len(self.lines) - 1)
        self.settle(anchor)

    def flush(self) -> None:
        """Show what was fed."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        fed, self._fed = self._fed, []
        if not fed:
            return
        self._flushed_at = monotonic()
        anchor = self.kept_place()
        for line in fed:
            self._take(made_safe(line))
        if self.unread:
            self.post_message(self.Unread(len(self.lines) - self.at[self.unread]))
        self.settle(anchor)

    def _take(self, line: Line) -> None:
        at = self.at.get(line.key)
        if at is not None:
            self.lines[at] = line
            self.remeasure(line.key)
            return
        if not self.follow and not self.unread:
            self.unread = line.key
        if self.chosen == len(self.lines) - 1 and self.follow:
            self.chosen += 1
        self.at[line.key] = len(self.lines)
        self.lines.append(line)
        if self.width:
            self.heights.append(height(line, self.place(len(self.lines) - 1)))

    def kept_place(self) -> tuple[str, int] | None:
        """The line at the top, and its row there; None where the end is followed."""
        if self.follow or not self.heights.total:
            return None
        at, within = self.heights.find(min(self.top, self.total - 1))
        return self.lines[at].key, within

    def settle(self, anchor: tuple[str, int] | None) -> None:
        """Come to rest at the end, or with the anchored line where it was."""
        at = self.at.get(anchor[0]) if anchor else None
        if at is None or anchor is None or not self.width:
            self.top = self.last_top
        else:
            within = min(anchor[1], self.heights[at] - 1)
            self.top = min(self.heights.top(at) + within, self.last_top)
        self.moved()
        self.refresh()
