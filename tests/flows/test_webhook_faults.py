"""Webhooks come twice, late, in any order, forged or not at all; the call stays the call."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from channels.simulator.faults import DeliveryFault
from console.domain.call_events import EndCall, EndWrapUp, HoldCall, MuteCall
from tests.flows.floor import floor
from tests.flows.patience import eventually
from tests.flows.talking import a_talk, both_talk, hears_voice_of, is_in

if TYPE_CHECKING:
    from channels.simulator.faults import DeliveryFaultKind
    from console.domain.call_state import Call
    from tests.flows.floor import Customer, Desk, Floor

CALM = {
    "phase": "ended",
    "ended_by": "customer",
    "consent": "given",
    "recording": "saved",
    "attempts": 1,
    "parts_over": [True, True],
    "is_held": False,
    "hold_asked": False,
    "mute_asked": True,
    "was_answered": True,
    "trouble": "",
}


def outcome(call: Call) -> dict[str, object]:
    """What a call amounts to in the end, without times and ids."""
    return {
        "phase": call.phase,
        "ended_by": call.ended_by,
        "consent": call.consent,
        "recording": call.recording,
        "attempts": call.attempts,
        "parts_over": [part.is_over for part in call.parts.values()],
        "is_held": call.is_held,
        "hold_asked": call.hold_asked,
        "mute_asked": call.mute_asked,
        "was_answered": call.answered_at is not None,
        "trouble": call.trouble,
    }


def every_webhook(shift: Floor, seed: int) -> None:
    """Let no webhook arrive as it should: each is repeated, late or overtaken, by chance."""
    dice = random.Random(seed)
    kinds: tuple[DeliveryFaultKind, ...] = ("duplicate", "delay", "reorder")
    shift.network.faults.deliveries += [
        DeliveryFault(dice.choice(kinds), "/twilio/", seconds=dice.uniform(0.5, 4))
        for _ in range(200)
    ]


async def a_whole_call(sam: Desk, dana: Customer) -> Call:
    """Ring, talk, hold, mute, hang up, wrap up."""
    call = await a_talk(dana, sam)
    await dana.leg.says("She is hurt")
    await sam.does(HoldCall(call=call.id, on=True))
    await sam.sees("on hold")
    await sam.does(HoldCall(call=call.id, on=False))
    await sam.sees("off hold after")
    await dana.leg.says("Are you there?")
    await sam.does(MuteCall(call=call.id, on=True))
    await sam.until(lambda: sam.model.calls[call.id].is_muted, "be muted")
    await sam.sees("recording")
    await dana.leg.hangs_up()
    await is_in(sam, call, "wrap-up")
    await sam.does(EndWrapUp(call=call.id))
    return call


@pytest.mark.parametrize("seed", [None, 1, 2, 3])
async def test_a_whole_call_ends_the_same_however_its_webhooks_come(
    database_url: str, seed: int | None
) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        if seed is not None:
            every_webhook(shift, seed)
        call = await a_whole_call(sam, dana)
        known = sam.model.opened[call.incident].scene.calls
        await sam.until(lambda: outcome(known[call.id]) == CALM, "come to the calm outcome")
        assert sam.text().count("answered by Sam Lee") == 1
        assert sam.text().count("ended:") == 1


@pytest.mark.parametrize("lost", range(4))
async def test_a_room_event_is_lost_and_nobody_is_left_in_silence(
    sqlite_url: str, lost: int
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        faults = shift.network.faults
        faults.disturb_next("delay", match="/twilio/conference", seconds=0, times=lost)
        faults.disturb_next("drop", match="/twilio/conference")
        await sam.is_available()
        await dana.rings()
        call = await sam.accepts()
        if lost == 0:
            await sam.sees("back at the head of the queue")
            await sam.is_available()
            await sam.accepts()
        await hears_voice_of(dana, sam)
        await sam.does(EndCall(call=call.id))
        await dana.is_cut_off()
        await is_in(sam, call, "wrap-up")
        await eventually(lambda: sam.phone.leg is None, "the agent's phone is free")


async def test_the_first_request_of_a_call_is_lost_and_the_caller_hears_why(
    sqlite_url: str,
) -> None:
    async with floor(sqlite_url) as shift:
        dana = shift.customer()
        shift.network.faults.disturb_next("drop", match="/twilio/voice")
        await dana.rings()
        await dana.hears("hang up and call 9 1 1")
        await dana.is_cut_off()


@pytest.mark.parametrize("fault", ["drop", "wrong-signature"])
@pytest.mark.parametrize("route", ["consent", "wait"])
async def test_a_caller_in_the_queue_is_told_when_we_fail(
    sqlite_url: str, route: str, fault: DeliveryFaultKind
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        shift.network.faults.disturb_next(fault, match=f"/twilio/voice/{route}")
        await dana.rings()
        await dana.hears("hang up and call 9 1 1")
        await dana.is_cut_off()
        await sam.until(lambda: sam.model.rows() != [], "see the call")
        await sam.opens(1)
        await sam.sees("ended: +1…42 hung up")


async def test_a_forged_status_ends_nothing(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await a_talk(dana, sam)
        shift.network.faults.disturb_next("wrong-signature", match="/twilio/")
        forged = {"CallSid": call.id, "CallStatus": "completed", "SequenceNumber": "0"}
        url = f"{shift.hub.url}/twilio/voice/status"
        shift.network.plant.webhooks.notify(url, forged)
        await eventually(lambda: shift.network.journal.alerts != [], "it is refused")
        await both_talk(dana, sam, call)


async def test_a_held_caller_hears_words(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        call = await a_talk(dana, sam)
        before = " ".join(dana.leg.heard).count("Please stay on the line")
        await sam.does(HoldCall(call=call.id, on=True))
        await dana.hears("Please stay on the line", times=before + 2)
