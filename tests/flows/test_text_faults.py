"""The provider fails while we send: nothing is sent twice, and nobody is told a lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.domain.message_events import ResendMessage, SendMail, SendText
from tests.flows.floor import floor
from tests.flows.worklist import open_first, row_says

if TYPE_CHECKING:
    from channels.simulator.faults import RequestFaultKind

MAYBE = "may have been sent — resend?"


@pytest.mark.parametrize("fault", ["429", "timeout-after"])
async def test_a_text_that_can_be_saved_arrives_once(
    database_url: str, fault: RequestFaultKind
) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.texts("Hello?")
        number = await open_first(sam)
        shift.network.faults.fail_next(fault, match="/Messages.json")
        await sam.does(SendText(incident=number, to=dana.handle, body="We are here."))
        await sam.sees("We are here. | delivered")
        await dana.gets("We are here.")
        await sam.until(lambda: not sam.model.incidents[number].trouble, "have no trouble")


@pytest.mark.parametrize("fault", ["500", "503", "timeout-before"])
async def test_a_text_of_which_nobody_knows_is_sent_again_by_hand_only(
    sqlite_url: str, fault: RequestFaultKind
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.texts("Hello?")
        number = await open_first(sam)
        shift.network.faults.fail_next(fault, match="POST /2010-04-01")
        await sam.does(SendText(incident=number, to=dana.handle, body="We are here."))
        await sam.sees(f"We are here. | {MAYBE}")
        await row_says(sam, "did not arrive")
        assert dana.person.received == []
        (unsure,) = sam.model.incidents[number].trouble
        await sam.does(ResendMessage(id=unsure))
        assert "dealt with" in await sam.is_told(ResendMessage(id=unsure))
        await sam.sees("sent again", "We are here. | delivered")
        await dana.gets("We are here.")


async def test_the_same_words_again_are_not_taken_for_the_first_ones(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.texts("Hello?")
        number = await open_first(sam)
        words = SendText(incident=number, to=dana.handle, body="Are you there?")
        await sam.does(words)
        await sam.sees("Are you there? | delivered")
        shift.network.faults.fail_next("timeout-before", match="POST /2010-04-01")
        await sam.does(words)
        await sam.sees("Are you there? | delivered", f"Are you there? | {MAYBE}")
        await dana.gets("Are you there?")


@pytest.mark.parametrize("fault", ["429", "timeout-after"])
async def test_a_mail_that_can_be_saved_arrives_once(
    database_url: str, fault: RequestFaultKind
) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.mails("My dog", "She was hurt.")
        number = await open_first(sam)
        shift.network.faults.fail_next(fault, match="/v3/mail/send")
        await sam.does(SendMail(incident=number, to=(dana.mailbox,), body="We are sorry."))
        await sam.sees("We are sorry. | delivered")
        assert len(dana.person.inbox) == 1
        await sam.until(lambda: not sam.model.incidents[number].trouble, "have no trouble")


@pytest.mark.parametrize("fault", ["500", "timeout-before"])
async def test_a_mail_of_which_nobody_knows_is_sent_again_by_hand_only(
    sqlite_url: str, fault: RequestFaultKind
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.mails("My dog", "She was hurt.")
        number = await open_first(sam)
        shift.network.faults.fail_next(fault, match="/v3/mail/send")
        await sam.does(SendMail(incident=number, to=(dana.mailbox,), body="We are sorry."))
        await sam.sees(f"We are sorry. | {MAYBE}")
        (unsure,) = sam.model.incidents[number].trouble
        await sam.does(ResendMessage(id=unsure))
        await sam.sees("sent again", "We are sorry. | delivered")
        assert len(dana.person.inbox) == 1


async def test_delivery_reports_may_come_twice_late_and_in_any_order(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.texts("Hello?")
        number = await open_first(sam)
        shift.network.faults.disturb_next("delay", match="/twilio/sms/status", seconds=20)
        shift.network.faults.disturb_next("duplicate", match="/twilio/sms/status", times=9)
        await sam.does(SendText(incident=number, to=dana.handle, body="We are here."))
        await sam.sees("We are here. | delivered")
        shift.network.faults.deliveries.clear()
        shift.network.faults.disturb_next("drop", match="/twilio/sms/status", times=9)
        await sam.does(SendText(incident=number, to=dana.handle, body="And here."))
        await dana.gets("We are here.", "And here.")
        await sam.sees("We are here. | delivered", "And here. | sending")


async def test_a_text_with_a_wrong_signature_is_not_taken(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        shift.network.faults.disturb_next("wrong-signature", match="/twilio/sms")
        shift.network.faults.disturb_next("duplicate", match="/twilio/sms")
        await dana.texts("I am somebody else")
        await dana.texts("Hello?")
        await open_first(sam)
        await sam.sees("Hello?")
        assert sam.text().count("Hello?") == 1
        assert "somebody else" not in sam.text()
        assert [alert.code for alert in shift.network.journal.alerts] == [11200]
