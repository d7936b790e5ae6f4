"""The call bar: the state of my call in words on the left, the link to the hub on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal

from console.desk.widgets.words import Parts, Words

if TYPE_CHECKING:
    from textual.app import ComposeResult


class CallBar(Horizontal):
    """Always in the same place, on every screen size."""

    DEFAULT_CSS = """
    CallBar {
        height: 1; background: $panel;
        #call-words { width: 1fr; padding: 0 1; }
        #link-words { width: auto; padding: 0 1; text-align: right; }
    }
    """

    def compose(self) -> ComposeResult:
        """The two halves."""
        yield Words([("starting…", "quiet")], id="call-words")
        yield Words([("not yet connected", "quiet")], id="link-words")

    def show_call(self, parts: Parts) -> None:
        """Show the call, its words apart from each other."""
        apart: Parts = []
        for words in parts:
            apart += [(" · ", "quiet"), words] if apart else [words]
        self.query_one("#call-words", Words).show(apart)

    def show_link(self, parts: Parts) -> None:
        """Show how the link stands."""
        self.query_one("#link-words", Words).show(parts, layout=True)
