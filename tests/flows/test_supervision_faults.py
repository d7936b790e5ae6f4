"""Providers and callbacks fail under a lead: the caller never hears a whisper (V4, V5)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from console.desk.link import Refused
from console.domain.supervision import (
    BackToListening,
    Barge,
    Listen,
    Whisper,
)
from console.domain.wire import CommandPost
from console.hub.admin import disable_agent, revoke_token
from tests.flows.floor import floor
from tests.flows.patience import eventually
from tests.flows.supervising import Ears, a_lead, is_heard_by, is_out, mine
from tests.flows.talking import a_talk
from tests.flows.test_webhook_faults import every_webhook

if TYPE_CHECKING:
    from channels.simulator.faults import RequestFaultKind

FAULTS = ["429", "500", "timeout-before", "timeout-after"]


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_provider_that_fails_never_lets_the_caller_hear_a_whisper(
    sqlite_url: str, fault: RequestFaultKind
) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await a_lead(shift), shift.customer()
        call = await a_talk(dana, sam)
        ears = Ears(dana, sam, lee)
        await lee.does(Listen(call=call.id))
        await is_heard_by(lee, call, "nobody")
        since = ears.mark(shift)
        for times in (1, 2):
            shift.network.faults.fail_next(fault, match="/Participants/", times=times)
            await lee.does(Whisper(call=call.id))
            await ears.hear("Sam Lee")
            await lee.does(BackToListening(call=call.id))
            await ears.hear()
        assert ears.was_private(shift, since)
        await lee.does(Barge(call=call.id))
        await ears.hear("Dana Reyes", "Sam Lee")


async def test_a_whisper_that_can_not_be_set_up_leaves_the_lead_silent(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await a_lead(shift), shift.customer()
        call = await a_talk(dana, sam)
        ears = Ears(dana, sam, lee)
        await lee.opens(call.incident)
        await lee.does(Listen(call=call.id))
        await is_heard_by(lee, call, "nobody")
        since = ears.mark(shift)
        shift.network.faults.fail_next("500", match="/Participants/", times=1000)
        await lee.does(Whisper(call=call.id))
        await lee.sees("trouble with Lee Park")
        shift.network.faults.requests.clear()
        await eventually(lambda: ears.now() == set(), "nobody hears the lead")
        assert ears.was_private(shift, since)
        assert sam.phone in dana.leg.hears()


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_lead_who_can_not_be_rung_is_free_again(
    sqlite_url: str, fault: RequestFaultKind
) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await a_lead(shift), shift.customer()
        call = await a_talk(dana, sam)
        await lee.opens(call.incident)
        shift.network.faults.fail_next(fault, match="/Calls.json", times=1)
        await lee.does(Listen(call=call.id))
        if fault != "429":
            await lee.sees("trouble with Lee Park")
        if fault != "429" and mine(lee, call) is None:
            # Nobody knows whether it rings: that leg is not let in, and the lead asks again.
            await is_out(lee)
            await lee.does(Listen(call=call.id))
        await is_heard_by(lee, call, "nobody")
        assert sam.phone in dana.leg.hears()


@pytest.mark.parametrize("seed", range(3))
async def test_webhooks_in_any_order_let_no_caller_hear_a_whisper(
    sqlite_url: str, seed: int
) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await a_lead(shift), shift.customer()
        call = await a_talk(dana, sam)
        ears = Ears(dana, sam, lee)
        since = ears.mark(shift)
        every_webhook(shift, seed)
        await lee.does(Whisper(call=call.id))
        await ears.hear("Sam Lee")
        await is_heard_by(lee, call, "agent")
        await lee.does(BackToListening(call=call.id))
        await ears.hear()
        await lee.does(Whisper(call=call.id))
        await ears.hear("Sam Lee")
        assert ears.was_private(shift, since)
        await dana.leg.hangs_up()
        await is_out(lee)


async def test_callbacks_that_never_come_leave_the_lead_unheard_by_the_caller(
    sqlite_url: str,
) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await a_lead(shift), shift.customer()
        call = await a_talk(dana, sam)
        ears = Ears(dana, sam, lee)
        await lee.does(Listen(call=call.id))
        await is_heard_by(lee, call, "nobody")
        since = ears.mark(shift)
        shift.network.faults.disturb_next("drop", match="/twilio/voice/conference", times=1000)
        await lee.does(Whisper(call=call.id))
        await ears.hear("Sam Lee")
        assert ears.was_private(shift, since)
        await lee.does(BackToListening(call=call.id))
        await ears.hear()


async def test_when_the_agents_phone_drops_a_whisper_is_heard_by_nobody(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await a_lead(shift), shift.customer()
        call = await a_talk(dana, sam)
        ears = Ears(dana, sam, lee)
        await lee.does(Whisper(call=call.id))
        await ears.hear("Sam Lee")
        since = ears.mark(shift)
        await sam.phone.calls[-1].hangs_up()
        await dana.hears("Please stay on the line", times=2)
        await is_out(lee)
        assert ears.was_private(shift, since)


async def test_a_lead_whose_account_is_closed_is_out_at_once(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, lee, dana = await shift.agent(), await a_lead(shift), shift.customer()
        call = await a_talk(dana, sam)
        await lee.does(Barge(call=call.id))
        await is_heard_by(lee, call, "everybody")
        await disable_agent(shift.settings.database.url, "lee")
        await eventually(lambda: lee.phone.leg is None, "the lead is out")
        assert sam.phone in dana.leg.hears()


async def test_a_lead_whose_token_is_revoked_is_out_at_once(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await a_lead(shift), shift.customer()
        call = await a_talk(dana, sam)
        await lee.does(Listen(call=call.id))
        await is_heard_by(lee, call, "nobody")
        await revoke_token(shift.settings.database.url, lee.token.split("_")[1])
        await eventually(lambda: lee.phone.leg is None, "the lead is out")
        assert sam.phone in dana.leg.hears()


async def test_a_barge_ten_minutes_late_is_no_barge(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await a_lead(shift), shift.customer()
        call = await a_talk(dana, sam)
        late = datetime.now(UTC) - timedelta(minutes=10)
        post = CommandPost(id="late-barge-1", command=Barge(call=call.id), expires_at=late)
        with pytest.raises(Refused):
            await lee.link.send(post)
        assert lee.phone.calls == []
