"""The list that every desk starts from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.flows.desk import Desk


async def open_first(sam: Desk) -> int:
    """Wait for an incident on the work list, open the most urgent, give its number."""
    await sam.until(lambda: sam.model.rows() != [], "see a row")
    number = sam.model.rows()[0].incident.number
    await sam.opens(number)
    return number


async def open_all(sam: Desk, count: int) -> list[int]:
    """Wait for so many incidents, open them, give their numbers."""
    await sam.until(lambda: len(sam.model.rows()) == count, f"see {count} rows")
    numbers = sorted(row.incident.number for row in sam.model.rows())
    for number in numbers:
        await sam.opens(number)
    return numbers


async def row_says(sam: Desk, why: str) -> None:
    """Wait until the most urgent row says why it is there."""
    await sam.until(lambda: [row.why for row in sam.model.rows()][:1] == [why], f"see {why!r}")
