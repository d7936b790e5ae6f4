"""Somebody comes back: what was before is there with its status, and can be opened."""

from __future__ import annotations

from console.domain.incident_events import MoveStatus, SetCategory
from console.domain.message_events import SendText
from tests.flows.floor import floor
from tests.flows.worklist import open_first


async def test_a_number_that_comes_back_brings_its_past(database_url: str) -> None:
    async with floor(database_url) as shift:
        kim, dana = await shift.agent("kim", "Kim Ortiz", role="lead"), shift.customer()
        other = shift.customer("Roy Reyes", "+14155550143", email="roy@example.com")
        await dana.texts("My dog was bitten.")
        first = await open_first(kim)
        await kim.does(SetCategory(incident=first, category="bite"))
        await kim.does(SendText(incident=first, to=dana.handle, body="We call you."))
        await dana.gets("We call you.")
        await kim.does(MoveStatus(incident=first, to="solved"))
        await kim.does(MoveStatus(incident=first, to="closed"))
        await other.texts("I have a question.")
        await dana.texts("It happened again.")
        await kim.until(lambda: len(kim.model.rows()) == 2, "see both")
        second = next(
            row.incident.number for row in kim.model.rows() if dana.handle in row.incident.handles
        )
        found = await kim.link.earlier(second)
        assert (found.total, len(found.rows)) == (1, 1)
        before = found.rows[0].incident
        assert (before.number, before.category, before.status) == (first, "bite", "closed")
        assert before.opened_at is not None
        await kim.opens(before.number)
        await kim.sees("My dog was bitten.")
        back = await kim.link.earlier(first)
        assert [row.incident.number for row in back.rows] == [second]
