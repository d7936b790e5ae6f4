"""A widget painted row by row: scrolls itself and never asks the screen for a new layout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from rich.style import Style
    from textual import events
    from textual.geometry import Region


class Rows(Widget):
    """The base of timeline and queue.

    ``virtual_size`` of a stock scroll view lays the whole screen out again when it changes; here
    the first row in sight is a number of our own. A subclass says what stands in a row.
    """

    top = 0
    """First row in sight."""

    @dataclass
    class Moved(Message):
        """What is in sight changed: for the thumb beside it."""

        rows: Rows
        top: int
        total: int

        @property
        def control(self) -> Rows:
            """Where it happened."""
            return self.rows

    @property
    def total(self) -> int:
        """Rows there are."""
        raise NotImplementedError

    def row(self, y: int) -> Strip:
        """Paint the row ``y`` of all rows."""
        raise NotImplementedError

    @property
    def last_top(self) -> int:
        """First row in sight when the end is."""
        return max(0, self.total - self.size.height)

    def move_to(self, top: int) -> None:
        """Bring a row to the top, as far as there is something below it."""
        top = max(0, min(top, self.last_top))
        if top != self.top:
            self.top = top
            self.moved()
            self.refresh()

    def moved(self) -> None:
        """Called when the first row in sight, or the number of rows, changed."""
        self.post_message(self.Moved(self, self.top, self.total))

    def style_of(self, name: str) -> Style:
        """The style of one of the component classes."""
        return self.get_component_rich_style(name)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Hand out the same strips every frame, so that their own caches survive scrolling.

        Right only while the widget itself has no border and no padding.
        """
        x1, x2 = crop.column_span
        width = self.size.width
        whole = (x1, x2) == (0, width)
        blank = Strip.blank(width, self.rich_style)
        filters, background = self.get_line_filters(), self.background_colors[1]
        strips = []
        for y in crop.line_range:
            row = self.top + y
            strip = self.row(row) if row < self.total else blank
            for one in filters:
                strip = strip.apply_filter(one, background)
            strips.append(strip if whole else strip.crop(x1, x2))
        return strips

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll by the wheel."""
        event.stop()
        self.move_to(self.top + 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll by the wheel."""
        event.stop()
        self.move_to(self.top - 3)

    def on_resize(self, event: events.Resize) -> None:
        """Stay inside."""
        self.top = max(0, min(self.top, self.last_top))
        self.moved()
