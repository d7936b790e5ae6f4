"""Mail: sent, taken back, bounced, answered by machines."""

from __future__ import annotations

from console.domain.incident_events import MoveStatus, SetCategory
from console.domain.message_events import SendMail, TakeBackMessage
from tests.flows.floor import floor
from tests.flows.patience import eventually
from tests.flows.worklist import open_first, row_says


async def test_a_mail_is_answered_and_its_delivery_is_seen(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.mails("My dog", "She was hurt at the sitter's.")
        number = await open_first(sam)
        await sam.sees("EMAIL", "My dog", "She was hurt")
        await sam.does(SendMail(incident=number, to=(dana.mailbox,), body="We are sorry."))
        await sam.sees("We are sorry. | delivered")
        letter = await dana.gets_mail()
        reference = sam.model.incidents[number].ref
        assert letter.subject == f"Re: [INC-{reference}] My dog"
        assert len(dana.person.inbox) == 1


async def test_a_mail_that_was_taken_back_in_time_never_leaves(database_url: str) -> None:
    async with floor(database_url, undo_seconds=1) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.mails("My dog", "She was hurt.")
        number = await open_first(sam)
        await sam.does(SendMail(incident=number, to=(dana.mailbox,), body="A mistake"))
        await sam.sees("A mistake | saved, leaves in a moment")
        mistake = sam.model.incidents[number].answer
        await sam.does(TakeBackMessage(id=mistake))
        await sam.sees("taken back before it left")
        assert sam.model.incidents[number].unanswered == 1
        await sam.does(SendMail(incident=number, to=(dana.mailbox,), body="We are sorry."))
        assert (await dana.gets_mail()).text == "We are sorry."
        assert [mail.text for mail in shift.network.post.sent] == ["We are sorry."]
        assert "Too late" in await sam.is_told(TakeBackMessage(id=sam.model.incidents[1].answer))


async def test_a_bounce_reopens_what_was_solved(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        shift.network.post.outcomes[dana.person.email] = "bounce"
        await dana.mails("My dog", "She was hurt.")
        number = await open_first(sam)
        await sam.does(SetCategory(incident=number, category="pet-injury"))
        await sam.does(SendMail(incident=number, to=(dana.mailbox,), body="We are sorry."))
        await sam.does(MoveStatus(incident=number, to="solved"))
        await sam.sees("We are sorry. | failed: ", "solved → open")
        await row_says(sam, "did not arrive")


async def test_a_bounce_that_comes_as_a_mail_finds_its_message(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        server = shift.customer("Mail server", "+14155550190", email="mailer-daemon@example.com")
        await dana.mails("My dog", "She was hurt.")
        number = await open_first(sam)
        await sam.does(SendMail(incident=number, to=(dana.mailbox,), body="We are sorry."))
        letter = await dana.gets_mail()
        words = f"550 5.1.1 no such mailbox\n\nMessage-ID: {letter.message_id}\n"
        failed = {"X_Failed_Recipients": dana.person.email}
        await server.mails("Undeliverable: your mail", words, **failed)
        await sam.sees("We are sorry. | failed: 5.1.1")
        assert len(sam.model.rows()) == 1
        await row_says(sam, "did not arrive")


async def test_a_forged_bounce_changes_nothing(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        server = shift.customer("Mail server", "+14155550190", email="mailer-daemon@example.com")
        await dana.mails("My dog", "She was hurt.")
        number = await open_first(sam)
        await sam.does(SendMail(incident=number, to=(dana.mailbox,), body="We are sorry."))
        await sam.sees("We are sorry. | delivered")
        forged = f"Message-ID: <{sam.model.incidents[number].answer}.aaaaaaaaaaaaaaaa@example.com>"
        failed = {"X_Failed_Recipients": dana.person.email}
        await server.mails("Undeliverable: your mail", f"550 5.1.1 no\n\n{forged}\n", **failed)
        await sam.until(lambda: len(sam.model.rows()) == 2, "see the forged mail as its own")
        await sam.sees("We are sorry. | delivered")


async def test_an_automatic_reply_is_kept_and_asks_for_no_answer(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.mails("My dog", "She was hurt.")
        number = await open_first(sam)
        await sam.does(SendMail(incident=number, to=(dana.mailbox,), body="We are sorry."))
        await dana.gets_mail()
        await dana.mails("Out of office", "I am away.", Auto_Submitted="auto-replied")
        await sam.sees("EMAIL · automatic reply", "I am away.")
        assert sam.model.incidents[number].unanswered == 0
        assert len(dana.person.inbox) == 1


async def test_a_mail_that_comes_twice_is_there_once(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        shift.network.faults.disturb_next("duplicate", match="/sendgrid/parse/")
        await dana.mails("My dog", "She was hurt.")
        await open_first(sam)
        await dana.mails("My dog again", "She is better.")
        await sam.sees("She is better.")
        assert sam.text().count("She was hurt.") == 1
        assert sam.model.incidents[1].unanswered == 2


async def test_a_mail_with_a_wrong_signature_is_not_taken(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        shift.network.faults.disturb_next("wrong-signature", match="/sendgrid/parse/")
        await dana.mails("My dog", "Believe me.")
        await eventually(lambda: shift.network.complaints != [], "the post is refused")
        assert shift.network.complaints == ["Inbound Parse answered 403: the mail is lost"]
        shift.network.complaints.clear()
        assert sam.model.rows() == []
