"""A mail goes to those who were named, once each; nobody is added because they were in copy."""

from __future__ import annotations

from console.domain.message_events import SendMail
from tests.flows.floor import floor
from tests.flows.patience import eventually
from tests.flows.worklist import open_first


async def test_a_copy_reaches_who_was_put_there_and_says_so_on_the_timeline(
    database_url: str,
) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        vet = shift.customer("Vet", "+14155550143", email="vet@example.com")
        await dana.mails("My dog", "She was hurt.")
        number = await open_first(sam)
        mail = SendMail(incident=number, to=(dana.mailbox,), cc=(vet.mailbox,), body="We pay.")
        await sam.does(mail)
        assert (await dana.gets_mail()).text == "We pay."
        assert (await vet.gets_mail()).text == "We pay."
        await sam.sees(", CC ", "We pay. | delivered")
        assert vet.mailbox not in sam.model.incidents[number].handles


async def test_an_answer_goes_to_the_party_alone_whoever_was_in_copy_before(
    sqlite_url: str,
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        vet = shift.customer("Vet", "+14155550143", email="vet@example.com")
        await dana.mails("My dog", "She was hurt.", Cc="vet@example.com, eve@example.com")
        number = await open_first(sam)
        copied = SendMail(incident=number, to=(dana.mailbox,), cc=(vet.mailbox,), body="One.")
        await sam.does(copied)
        await vet.gets_mail()
        await sam.does(SendMail(incident=number, to=(dana.mailbox,), body="Two."))
        await eventually(lambda: len(dana.person.inbox) == 2, "get both")
        assert [letter.text for letter in vet.person.inbox] == ["One."]
        assert [mail.to for mail in shift.network.post.sent] == [
            ("dana@example.com", "vet@example.com"),
            ("dana@example.com",),
        ]


async def test_who_answers_from_a_copy_joins_the_incident_and_is_called_new(
    sqlite_url: str,
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        vet = shift.customer("Vet", "+14155550143", email="vet@example.com")
        await dana.mails("My dog", "She was hurt.")
        number = await open_first(sam)
        mail = SendMail(incident=number, to=(dana.mailbox,), cc=(vet.mailbox,), body="We pay.")
        await sam.does(mail)
        await vet.answers_mail(await vet.gets_mail(), "Thank you.")
        await sam.sees("from an address new to this thread", "Thank you.")


async def test_nobody_is_written_to_twice_or_not_at_all(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.mails("My dog", "She was hurt.")
        number = await open_first(sam)
        twice = SendMail(incident=number, to=(dana.mailbox,), cc=(dana.mailbox,), body="x")
        assert "twice" in await sam.is_told(twice)
        assert shift.network.post.sent == []
