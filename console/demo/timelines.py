"""An incident's timeline as plain lines, the same that the desk shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.desk.model import Model

INDENT = " " * 12


def timeline(model: Model, number: int) -> list[str]:
    """A heading, then one line an entry, its words indented below; hostile text is still in it."""
    incident = model.incidents[number]
    about = (incident.ref, incident.category, incident.severity, incident.status)
    lines = ["", f"=== {' · '.join(about)}"]
    for line in model.lines(number):
        status = f"  [{line.status}]" if line.status else ""
        lines.append(f"  {line.at:%H:%M:%S}  {line.head}{status}")
        lines += [f"{INDENT}{part}" for part in line.text.splitlines() if part.strip()]
    return lines
