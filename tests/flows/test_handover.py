"""An incident of texts goes to somebody else with its card; its thread stays whole (F62)."""

from __future__ import annotations

from console.domain.handover import HandOver
from console.domain.incident_events import TakeIncident
from console.domain.message_events import SendText
from console.domain.note import AddNote
from tests.flows.floor import floor
from tests.flows.transferring import number_of


async def test_a_text_goes_to_a_colleague_with_its_card_and_no_greeting(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, lee, dana = await shift.agent(), await shift.agent("lee", "Lee Park"), shift.customer()
        await dana.texts("My dog ate chocolate")
        await sam.until(lambda: sam.model.rows() != [], "see the text")
        await sam.does(TakeIncident(incident=1))
        await sam.does(AddNote(incident=1, text="! half a bar, an hour ago"))
        wanted = HandOver(incident=1, agent=number_of(lee), asked="answer her")
        assert "Lee Park is offline" in await sam.is_told(wanted)
        await lee.is_available()
        await sam.does(wanted)
        await lee.until(lambda: lee.model.rows()[0].incident.owner == number_of(lee), "own it")
        await lee.opens(1)
        await lee.sees("My dog ate chocolate", "hands it over to Lee Park", "half a bar")
        assert dana.person.received == []
        await lee.does(SendText(incident=1, to=dana.handle, body="Lee here. How is she?"))
        await dana.gets("Lee here. How is she?")
        assert "It is Lee Park's" in await sam.is_told(wanted)


async def test_an_incident_goes_back_to_a_queue_with_its_card(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.texts("Refund?")
        await sam.until(lambda: sam.model.rows() != [], "see the text")
        await sam.does(TakeIncident(incident=1))
        await sam.opens(1)
        await sam.does(HandOver(incident=1, queue="safety", asked="somebody of billing"))
        await sam.until(lambda: sam.model.rows()[0].incident.owner is None, "be rid of it")
        await sam.sees("hands it over to the queue safety", "somebody of billing")
        no = await sam.is_told(HandOver(incident=1, queue="elsewhere", asked="x"))
        assert no == "There is no such queue."
