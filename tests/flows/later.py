"""A timeline that is opened later reads as it did line by line, when it happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.opened import Opened

if TYPE_CHECKING:
    from console.domain.wire import IncidentView
    from tests.flows.desk import Desk


async def reads_the_same_later(desk: Desk) -> None:
    """Compare what a desk has on its timelines with what it would read now."""
    for number, opened in desk.model.opened.items():
        await _reads_the_same(desk, opened, await desk.link.incident(number))


async def _reads_the_same(desk: Desk, opened: Opened, view: IncidentView) -> None:
    await desk.until(lambda: desk.model.seq >= view.seq, "catch up")
    if not opened.more and not view.more and desk.model.seq == view.seq:
        later = Opened(view, desk.model.names).lines()
        now = [(line.head, line.text) for line in opened.lines()]
        assert [(line.head, line.text) for line in later] == now
