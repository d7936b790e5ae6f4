"""Texts from a customer's phone to an agent's screen, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.message_events import SendText
from tests.flows.floor import floor

if TYPE_CHECKING:
    from tests.flows.floor import Desk


async def open_first(sam: Desk) -> int:
    """Open the first incident of the work list."""
    await sam.until(lambda: sam.model.rows() != [], "see a row")
    number = sam.model.rows()[0].incident.number
    await sam.opens(number)
    return number


async def test_a_text_arrives_is_answered_and_its_delivery_is_seen(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.texts("My dog was hurt at the sitter's")
        number = await open_first(sam)
        await sam.sees("My dog was hurt at the sitter's")
        await sam.does(SendText(incident=number, to=dana.handle, body="Is she breathing?"))
        await sam.sees("Is she breathing? | delivered")
        await dana.gets("Is she breathing?")
