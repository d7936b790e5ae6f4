"""Texts from a customer's phone to an agent's screen, and back."""

from __future__ import annotations

from console.domain.message_events import SendText
from tests.flows.floor import OUR_NUMBER, floor


async def test_a_text_arrives_is_answered_and_its_delivery_is_seen(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, _ = await shift.agent("sam", "Sam Lee")
        dana = shift.customer("+14155550142", "Dana Reyes")
        await dana.texts(OUR_NUMBER, "My dog was hurt at the sitter's")
        await sam.until(lambda: sam.model.rows() != [], "see a row")
        number = sam.model.rows()[0].incident.number
        await sam.opens(number)
        await sam.sees("My dog was hurt at the sitter's")
        assert (
            await sam.does(
                SendText(
                    incident=number, to="tel:+14155550142", body="We are here. Is she breathing?"
                )
            )
            == ""
        )
        await sam.sees("delivered")
        assert [t.body for t in dana.received] == ["We are here. Is she breathing?"]
