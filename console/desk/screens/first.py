"""What the desk's screen shows before there is a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.getters import query_one
from textual.screen import Screen

from console.desk.widgets.call_bar import CallBar
from console.desk.widgets.queue import Queue
from console.desk.widgets.words import Words
from console.desk.wording.presence import idle_words
from console.desk.wording.queue import work_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.events import ScreenResume

    from console.desk.first_look import Look
    from console.desk.widgets.words import Parts


class FirstScreen(Screen[None]):
    """The work list and the call bar, and the first look at them."""

    queue = query_one("#queue", Queue)
    calls = query_one(CallBar)
    _first: Callable[[], None] | None = None
    _was_here = False

    def when_mounted(self, show: Callable[[], None]) -> None:
        """Have it called as soon as all parts are there, before the first paint."""
        if self.is_mounted:
            show()
        else:
            self._first = show

    def on_mount(self) -> None:
        """Show what has been waiting for the parts."""
        if self._first is not None:
            self._first()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Come back; at first everything has been styled a moment ago."""
        event.refresh_styles, self._was_here = self._was_here, True

    def show_work(self, words: Parts) -> None:
        """Say how much there is to do."""
        self.query_one("#queue-title", Words).show(words)

    def show_first(self, look: Look, presence_key: str) -> None:
        """Show the work list and the call bar until the session shows them, and goes on to."""
        self.queue.show(look.rows, look.now, 0)
        self.show_work(work_words(look.rows))
        if not look.has_call:
            words = idle_words(look.presence, presence_key, look.presence_until, look.now)
            self.calls.show_call([(text, loud) for text, loud in words])
