"""STOP is obeyed at once, however we learn of it."""

from __future__ import annotations

import pytest

from channels.simulator.phones import opted_out
from console.domain.message_events import SendText
from tests.flows.floor import floor
from tests.flows.worklist import open_first


async def test_stop_and_start(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.texts("STOP")
        number = await open_first(sam)
        await sam.until(lambda: sam.model.names.contacts[dana.handle].opted_out, "know of STOP")
        refusal = await sam.is_told(SendText(incident=number, to=dana.handle, body="Sorry!"))
        assert refusal.startswith("They replied STOP, so we may not text them. Call or email")
        assert not [one for one in shift.network.journal.requests if "Messages" in one]
        await dana.texts("START")
        await sam.until(lambda: not sam.model.names.contacts[dana.handle].opted_out, "know START")
        await sam.does(SendText(incident=number, to=dana.handle, body="Thank you!"))
        await sam.sees("Thank you! | delivered")


@pytest.mark.parametrize("at_once", [True, False], ids=["at once", "later"])
async def test_what_the_provider_knows_of_stop_is_learnt(sqlite_url: str, at_once: bool) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer(delivery=opted_out(sync=at_once))
        await dana.texts("Hello?")
        number = await open_first(sam)
        await sam.does(SendText(incident=number, to=dana.handle, body="We are here."))
        await sam.sees("We are here. | failed: This person replied STOP")
        refusal = await sam.is_told(SendText(incident=number, to=dana.handle, body="Hello?"))
        assert refusal.startswith("They replied STOP")
        assert dana.person.received == []


async def test_stop_in_a_sentence_is_a_sentence(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.texts("Please stop the sitter from coming")
        number = await open_first(sam)
        await sam.does(SendText(incident=number, to=dana.handle, body="We will."))
        await dana.gets("We will.")
