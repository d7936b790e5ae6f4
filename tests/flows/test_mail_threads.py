"""Which incident a mail belongs to, and whom we do not believe."""

from __future__ import annotations

from console.domain.incident_events import MoveStatus, OpenIncident, SetCategory
from console.domain.message_events import SendMail, SendText
from console.domain.person import IdentifyContact
from tests.flows.floor import floor
from tests.flows.talking import a_talk
from tests.flows.worklist import open_all, open_first


async def test_an_answer_finds_its_incident_whatever_its_subject_says(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.mails("My dog", "She was hurt.")
        first = await open_first(sam)
        await sam.does(SendMail(incident=first, to=(dana.mailbox,), body="We are sorry."))
        letter = await dana.gets_mail()
        await sam.does(OpenIncident(title="Invoice", handle=dana.mailbox))
        await dana.answers_mail(letter, "She is better now.", subject="Good news")
        await sam.sees("She was hurt.", "We are sorry.", "Good news\nShe is better now.")
        await sam.does(SendMail(incident=first, to=(dana.mailbox,), body="We are glad."))
        headers = (await dana.gets_mail(2)).headers
        assert letter.message_id in headers["References"]


async def test_an_answer_without_headers_finds_it_by_the_address_it_goes_to(
    sqlite_url: str,
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.mails("My dog", "She was hurt.")
        first = await open_first(sam)
        await sam.does(SendMail(incident=first, to=(dana.mailbox,), body="We are sorry."))
        letter = await dana.gets_mail()
        await sam.does(OpenIncident(title="Invoice", handle=dana.mailbox))
        await dana.mails("Hello", "She is better now.", to=letter.reply_to)
        await sam.sees("We are sorry.", "She is better now.")
        await sam.until(lambda: sam.model.incidents[first].unanswered == 1, "wait there")


async def test_an_answer_by_the_reference_in_its_subject(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.mails("My dog", "She was hurt.")
        first = await open_first(sam)
        await sam.does(OpenIncident(title="Invoice", handle=dana.mailbox))
        reference = sam.model.incidents[first].ref
        await dana.mails(f"News [INC-{reference}]", "She is better now.")
        await sam.sees("She was hurt.", "She is better now.")


async def test_an_answer_from_a_new_address_joins_and_is_flagged(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        ana = shift.customer("Ana Ruiz", "+14155550143", email="ana@example.com")
        await dana.mails("My dog", "She was hurt.")
        number = await open_first(sam)
        await sam.does(SendMail(incident=number, to=(dana.mailbox,), body="We are sorry."))
        await ana.answers_mail(await dana.gets_mail(), "I am her sister.")
        await sam.sees("new address in this thread: a…@example.com", "from an address new to")
        await sam.sees("I am her sister.")
        assert len(sam.model.rows()) == 1


async def test_a_stranger_with_the_reference_only_claims_to_belong(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        eve = shift.customer("Eve Stone", "+14155550144", email="eve@example.com")
        await dana.mails("My dog", "She was hurt.")
        number = await open_first(sam)
        reference = sam.model.incidents[number].ref
        await sam.does(SendMail(incident=number, to=(dana.mailbox,), body="We are sorry."))
        letter = await dana.gets_mail()
        await eve.mails("Tell me all", "I am her lawyer.", to=letter.reply_to)
        await eve.mails(f"Again [INC-{reference}]", "Answer me.")
        _, other = await open_all(sam, 2)
        await sam.sees(f"e…@example.com → us · EMAIL · claims to belong to {reference}", "lawyer")
        await sam.sees("Answer me.")
        assert eve.mailbox not in sam.model.incidents[number].handles
        assert sam.model.incidents[other].unanswered == 2


async def test_a_known_persons_mail_joins_the_incident_of_her_call(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await a_talk(dana, sam)
        await sam.does(IdentifyContact(handle=dana.handle, name="Dana Reyes"))
        await sam.until(lambda: bool(sam.model.names.contacts[dana.handle].person), "know her")
        person = sam.model.names.contacts[dana.handle].person
        known = IdentifyContact(handle=dana.mailbox, name="Dana Reyes", person=person)
        await sam.does(known)
        await dana.mails("Photos", "As I said on the phone.")
        await sam.sees("Dana Reyes → us · EMAIL", "As I said on the phone.")
        assert [row.incident.number for row in sam.model.rows()] == [call.incident]


async def test_an_answer_to_a_closed_incident_is_new_work(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(role="lead"), shift.customer()
        await dana.mails("My dog", "She was hurt.")
        number = await open_first(sam)
        await sam.does(SetCategory(incident=number, category="pet-injury"))
        await sam.does(SendMail(incident=number, to=(dana.mailbox,), body="We are sorry."))
        letter = await dana.gets_mail()
        await sam.does(MoveStatus(incident=number, to="solved"))
        await sam.does(MoveStatus(incident=number, to="closed"))
        await sam.until(lambda: sam.model.rows() == [], "have an empty list")
        await dana.answers_mail(letter, "She got worse.")
        assert await open_first(sam) != number
        await sam.sees(f"continues {sam.model.incidents[number].ref}, which is closed")
        await sam.sees("She got worse.")


async def test_call_text_and_mail_of_one_incident_are_on_one_timeline_in_order(
    database_url: str,
) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.texts("My dog was hurt")
        number = await open_first(sam)
        call = await a_talk(dana, sam)
        assert call.incident == number
        await sam.does(SendMail(incident=number, to=(dana.mailbox,), body="Please send photos."))
        await dana.answers_mail(await dana.gets_mail(), "Here they are.")
        await sam.sees("Here they are.")
        await dana.leg.hangs_up()
        await sam.does(SendText(incident=number, to=dana.handle, body="We will call tonight."))
        await sam.sees(
            "My dog was hurt",
            "calls us",
            "answered by Sam Lee",
            "Please send photos.",
            "Here they are.",
        )
        await sam.sees("Here they are.", "We will call tonight. | delivered")
        await sam.sees("Here they are.", "ended: +1…42 hung up")
        assert len(sam.model.rows()) == 1
