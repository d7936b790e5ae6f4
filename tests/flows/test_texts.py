"""Texts from a customer's phone to an agent's screen, and back."""

from __future__ import annotations

import pytest

from channels.simulator.people import Attachment
from channels.simulator.phones import (
    TextDelivery,
    failed,
    landline,
    no_receipt,
    opted_out,
    receipt_first,
    refused,
    undelivered,
)
from console.domain.incident_events import MoveStatus, OpenIncident, SetCategory
from console.domain.message_events import DismissMessage, SendText
from tests.flows.floor import floor
from tests.flows.worklist import open_all, open_first, row_says


async def test_a_text_arrives_is_answered_and_its_delivery_is_seen(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.texts("My dog was hurt at the sitter's")
        number = await open_first(sam)
        await sam.sees("My dog was hurt at the sitter's")
        await sam.does(SendText(incident=number, to=dana.handle, body="Is she breathing?"))
        await sam.sees("Is she breathing? | delivered")
        await dana.gets("Is she breathing?")


@pytest.mark.parametrize(
    ("delivery", "words"),
    [
        (undelivered(30003), "failed: The phone is switched off or out of reach."),
        (failed(30005), "failed: That number is not in service."),
        (failed(30007), "failed: The carrier filtered this text as spam."),
        (refused(21408), "failed: Texts to this country are switched off."),
        (landline(), "failed: That number is not a mobile phone. Call instead."),
        (landline(sync=False), "failed: That number is a landline or cannot get texts."),
        (opted_out(), "failed: This person replied STOP and cannot be texted."),
        (opted_out(sync=False), "failed: This person replied STOP and cannot be texted."),
    ],
)
async def test_a_text_that_does_not_arrive_says_why_and_is_work(
    sqlite_url: str, delivery: TextDelivery, words: str
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer(delivery=delivery)
        await dana.texts("Hello?")
        number = await open_first(sam)
        await sam.does(SendText(incident=number, to=dana.handle, body="We are here."))
        await sam.sees("We are here. | " + words)
        await row_says(sam, "did not arrive")
        assert dana.person.received == []
        (trouble,) = sam.model.incidents[number].trouble
        await sam.does(DismissMessage(id=trouble, how="called instead"))
        await sam.sees("dealt with: called instead")
        await sam.until(lambda: not sam.model.incidents[number].trouble, "be done with it")


async def test_without_a_receipt_nobody_claims_that_it_arrived(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer(delivery=no_receipt())
        await dana.texts("Hello?")
        number = await open_first(sam)
        await sam.does(SendText(incident=number, to=dana.handle, body="We are here."))
        await dana.gets("We are here.")
        await sam.sees("We are here. | sent, not yet confirmed")


async def test_a_receipt_that_overtakes_is_not_taken_back(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer(delivery=receipt_first())
        await dana.texts("Hello?")
        number = await open_first(sam)
        await sam.does(SendText(incident=number, to=dana.handle, body="We are here."))
        await sam.sees("We are here. | delivered")
        await dana.gets("We are here.")
        await dana.texts("Thank you")
        await sam.sees("We are here. | delivered", "Thank you")


async def test_a_failed_text_reopens_what_was_solved(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer(delivery=undelivered())
        await dana.texts("Hello?")
        number = await open_first(sam)
        await sam.does(SetCategory(incident=number, category="property"))
        await sam.does(SendText(incident=number, to=dana.handle, body="All is well."))
        await sam.does(MoveStatus(incident=number, to="solved"))
        await sam.sees("All is well. | failed")
        await sam.until(lambda: sam.model.incidents[number].status == "open", "be open again")


async def test_pictures_are_listed_and_nothing_is_fetched(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        picture = Attachment("wound.jpg", "image/jpeg", b"not for everybody's eyes")
        await dana.texts("Look", [picture, picture])
        number = await open_first(sam)
        await sam.sees("[2 attachments, not opened]")
        message = next(iter(sam.model.opened[number].scene.messages.values()))
        assert [one.content_type for one in message.media] == ["image/jpeg", "image/jpeg"]
        assert not [line for line in shift.network.journal.requests if "Media" in line]


async def test_a_text_joins_the_newest_open_incident_and_asks_when_there_are_more(
    database_url: str,
) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.texts("The dog bit me")
        await open_all(sam, 1)
        await dana.texts("It bleeds")
        await sam.sees("The dog bit me", "It bleeds")
        await sam.does(OpenIncident(title="Invoice", handle=dana.handle))
        _, newest = await open_all(sam, 2)
        await dana.texts("About the invoice")
        await sam.sees("About the invoice")
        await sam.sees("fits more than one incident")
        incident = sam.model.incidents[newest]
        assert incident.unanswered == 1
        assert [flag.flag for flag in incident.flags] == ["which incident?"]


async def test_a_text_after_everything_is_closed_opens_a_new_incident(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(role="lead"), shift.customer()
        await dana.texts("The dog bit me")
        first = await open_first(sam)
        await sam.does(SetCategory(incident=first, category="bite"))
        await sam.does(SendText(incident=first, to=dana.handle, body="We are sorry."))
        await sam.does(MoveStatus(incident=first, to="solved"))
        await sam.does(MoveStatus(incident=first, to="closed"))
        await sam.until(lambda: sam.model.rows() == [], "have an empty list")
        await dana.texts("It happened again")
        assert await open_first(sam) != first
        await sam.sees("It happened again")
