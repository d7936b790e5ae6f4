"""The note box: internal, a line at a time, each with its mark and its place on the call clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.clock import spell
from console.desk.widgets.box import Box

if TYPE_CHECKING:
    from console.desk.widgets.words import Parts

MARKS = {'"': "QUOTE", "!": "RISK", ">": "PROMISE", "?": "ASK"}
"""First character of a line to its word; what it means to the hub is decided there."""
_LEGEND: Parts = [
    ("Enter", "key"),
    (" saves · ", "quiet"),
    ('"', "key"),
    (" quote ", "quiet"),
    ("!", "key"),
    (" risk ", "quiet"),
    (">", "key"),
    (" promise ", "quiet"),
    ("?", "key"),
    (" ask", "quiet"),
]


class NoteBox(Box):
    """Its title begins with NOTE · INTERNAL whatever happens."""

    DEFAULT_CSS = """
    NoteBox { border: round $note 60%; background: $note 4%; }
    NoteBox:focus-within { border: round $note; background: $note 8%; }
    """

    clock: int | None = None
    """Seconds on the call clock; None outside a call."""
    begun: int | None = None
    """The same when the present line was begun."""

    def __init__(self, *, id: str) -> None:
        super().__init__("note", id=id, enter_submits=True)
        self._said: Parts = []

    def on_mount(self) -> None:
        """Say what it is before anything else."""
        self.foot.show(_LEGEND)
        self.reword()

    def tick(self, clock: int | None) -> None:
        """The call clock moved, or the call is over."""
        if clock != self.clock:
            self.clock = clock
            self.reword()

    @property
    def call_offset(self) -> int | None:
        """The place of the present line on the call clock."""
        return self.clock if self.begun is None else self.begun

    def place(self) -> int | None:
        """Where on the call clock the line was begun; the next one begins now."""
        begun, self.begun = self.call_offset, None
        return begun

    def reword(self) -> None:
        """Show the mark of the line, and when it was begun."""
        if not self.text:
            self.begun = None
        elif self.begun is None:
            self.begun = self.clock
        parts: Parts = [("NOTE · INTERNAL", "note")]
        if self.call_offset is not None:
            parts.append((f" · +{spell(self.call_offset)}", "plain"))
        if mark := MARKS.get(self.text[:1]):
            parts += [(" · ", "note"), (mark, "alarm" if mark == "RISK" else "plain")]
        if parts != self._said:
            self._said = parts
            self.title(parts)
