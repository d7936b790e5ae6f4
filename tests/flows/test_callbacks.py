"""A caller who does not want to wait on the telephone hangs up, keeps their place, and is rung."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from channels.simulator.phones import busy, never_answers
from console.domain.call_events import DeclineCall, EndCall, EndWrapUp
from console.domain.callbacks import NotReached
from tests.flows.floor import floor
from tests.flows.patience import eventually
from tests.flows.talking import both_talk, is_in
from tests.flows.test_missed import knows, knows_of_none, left_to_do

if TYPE_CHECKING:
    from channels.simulator.faults import DeliveryFaultKind, RequestFaultKind
    from tests.flows.customer import Customer
    from tests.flows.desk import Desk

FAULTS = ["429", "500", "timeout-before", "timeout-after"]


async def asks_for_a_callback(dana: Customer) -> None:
    """Ring, press star in the queue, and confirm the number."""
    await dana.rings()
    await dana.hears("press star")
    await dana.presses("*")
    await dana.hears("We will call you back at 1 4 1 5 5 5 5 0 1")
    await dana.presses("1")
    await dana.hears("You keep your place")
    await dana.is_cut_off()


async def wraps_up(sam: Desk) -> None:
    """Finish the wrap-up and be there for the next one."""
    await sam.until(lambda: sam.model.my_wrap() is not None, "wrap up")
    wrap = sam.model.my_wrap()
    assert wrap is not None
    await sam.does(EndWrapUp(call=wrap.id))


async def test_a_caller_presses_star_hangs_up_and_is_called_back_in_their_turn(
    database_url: str,
) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        ana = shift.customer("Ana Ruiz", "+14155550143")
        await asks_for_a_callback(dana)
        await knows(sam, "callback")
        await ana.rings()
        await ana.hears("Please stay on the line")
        await sam.is_available()
        call = await sam.is_offered()
        assert call.callback is not None
        assert (call.handle, call.callback.attempt, call.callback.most) == (dana.handle, 1, 3)
        asked = sam.model.incidents[call.incident].followups[0]
        assert call.queued_at == asked.at
        await both_talk(dana, sam, await sam.accepts())
        await knows_of_none(sam)
        closed = sam.model.incidents[call.incident].followups[0]
        assert (closed.closed_by, closed.words) == ("Sam Lee", "spoke with them")
        await sam.does(EndCall(call=call.id))
        await dana.is_cut_off()
        await wraps_up(sam)
        await both_talk(ana, sam, await sam.accepts())


async def test_a_callback_to_another_number_is_confirmed_before_it_is_kept(
    sqlite_url: str,
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        other = shift.customer("Dana at work", "+14155550177")
        await dana.rings()
        await dana.hears("press star")
        await dana.presses("*")
        await dana.hears("We will call you back at")
        await dana.presses("2")
        await dana.hears("dial the number")
        for key in "9005550123#":
            await dana.presses(key)
        await dana.hears("We can't call that number")
        for key in "4155550177#":
            await dana.presses(key)
        await dana.hears("We will call you back at 1 4 1 5 5 5 5 0 1 7 7")
        await dana.presses("1")
        await dana.is_cut_off()
        await sam.is_available()
        await both_talk(other, sam, await sam.accepts())


async def test_who_only_looked_at_the_offer_goes_on_waiting(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.rings()
        await dana.hears("press star")
        await dana.presses("*")
        await dana.hears("We will call you back at")
        await dana.hears("Please stay on the line", times=2)
        assert left_to_do(sam) == []
        await sam.is_available()
        await both_talk(dana, sam, await sam.accepts())


@pytest.mark.parametrize("phone", [busy(), never_answers()], ids=["busy", "no answer"])
async def test_an_attempt_that_reaches_nobody_is_counted_and_made_again_until_it_is_work(
    sqlite_url: str, phone: object
) -> None:
    async with floor(sqlite_url, callback_attempts=2, callback_seconds=0.1) as shift:
        sam = await shift.agent()
        dana = shift.customer(phone=phone)  # type: ignore[arg-type]
        await asks_for_a_callback(dana)
        await sam.is_available()
        for attempt in (1, 2):
            call = await sam.accepts()
            assert call.callback is not None
            assert call.callback.attempt == attempt
            await wraps_up(sam)
        await sam.until(lambda: left_to_do(sam)[0].is_ours, "have it as work")
        left = left_to_do(sam)[0]
        assert (left.attempts, left.agent_name) == (2, "Sam Lee")
        assert left.what == "callback"
        assert sam.model.my_offer() is None


async def test_a_voicemail_that_answers_is_no_talk_and_it_goes_back(sqlite_url: str) -> None:
    async with floor(sqlite_url, callback_seconds=0.1) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await asks_for_a_callback(dana)
        await sam.is_available()
        call = await sam.accepts()
        await both_talk(dana, sam, call)
        told = await sam.is_told(NotReached(call=call.id))
        assert told == "Hang up first; then say that nobody was reached."
        await sam.does(EndCall(call=call.id))
        await is_in(sam, call, "wrap-up")
        await sam.does(NotReached(call=call.id))
        assert (await knows(sam, "callback")).attempts == 1
        await wraps_up(sam)
        again = await sam.accepts()
        assert again.callback is not None
        assert again.callback.attempt == 2
        await both_talk(dana, sam, again)


async def test_a_caller_who_rings_again_meanwhile_closes_their_callback(
    database_url: str,
) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await asks_for_a_callback(dana)
        await sam.is_available()
        waiting = await sam.is_offered()
        await dana.rings()
        await sam.until(lambda: sam.model.my_offer() != waiting, "ring for the caller instead")
        await both_talk(dana, sam, await sam.accepts())
        await knows_of_none(sam)
        assert sam.model.incidents[1].followups[0].words == "they rang again themselves"
        assert len(dana.person.calls) == 2
        call = sam.model.my_call()
        assert call is not None
        await sam.does(EndCall(call=call.id))
        await wraps_up(sam)
        assert sam.model.my_offer() is None


async def test_a_declined_callback_goes_to_the_next_and_counts_no_attempt(
    sqlite_url: str,
) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee = await shift.agent(), await shift.agent("lee", "Lee Park")
        dana = shift.customer()
        await asks_for_a_callback(dana)
        await sam.is_available()
        call = await sam.is_offered()
        await lee.is_available()
        await sam.does(DeclineCall(call=call.id))
        await both_talk(dana, lee, await lee.accepts())
        assert sam.model.incidents[1].followups[0].attempts == 0


async def test_our_own_phone_that_fails_counts_no_attempt(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam = await shift.agent(phone=busy())
        lee = await shift.agent("lee", "Lee Park")
        dana = shift.customer()
        await asks_for_a_callback(dana)
        await sam.is_available()
        await sam.accepts()
        await lee.is_available()
        call = await lee.accepts()
        assert call.callback is not None
        assert call.callback.attempt == 1
        await both_talk(dana, lee, call)


async def test_a_hub_that_was_down_meanwhile_calls_back_all_the_same(database_url: str) -> None:
    async with floor(database_url, callback_seconds=0.1) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await asks_for_a_callback(dana)
        await knows(sam, "callback")
        await shift.goes_down()
        await shift.comes_back()
        await sam.stops()
        sam.url = shift.hub.url
        await sam.starts()
        await sam.is_available()
        await both_talk(dana, sam, await sam.accepts())


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("at", ["/Calls.json", "/Participants"])
async def test_the_provider_fails_while_somebody_is_called_back(
    sqlite_url: str, fault: RequestFaultKind, at: str
) -> None:
    async with floor(sqlite_url, callback_seconds=0.1) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await asks_for_a_callback(dana)
        shift.network.faults.fail_next(fault, match=at)
        await sam.is_available()
        await sam.accepts()
        if await goes_on_until_they_talk(sam):
            await eventually(lambda: sam.phone in dana.leg.hears(), "hear Sam")
        await knows_of_none(sam)


@pytest.mark.parametrize("how", ["duplicate", "reorder", "delay", "drop"])
async def test_a_callback_comes_about_however_the_provider_tells_of_it(
    sqlite_url: str, how: DeliveryFaultKind
) -> None:
    async with floor(sqlite_url, callback_seconds=0.1, sweep_waiting_seconds=0.5) as shift:
        sam, dana = await shift.agent(), shift.customer()
        times = 1 if how == "drop" else 5
        shift.network.faults.disturb_next(how, match="/twilio/voice/status", times=times)
        await asks_for_a_callback(dana)
        await sam.is_available()
        call = await sam.accepts()
        shift.network.faults.disturb_next(how, match="/twilio/voice/status", times=times)
        await both_talk(dana, sam, call)
        await knows_of_none(sam)
        assert len(dana.person.calls) == 2


SPOKEN = "dealt with by Sam Lee: spoke with them"


async def goes_on_until_they_talk(sam: Desk) -> bool:
    """Hang up when the desk tells of trouble, and take what comes next.

    False when they were connected as Sam hung up: then they spoke, and nothing comes next.
    """
    calls = sam.model.calls

    def phases() -> set[str]:
        return {call.phase for call in calls.values()}

    for _ in range(3):
        await sam.until(
            lambda: bool(
                phases() & {"talking", "wrap-up", "offered"}
                or any(call.trouble for call in calls.values())
            ),
            "go on",
        )
        if "talking" in phases():
            return True
        call = sam.model.my_call()
        if call is not None:
            await sam.does(EndCall(call=call.id))
        if sam.model.my_offer() is None:
            await wraps_up(sam)
            if SPOKEN in sam.text():
                return False
            await sam.is_available()
        await sam.accepts()
    return True
