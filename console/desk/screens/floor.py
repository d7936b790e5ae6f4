"""The floor, for leads: who asks for help, queues, agents, who waits, and live calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.getters import query_one
from textual.message import Message
from textual.screen import Screen

from console.desk.screens.desk import ROWS, WIDTHS
from console.desk.wall.cells import AGENTS, CALLS, HELP, QUEUES, WAITING
from console.desk.widgets.call_bar import CallBar
from console.desk.widgets.floor_table import FloorTable
from console.desk.widgets.key_bar import KeyBar
from console.desk.widgets.ring_banner import RingBanner
from console.desk.widgets.words import Words

if TYPE_CHECKING:
    from datetime import datetime

    from textual.app import ComposeResult

    from console.desk.wall.rows import Rows
    from console.desk.widgets.floor_sheet import FloorSheet
    from console.desk.widgets.words import Parts

TITLES = {
    "help": "HELP",
    "queues": "QUEUES",
    "agents": "AGENTS",
    "waiting": "WAITING",
    "calls": "CALLS",
}
MOST_HELP, MOST_QUEUES = 4, 7
"""Rows of a table above the others, its heading among them."""


class FloorScreen(Screen[None]):
    """Composes five tables and holds what they are called; what they show comes from above."""

    CSS_PATH = "floor.tcss"
    AUTO_FOCUS = "#agents"
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = ROWS
    BINDINGS: ClassVar = [Binding("escape", "back", show=False)]

    help = query_one("#help", FloorTable)
    queues = query_one("#queues", FloorTable)
    agents = query_one("#agents", FloorTable)
    waiting = query_one("#waiting", FloorTable)
    calls = query_one("#calls", FloorTable)
    bar = query_one(CallBar)
    keys = query_one(KeyBar)

    @dataclass
    class Left(Message):
        """Somebody wants to go back to the desk."""

    def compose(self) -> ComposeResult:
        """What is urgent at the top, the long tables below it."""
        yield Words([("THE FLOOR", "plain")], id="floor-title", classes="pane-title")
        yield Words(id="floor-alarms")
        yield FloorTable(HELP, sort=2, id="help")
        yield FloorTable(QUEUES, id="queues")
        with Horizontal(id="floor-body"):
            with Vertical(id="floor-left"):
                yield from self._pane("agents", FloorTable(AGENTS, id="agents"))
            with Vertical(id="floor-right"):
                yield from self._pane("waiting", FloorTable(WAITING, sort=3, id="waiting"))
                yield from self._pane("calls", FloorTable(CALLS, sort=3, id="calls"))
        yield Words(id="floor-said")
        yield CallBar()
        yield KeyBar()
        yield RingBanner()

    @staticmethod
    def _pane(name: str, table: FloorTable) -> ComposeResult:
        with Vertical(id=f"{name}-pane", classes="floor-pane"):
            yield Words([(TITLES[name], "quiet")], id=f"{name}-title", classes="pane-title")
            yield table

    @property
    def tables(self) -> tuple[FloorTable, ...]:
        """All, from top to bottom."""
        return self.help, self.queues, self.agents, self.waiting, self.calls

    @property
    def table(self) -> FloorTable:
        """The one that keys are for."""
        return next((table for table in self.tables if table.has_focus), self.agents)

    def show_rows(self, rows: Rows, now: datetime) -> None:
        """Show everything anew."""
        for table in self.tables:
            table.show(getattr(rows, str(table.id)), now)
        self._fit(self.help, len(rows.help), MOST_HELP)
        self._fit(self.queues, len(rows.queues), MOST_QUEUES)

    @staticmethod
    def _fit(table: FloorTable, count: int, most: int) -> None:
        # The layout changes only where there is another number of rows.
        height = min(most, count + 1) if count else 0
        if table.styles.height is None or table.styles.height.value != height:
            table.styles.height = height
            table.display = height > 0

    def tick(self, now: datetime) -> None:
        """Let every time go on."""
        for table in self.tables:
            table.tick(now)

    def show_alarms(self, lines: list[tuple[str, str]]) -> None:
        """Show what is over its threshold, a line each."""
        words = self.query_one("#floor-alarms", Words)
        parts: Parts = [(f"{line}\n", loud) for line, loud in lines]
        words.show(parts)
        if words.styles.height is None or words.styles.height.value != len(lines):
            words.styles.height = len(lines)
            words.display = bool(lines)

    def show_said(self, title: Parts, said: Parts, call: Parts, link: Parts) -> None:
        """Show what the desk behind it says."""
        self.query_one("#floor-title", Words).show(title)
        self.query_one("#floor-said", Words).show(said)
        self.query_one("#call-words", Words).show(call)
        self.query_one("#link-words", Words).show(link, layout=True)

    def on_floor_sheet_changed(self, event: FloorSheet.Changed) -> None:
        """Say how much of what there is a table shows."""
        event.stop()
        table, name = event.table, str(event.table.id)
        if not self.query(f"#{name}-title"):
            return
        shown, there = len(table.items), len(table.all)
        count = f"{shown} of {there}" if table.filter else str(there)
        parts: Parts = [(f"{TITLES[name]} · {count}", "quiet")]
        if table.filter:
            parts.append((f"  only “{table.filter}”, Esc shows all", "key"))
        self.query_one(f"#{name}-title", Words).show(parts)

    def narrow(self, queue: str) -> None:
        """Show only what belongs to a queue, or everything again."""
        for table in (self.agents, self.waiting, self.calls):
            table.narrow("" if table.filter == queue else queue)

    def action_back(self) -> None:
        """Show all rows again, else go back to the desk."""
        if self.table.filter:
            self.table.narrow("")
        else:
            self.post_message(self.Left())
