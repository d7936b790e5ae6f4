"""One column that shows which part of a long list is in sight."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget


class Thumb(Widget):
    """Repaints only when it moves by a whole cell; a stock scrollbar does it at every step."""

    DEFAULT_CSS = """
    Thumb { width: 1; height: 1fr; color: $primary 60%; }
    """

    _span = (0, 0)

    def show(self, top: int, total: int) -> None:
        """Show that ``top`` is the first row in sight of ``total``."""
        window = self.size.height
        span = (0, 0)
        if 0 < window < total:
            length = max(1, round(window * window / total))
            start = round((window - length) * top / (total - window))
            span = (start, start + length)
        if span != self._span:
            self._span = span
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint one cell."""
        sign = "▐" if self._span[0] <= y < self._span[1] else " "
        return Strip([Segment(sign, self.rich_style)], 1)
