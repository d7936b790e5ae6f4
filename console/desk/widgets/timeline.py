"""The timeline of one incident under the reader's hands: scrolled, chosen from, caught up with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.message import Message

from console.desk.widgets.timeline_feed import TimelineFeed

if TYPE_CHECKING:
    from textual import events

    from console.desk.model import Line

_TONES = ["plain", "inbound", "internal", "risk", "quote", "promise", "ask", "trouble", "quiet"]
_PARTS = ["body", "chosen", "time", "status", "day", "unread"]
_PARTS += [f"{tone}-{part}" for tone in _TONES for part in ("bar", "head", "words")]


class Timeline(TimelineFeed, can_focus=True):
    """Asks for older pages when the reader comes near the beginning."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"timeline--{part}" for part in _PARTS}
    DEFAULT_CSS = """
    Timeline {
        height: 1fr; width: 1fr;
        .timeline--chosen { background: $accent 25%; }
        .timeline--time, .timeline--status, .timeline--day { color: $dim; }
        .timeline--unread { color: $accent; text-style: bold; }
        .timeline--plain-bar { color: $foreground 35%; }
        .timeline--plain-head { text-style: bold; }
        .timeline--inbound-bar { color: $primary; }
        .timeline--inbound-head { color: $primary; text-style: bold; }
        .timeline--internal-bar, .timeline--quote-bar { color: $note; }
        .timeline--internal-head, .timeline--quote-head { color: $note; text-style: bold; }
        .timeline--quote-words { text-style: italic; }
        .timeline--risk-bar, .timeline--trouble-bar { color: $error; }
        .timeline--risk-head, .timeline--trouble-head { color: $text-error; text-style: bold; }
        .timeline--risk-words { text-style: bold; }
        .timeline--promise-bar { color: $success; }
        .timeline--promise-head { color: $text-success; text-style: bold; }
        .timeline--ask-bar { color: $secondary; }
        .timeline--ask-head { color: $secondary; text-style: bold; }
        .timeline--quiet-bar { color: $foreground 20%; }
        .timeline--quiet-head, .timeline--quiet-words { color: $dim; }
    }
    """
    BINDINGS: ClassVar = [
        Binding("up", "choose(-1)", show=False),
        Binding("down", "choose(1)", show=False),
        Binding("home", "first", show=False),
        Binding("end", "tail", show=False),
        Binding("enter", "open", show=False),
    ]
    NEAR = 40
    """Rows from the beginning at which older pages are asked for."""

    @dataclass
    class OlderWanted(Message):
        """The reader comes near the beginning of what is here."""

    @dataclass
    class OpenWanted(Message):
        """Enter was pressed on a message that has attachments."""

    @property
    def choice(self) -> Line | None:
        """The line that keys act on."""
        return self.lines[self.chosen] if 0 <= self.chosen < len(self.lines) else None

    def moved(self) -> None:
        """Follow again at the end, and ask for more near the beginning."""
        self.follow = self.top >= self.last_top
        if self.follow and self.unread:
            self.mark_read()
        if self.top < self.NEAR and not self.follow:
            self.post_message(self.OlderWanted())
        super().moved()

    def mark_read(self) -> None:
        """Take the mark of what is new away."""
        key, self.unread = self.unread, ""
        self.remeasure(key)
        self.top = self.last_top if self.follow else min(self.top, self.last_top)
        self.post_message(self.Unread(0))
        self.refresh()

    def page(self, pages: int) -> None:
        """Scroll by whole windows, less one row."""
        self.move_to(self.top + pages * (self.size.height - 1))

    def action_choose(self, by: int) -> None:
        """Move the choice, and bring it into sight."""
        if not self.lines:
            return
        self.chosen = max(0, min(self.chosen + by, len(self.lines) - 1))
        top, rows = self.heights.top(self.chosen), self.heights[self.chosen]
        self.refresh()
        if top < self.top:
            self.move_to(top)
        elif top + rows > self.top + self.size.height:
            self.move_to(top + rows - self.size.height)

    def action_open(self) -> None:
        """Ask for an attachment of the chosen message."""
        if self.choice is not None and self.choice.open_key:
            self.post_message(self.OpenWanted())

    def action_first(self) -> None:
        """Go to the beginning."""
        self.move_to(0)

    def action_tail(self) -> None:
        """Go to the end and follow it."""
        self.move_to(self.last_top)

    def on_resize(self, event: events.Resize) -> None:
        """Wrap anew; the line at the top stays there."""
        anchor = self.kept_place()
        if self.size.width != self.width:
            self.measure()
        self.settle(anchor)

    def on_click(self, event: events.Click) -> None:
        """Choose the line under the pointer."""
        row = self.top + event.y
        if row < self.total:
            self.chosen, _ = self.heights.find(row)
            self.refresh()
