"""How one incident of the work list is painted: who and how urgent, then what it wants."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from console.desk.widgets.wrap import fit
from console.desk.wording.queue import SEVERITY
from console.domain.masking import masked
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.style import Style

    from console.desk.urgency import Row
    from console.domain.incident_events import Severity
    from console.domain.wire import QueueRow


class Reading(NamedTuple):
    """Everything that is painted of an incident: the same reading looks the same."""

    number: int
    severity: Severity
    ref: str
    name: str
    age: str
    words: str
    mark: str
    said: str
    is_current: bool


def paint(reading: Reading, width: int, style: Callable[[str], Style]) -> list[Strip]:
    """The two rows of an incident; ``style`` gives the style of a part by its name."""
    base = style("chosen" if reading.is_current else "row")
    bar = Segment("▌" if reading.is_current else " ", base + style("waits"))
    severity = Segment(SEVERITY[reading.severity].ljust(4), base + style(reading.severity))
    head = [bar, severity, Segment(f" {reading.ref} ", base + style("ref"))]
    tail = f" {reading.age} "
    room = width - 14 - len(tail)
    name = fit(reading.name or "unknown", room)
    gap = " " * max(0, room - cell_len(name))
    head.append(Segment(f" {name}{gap}"[: room + 1], base + style("name")))
    head.append(Segment(tail, base + style("quiet")))
    state = Segment(reading.words, base + style(reading.mark))
    said = f" · {reading.said}" if reading.said else ""
    said = fit(said, width - 2 - len(reading.words))
    second = [bar, state, Segment(said, base + style("text"))]
    return [Strip(row).adjust_cell_length(width, base) for row in (head, second)]


def name_of(row: Row | QueueRow) -> str:
    """The name, or the address of somebody unknown with its middle hidden."""
    for handle in row.incident.handles:
        if row.name in ("", handle.partition(":")[2]):
            return clean_line(masked(handle))
    return clean_line(row.name)
