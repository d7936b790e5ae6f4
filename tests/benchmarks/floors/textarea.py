"""Floor of the desk: the least a Textual program with one text box can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App
from textual.widgets import TextArea

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Bare(App[None]):
    """One text box and nothing else."""

    def compose(self) -> ComposeResult:
        """Show the box."""
        yield TextArea("ready\n")

    def on_mount(self) -> None:
        """Write below what is there."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        area.focus()


if __name__ == "__main__":
    Bare().run()
