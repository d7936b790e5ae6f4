"""Every key and how the desk works, on one page over the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from console.desk.key_names import shown
from console.desk.widgets.ring_banner import RingBanner
from console.desk.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult

    from console.desk.keys import Key
    from console.desk.widgets.words import Parts

_HOW = (
    "The note box is internal, always: Enter saves the line, on the call's clock.\n"
    'A line that begins with " is a quote, ! a risk, > a promise, ? a question.\n'
    "The reply box reaches whom its border names; each keeps their own words.\n"
    "Nothing is shown as done before the hub has it; what you type is on disk.\n"
    "Left alone, the desk locks: the end of your token unlocks it.\n"
)


class HelpScreen(ModalScreen[None]):
    """A reading of the key table; a call that rings shows above it."""

    AUTO_FOCUS = "#help"
    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    #help {
        width: 84; max-width: 96%; height: 88%; padding: 1 2;
        background: $surface; border: round $primary;
    }
    #help Words { height: auto; }
    """
    BINDINGS: ClassVar = [Binding("escape", "dismiss", show=False)]

    def __init__(self, table: Iterable[Key]) -> None:
        super().__init__()
        self._table = tuple(table)

    def compose(self) -> ComposeResult:
        """One page."""
        parts: Parts = [("THE DESK\n\n", "plain"), (_HOW, "text")]
        groups: dict[str, list[Key]] = {}
        for key in self._table:
            groups.setdefault(key.id.partition(".")[0], []).append(key)
        for name, keys in groups.items():
            parts.append((f"\n{name.upper()}\n", "quiet"))
            for key in keys:
                parts.append((shown(key.key).rjust(5) if key.key else "   · ", "key"))
                parts += [(f"  {key.text:<15}", "plain"), (f"{key.tip}\n", "text")]
        parts.append(("\n· has no key of its own: find it in the palette.  Esc closes.", "quiet"))
        with VerticalScroll(id="help") as page:
            page.border_title = "Help"
            yield Words(parts)
        yield RingBanner()
