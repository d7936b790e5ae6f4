"""The dearest texts a stranger can send: processor time from the entry to its painted frame."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual.app import App
from textual.geometry import Region

from console.desk.scene import Line
from console.desk.themes import DARK
from console.desk.widgets.timeline import Timeline
from tests.benchmarks.result import Result, Target, percentile

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tests.benchmarks.scope import Scope

SIZE = (160, 48)
AT = datetime(2030, 5, 6, 9, 0, tzinfo=UTC)
MEGABYTE = 1_000_000
TEXTS = {
    "one line": "x" * MEGABYTE,
    "one line of words": "word " * (MEGABYTE // 5),
    "100,000 lines": "a line\n" * 100_000,
    "families of emoji": "👩‍👩‍👧" * (MEGABYTE // 5),
    "signs with a selector": "☎️" * (MEGABYTE // 2),
    "wide letters": "한국어 " * (MEGABYTE // 4),
    "towers of accents": ("a" + "\u0301" * 20) * (MEGABYTE // 21),
    "marks of direction": "a\u200e" * (MEGABYTE // 2),
    "hosts of mixed alphabets": "https://\u0430pple.com/" * (MEGABYTE // 18),
    "control sequences": "\x1b[31m" * (MEGABYTE // 5),
}


def bench(scope: Scope) -> list[Result]:
    """Measure each text in a timeline of its own."""
    rounds = scope.of(9, 3)
    ms = {name: asyncio.run(_painted(text, rounds)) for name, text in TEXTS.items()}
    dearest = max(ms, key=lambda name: ms[name])
    return [
        Result(
            "a frame with the dearest megabyte, processor time",
            "ms",
            ms[dearest],
            Target("at most", 100.0),
            more={f"{name} ms": round(spent, 1) for name, spent in ms.items()},
        )
    ]


class _Page(App[None]):
    """One timeline, nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.register_theme(DARK)
        self.theme = DARK.name

    def compose(self) -> ComposeResult:
        """It fills the window."""
        yield Timeline(id="timeline")


async def _painted(text: str, rounds: int) -> float:
    """The median of milliseconds of this thread, entry by entry."""
    spent = []
    app = _Page()
    async with app.run_test(size=SIZE):
        timeline = app.query_one(Timeline)
        for number in range(rounds):
            began = time.thread_time()
            timeline.feed([Line(f"e{number}", AT, "sms", "", "+1…01 → us · SMS", text)])
            timeline.flush()
            timeline.render_lines(Region(0, 0, *SIZE))
            spent.append((time.thread_time() - began) * 1e3)
    return percentile(spent, 0.5)
