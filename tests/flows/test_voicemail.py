"""A caller leaves a message instead of waiting: it is work, listened to on record, and closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.desk.wire_errors import Refused
from console.domain.followup import CloseFollowup
from console.domain.queue import CloseQueue
from console.domain.voicemail import PlayVoicemail
from tests.flows.floor import floor
from tests.flows.patience import eventually
from tests.flows.test_missed import knows, knows_of_none, left_to_do

if TYPE_CHECKING:
    from channels.simulator.faults import DeliveryFaultKind, RequestFaultKind
    from tests.flows.customer import Customer


async def speaks(dana: Customer) -> None:
    """Say something after the tone."""
    await eventually(lambda: dana.leg.keypad is not None, "hear the tone")
    await dana.leg.says("My cat was bitten, please call me.")


async def leaves_a_message(dana: Customer) -> None:
    """Ring, press 9 in the queue, and speak after the tone."""
    await dana.rings()
    await dana.hears("press 9")
    await dana.presses("9")
    await dana.hears("Your message will be recorded")
    await speaks(dana)
    await dana.presses("*")
    await dana.hears("We will get back to you")
    await dana.is_cut_off()


async def test_a_message_is_work_that_is_listened_to_and_closed(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, lee = await shift.agent(), await shift.agent("lee", "Lee Park")
        dana = shift.customer()
        await leaves_a_message(dana)
        left = await knows(sam, "voicemail")
        assert left.handle == dana.handle
        assert left.keep_until is not None
        assert left.at is not None
        assert (left.keep_until - left.at).days == 30
        await sam.until(lambda: len(left_to_do(sam)) == 1, "have one thing to do, not two")
        await sam.opens(1)
        await sam.does(PlayVoicemail(incident=1, key=left.key))
        await lee.until(lambda: left_to_do(lee)[0].heard_by == "Sam Lee", "know who listened")
        sound = await sam.link.voicemail(1, left.key)
        assert sound[8:12] == b"WAVE"
        await sam.sees("voicemail", "Sam Lee listened to the voicemail")
        await sam.does(CloseFollowup(incident=1, key=left.key, words="rang them"))
        await knows_of_none(lee)


async def test_who_says_nothing_after_the_tone_is_still_a_missed_caller(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.rings()
        await dana.hears("press 9")
        await dana.presses("9")
        await dana.hears("Your message will be recorded")
        await dana.leg.hangs_up()
        left = await knows(sam, "missed")
        assert left.reason == "no-message"
        assert left_to_do(sam, "voicemail") == []


async def test_a_message_is_kept_when_the_caller_hangs_up_after_speaking(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.rings()
        await dana.hears("press 9")
        await dana.presses("9")
        await dana.hears("Your message will be recorded")
        await speaks(dana)
        await dana.leg.hangs_up()
        await knows(sam, "voicemail")
        await sam.until(lambda: left_to_do(sam, "missed") == [], "have one thing to do, not two")


async def test_only_who_is_on_record_as_listening_hears_a_message(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee = await shift.agent(), await shift.agent("lee", "Lee Park")
        await leaves_a_message(shift.customer())
        left = await knows(sam, "voicemail")
        await sam.does(PlayVoicemail(incident=1, key=left.key))
        with pytest.raises(Refused, match="Open the attachment first"):
            await lee.link.voicemail(1, left.key)
        with pytest.raises(Refused):
            await sam.link.voicemail(2, left.key)
        assert "no such message" in await sam.is_told(PlayVoicemail(incident=1, key="vm-other"))


@pytest.mark.parametrize("fault", ["429", "503", "timeout-before"])
async def test_a_message_that_cannot_be_fetched_now_can_be_later(
    sqlite_url: str, fault: RequestFaultKind
) -> None:
    async with floor(sqlite_url) as shift:
        sam = await shift.agent()
        await leaves_a_message(shift.customer())
        left = await knows(sam, "voicemail")
        await sam.does(PlayVoicemail(incident=1, key=left.key))
        shift.network.faults.fail_next(fault, match="/Recordings/")
        with pytest.raises(Refused) as no:
            await sam.link.voicemail(1, left.key)
        assert no.value.code == "unreachable"
        assert (await sam.link.voicemail(1, left.key))[8:12] == b"WAVE"


@pytest.mark.parametrize("how", ["duplicate", "reorder", "delay"])
async def test_a_message_is_kept_once_however_the_provider_tells_of_it(
    sqlite_url: str, how: DeliveryFaultKind
) -> None:
    async with floor(sqlite_url) as shift:
        sam = await shift.agent()
        shift.network.faults.disturb_next(how, match="/twilio/recording/voicemail", times=2)
        shift.network.faults.disturb_next(how, match="/twilio/voice/status", times=2)
        await leaves_a_message(shift.customer())
        await knows(sam, "voicemail")
        await sam.until(lambda: len(left_to_do(sam)) == 1, "have one thing to do, not two")


async def test_who_rings_while_we_are_closed_may_leave_a_message(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam = await shift.agent("lee", "Lee Park", role="lead")
        dana = shift.customer()
        await sam.does(CloseQueue(queue="safety", reason="fire drill"))
        await dana.rings()
        await dana.hears("Your message will be recorded")
        await speaks(dana)
        await dana.leg.hangs_up()
        await knows(sam, "voicemail")
        await sam.until(lambda: len(left_to_do(sam)) == 1, "have one thing to do, not two")
