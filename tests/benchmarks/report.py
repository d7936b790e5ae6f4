"""Writes results: lines on the terminal, a JSON summary, and the table of the documentation."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.benchmarks.machine import facts
from tests.benchmarks.programs import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.benchmarks.result import Result

PAGE = ROOT / "docs/reference/benchmarks.md"
START, END = "<!-- figures: written by a run -->", "<!-- end of figures -->"
HEADINGS = ("what", "floor", "ours", "ratio", "target", "verdict")


def line(result: Result) -> str:
    """Give a result as one line."""
    return " | ".join(result.cells)


def details(result: Result) -> str:
    """Give what helps to understand a result, as one line; empty when there is nothing."""
    return ", ".join(f"{name} {_short(value)}" for name, value in result.more.items())


def write_json(path: Path, results: Sequence[Result], *, is_quick: bool) -> None:
    """Write everything for a program to read."""
    summary = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "quick": is_quick,
        "machine": facts(),
        "results": [one.as_json() for one in results],
    }
    path.write_text(json.dumps(summary, indent=2, ensure_ascii=False) + "\n", "utf-8")


def write_docs(results: Sequence[Result], *, is_quick: bool, page: Path = PAGE) -> None:
    """Put the figures into the page, between its two marks.

    Raises:
        ValueError: The page has no marks.
    """
    before, start, rest = page.read_text("utf-8").partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise ValueError(f"{page.name} has no place for figures")
    page.write_text(
        f"{before}{START}\n{_figures(results, is_quick=is_quick)}\n{END}{after}", "utf-8"
    )


def _figures(results: Sequence[Result], *, is_quick: bool) -> str:
    machine = ", ".join(f"{name} {value}" for name, value in facts().items())
    rows = [HEADINGS, ("---",) * len(HEADINGS), *(one.cells for one in results)]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
    notes = "\n".join(f"- *{one.name}*: {details(one)}" for one in results if one.more)
    today = datetime.now(UTC).date().isoformat()
    run = "a quick run" if is_quick else "a full run"
    return f"\nMeasured on {today} by {run}: {machine}.\n\n{table}\n\n{notes}\n"


def _short(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
