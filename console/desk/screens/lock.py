"""What a desk shows while nobody is at it: a clock, an alarm, and a place for the unlock code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.getters import query_one
from textual.message import Message
from textual.screen import Screen

from console.desk.widgets.ask_panel import SafeInput
from console.desk.widgets.ring_banner import RingBanner
from console.desk.widgets.words import Parts, Words

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.widgets import Input

HOW = "The last six characters of your token unlock it."


class LockScreen(Screen[None]):
    """Nothing of an incident stands here; it covers everything, and no key leaves it."""

    AUTO_FOCUS = "#code"
    DEFAULT_CSS = """
    LockScreen { align: center middle; background: $background; }
    LockScreen Vertical { width: 60; max-width: 100%; height: 7; padding: 0 1; }
    LockScreen SafeInput, LockScreen SafeInput:focus {
        border: none; padding: 0; height: 1; width: 20; background: $boost;
    }
    LockScreen Vertical Words { height: 1; }
    """
    BINDINGS: ClassVar = []

    @dataclass
    class Tried(Message):
        """Somebody wants to go on and gives a code."""

        code: str

    state = query_one("#lock-state", Words)
    answer = query_one("#lock-answer", Words)
    code = query_one("#code", SafeInput)

    def compose(self) -> ComposeResult:
        """Few words, and one line to write on."""
        with Vertical():
            yield Words([("Locked.", "plain")], id="lock-state")
            yield Words(id="lock-keys")
            yield Words([(HOW, "quiet")])
            yield SafeInput(id="code", password=True)
            yield Words(id="lock-answer")
        yield RingBanner(is_covered=True)

    def show_state(self, parts: Parts, keys: Parts) -> None:
        """Say that it is locked, and how my call stands, without anybody's name."""
        apart: Parts = [("Locked", "plain")]
        for part in parts:
            apart += [(" · ", "quiet"), part]
        self.state.show(apart)
        self.query_one("#lock-keys", Words).show(keys)

    def refuse(self, words: str) -> None:
        """Say why it stays locked."""
        self.code.value = ""
        self.answer.show([(words, "warn")])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the code up to be judged."""
        event.stop()
        self.post_message(self.Tried(event.value))

    def on_click(self, event: events.Click) -> None:
        """Keep the cursor where it is needed."""
        event.stop()
        self.set_focus(self.code)
