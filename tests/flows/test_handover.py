"""Incidents of texts and mails go to somebody else with their card; threads stay whole (F62)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.handover import AcceptHandover, HandOver, RefuseHandover
from console.domain.incident_events import TakeIncident
from console.domain.message_events import SendMail, SendText
from console.domain.note import AddNote
from tests.flows.floor import floor
from tests.flows.transferring import number_of
from tests.flows.worklist import open_first

if TYPE_CHECKING:
    from console.domain.handover import Handover
    from tests.flows.desk import Desk


def handed(desk: Desk) -> Handover | None:
    """The card that has still to be read."""
    return desk.model.incidents[1].handover


async def hands_over(sam: Desk, lee: Desk, asked: str = "answer her") -> None:
    """Give the incident to a colleague, and wait until their desk knows."""
    await lee.is_available()
    await sam.does(HandOver(incident=1, agent=number_of(lee), asked=asked))
    await lee.until(lambda: lee.model.rows()[0].incident.owner == number_of(lee), "own it")
    await lee.opens(1)


async def reads(lee: Desk) -> None:
    """Read the card."""
    given = handed(lee)
    assert given is not None
    await lee.does(AcceptHandover(incident=1, version=given.version, read=True))


async def test_a_text_goes_to_a_colleague_with_its_card_and_no_greeting(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, lee, dana = await shift.agent(), await shift.agent("lee", "Lee Park"), shift.customer()
        await dana.texts("My dog ate chocolate")
        await sam.until(lambda: sam.model.rows() != [], "see the text")
        await sam.does(TakeIncident(incident=1))
        await sam.does(AddNote(incident=1, text="! half a bar, an hour ago"))
        wanted = HandOver(incident=1, agent=number_of(lee), asked="answer her")
        assert "Lee Park is offline" in await sam.is_told(wanted)
        await hands_over(sam, lee)
        await lee.sees("My dog ate chocolate", "hands it over to Lee Park", "half a bar")
        answer = SendText(incident=1, to=dana.handle, body="Lee here. How is she?")
        assert await lee.is_told(answer) == "Read the handoff card first."
        wrong = AcceptHandover(incident=1, version="0" * 16, read=True)
        assert await lee.is_told(wrong) == "Read the handoff card first."
        await reads(lee)
        assert dana.person.received == []
        await lee.does(answer)
        await dana.gets("Lee here. How is she?")
        await lee.sees("Lee Park has read the card")
        assert "It is Lee Park's" in await sam.is_told(wanted)


async def test_a_mail_that_is_handed_over_keeps_its_thread_and_nothing_is_sent_again(
    database_url: str,
) -> None:
    async with floor(database_url) as shift:
        sam, lee, dana = await shift.agent(), await shift.agent("lee", "Lee Park"), shift.customer()
        first = await dana.mails("My dog", "She was hurt.")
        number = await open_first(sam)
        reference = sam.model.incidents[number].ref
        await sam.does(TakeIncident(incident=number))
        await sam.does(SendMail(incident=number, to=(dana.mailbox,), body="We are sorry."))
        letter = await dana.gets_mail()
        await hands_over(sam, lee)
        await dana.answers_mail(letter, "She is better now.")
        await lee.sees("hands it over to Lee Park", "She is better now.")
        await reads(lee)
        await lee.does(SendMail(incident=number, to=(dana.mailbox,), body="Lee here. We are glad."))
        after = await dana.gets_mail(2)
        assert f"[INC-{reference}]" in after.subject
        assert {first, letter.message_id} <= set(after.headers["References"].split())
        assert after.reply_to == letter.reply_to
        assert [one.text.split("\n")[0] for one in dana.person.inbox] == [
            "We are sorry.",
            "Lee here. We are glad.",
        ]
        assert len(lee.model.rows()) == 1


async def test_what_is_refused_is_back_with_who_gave_it(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await shift.agent("lee", "Lee Park"), shift.customer()
        await dana.texts("Refund?")
        await sam.until(lambda: sam.model.rows() != [], "see the text")
        await sam.does(TakeIncident(incident=1))
        await sam.is_available()
        await hands_over(sam, lee)
        waiting = sam.model.incidents[1].waiting_since
        await lee.does(RefuseHandover(incident=1, reason="on my way home"))
        await sam.opens(1)
        await sam.sees("Lee Park gives it back", "on my way home")
        mine = sam.model.incidents[1]
        assert (mine.owner, mine.handover) == (number_of(sam), None)
        assert mine.waiting_since == waiting
        assert "not handed to you" in await lee.is_told(RefuseHandover(incident=1, reason="x"))


async def test_a_receiver_whose_desk_is_gone_gives_it_back(sqlite_url: str) -> None:
    async with floor(sqlite_url, lost_seconds=0.5) as shift:
        sam, lee, dana = await shift.agent(), await shift.agent("lee", "Lee Park"), shift.customer()
        await dana.texts("Refund?")
        await sam.until(lambda: sam.model.rows() != [], "see the text")
        await sam.does(TakeIncident(incident=1))
        await sam.is_available()
        await hands_over(sam, lee)
        await lee.stops()
        await sam.until(lambda: sam.model.incidents[1].owner == number_of(sam), "have it back")


async def test_an_incident_goes_back_to_a_queue_with_its_card(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await shift.agent("lee", "Lee Park"), shift.customer()
        await dana.texts("Refund?")
        await sam.until(lambda: sam.model.rows() != [], "see the text")
        await sam.does(TakeIncident(incident=1))
        await sam.opens(1)
        await sam.does(HandOver(incident=1, queue="safety", asked="somebody of billing"))
        await sam.until(lambda: sam.model.rows()[0].incident.owner is None, "be rid of it")
        await sam.sees("hands it over to the queue safety", "somebody of billing")
        await lee.does(TakeIncident(incident=1))
        await lee.opens(1)
        no = await lee.is_told(HandOver(incident=1, queue="safety", asked="x"))
        assert no == "Read the handoff card first."
        await lee.does(RefuseHandover(incident=1, reason="not mine"))
        await sam.does(TakeIncident(incident=1))
        no = await sam.is_told(HandOver(incident=1, queue="elsewhere", asked="x"))
        assert no == "There is no such queue."
