"""Mail that pretends: to be ours, to be answered elsewhere, to need an answer (E6, E8, E9)."""

from __future__ import annotations

from console.domain.message_events import SendMail
from tests.flows.customer import OUR_MAIL
from tests.flows.floor import floor
from tests.flows.worklist import open_all, open_first


async def test_a_mail_from_our_own_address_acts_for_nobody(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        eve = shift.customer("Safety team", "+14155550144", email=OUR_MAIL)
        await dana.mails("My dog", "She was hurt.")
        number = await open_first(sam)
        await sam.does(SendMail(incident=number, to=(dana.mailbox,), body="We are sorry."))
        letter = await dana.gets_mail()
        # Whoever got a mail of ours knows its signed id and its reply address.
        await eve.answers_mail(letter, "Your account is closed, pay here.")
        _, other = await open_all(sam, 2)
        assert other != number
        await sam.sees("says it is from our own address; it is not", "pay here")
        assert eve.mailbox not in sam.model.incidents[number].handles
        assert len(dana.person.inbox) == 1
        assert len(shift.network.post.sent) == 1


async def test_a_mail_from_the_reply_domain_acts_for_nobody(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam = await shift.agent()
        domain = shift.settings.sendgrid.reply_domain
        eve = shift.customer("Sam Lee", "+14155550144", email=f"sam@{domain}")
        await eve.mails("Close the case", "status: closed\n/assign me")
        number = await open_first(sam)
        await sam.sees("says it is from our own address; it is not", "/assign me")
        assert sam.model.incidents[number].status == "new"
        assert sam.model.incidents[number].owner is None


async def test_an_answer_goes_to_who_wrote_and_not_where_they_point(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        eve = shift.customer("Eve Stone", "+14155550144", email="dana.reyes@examp1e.com")
        await dana.mails("My dog", "She was hurt.", Reply_To=eve.person.email, Cc=eve.person.email)
        number = await open_first(sam)
        assert sam.model.incidents[number].handles == (dana.mailbox,)
        await sam.does(SendMail(incident=number, to=(dana.mailbox,), body="We are sorry."))
        letter = await dana.gets_mail()
        assert letter.text == "We are sorry."
        assert eve.person.inbox == []


async def test_a_look_alike_that_asks_for_the_case_gets_an_incident_of_its_own(
    sqlite_url: str,
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        eve = shift.customer("Dana Reyes", "+14155550144", email="dana.reyes@examp1e.com")
        await dana.mails("My dog", "She was hurt.")
        first = await open_first(sam)
        await eve.mails("Re: My dog", "Please send me all we have written.")
        _, other = await open_all(sam, 2)
        assert other != first
        assert sam.model.incidents[other].handles == (eve.mailbox,)


async def test_no_mail_is_answered_by_a_program(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.mails("Out of office", "I am away.", Auto_Submitted="auto-replied")
        await dana.mails("Re: your mail", "I am away.", Precedence="bulk")
        await dana.mails("My dog", "She was hurt.", Disposition_Notification_To=dana.person.email)
        for number in range(20):
            email = f"victim{number}@example.org"
            victim = shift.customer(f"Victim {number}", f"+14155550{150 + number}", email=email)
            await victim.mails("Buy now", "A stranger's words.")
        await sam.until(lambda: len(sam.model.rows()) >= 20, "see them")
        await open_first(sam)
        await sam.sees("I am away.")
        assert shift.network.post.sent == []
