"""The hub dies right after a wish about a call was stored, before anything was asked of anybody.

After the restart nobody is in silence, no telephone rings twice, and no lead is heard by the caller
who has not barged in (V3, C21).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.domain.guests import InviteGuest
from console.domain.supervision import BackToListening, Barge, Listen, TakeOverCall, Whisper
from console.domain.transfer_events import (
    AcceptTransfer,
    CancelTransfer,
    CompleteTransfer,
    TransferCall,
)
from tests.flows.conference import NUMBER
from tests.flows.floor import floor
from tests.flows.patience import eventually
from tests.flows.supervising import Ears, a_lead, is_heard_by, is_out
from tests.flows.talking import a_talk, both_talk, everybody_is_off_the_phone
from tests.flows.transferring import (
    ASKED,
    VET,
    a_vet,
    asks_for,
    confer,
    has_call,
    is_asked,
    is_back_with,
    is_free,
    number_of,
    reads_and_accepts,
    talk_alone,
)

if TYPE_CHECKING:
    from console.domain.base import Command
    from console.domain.call_state import Call
    from tests.flows.customer import Customer
    from tests.flows.desk import Desk
    from tests.flows.floor import Floor


async def dies_after(shift: Floor, desk: Desk, command: Command) -> None:
    """Let the hub store a wish and die of it; then start it again."""
    shift.hub.parts.record.on_commit = lambda _: None
    await desk.does(command)  # type: ignore[arg-type]
    await shift.goes_down()
    await shift.comes_back()


async def a_consultation(shift: Floor) -> tuple[Desk, Desk, Customer, Call]:
    """Sam talks with Lee about a caller who waits on hold."""
    sam, lee, dana = await shift.agent(), await shift.agent("lee", "Lee Park"), shift.customer()
    call = await a_talk(dana, sam)
    await asks_for(sam, lee, call, "consult")
    await reads_and_accepts(lee)
    await confer(sam, lee)
    await sam.until(lambda: sam.model.calls[call.id].is_held, "hold the caller")
    await sam.until(lambda: sam.model.calls[call.id].part("guest-1").is_present, "know Lee")
    return sam, lee, dana, call


async def test_as_a_colleague_is_asked(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await shift.agent("lee", "Lee Park"), shift.customer()
        call = await a_talk(dana, sam)
        await lee.is_available()
        wanted = TransferCall(call=call.id, how="cold", agent=number_of(lee), asked=ASKED)
        await dies_after(shift, sam, wanted)
        assert sam.phone in dana.leg.hears()
        await reads_and_accepts(lee)
        await talk_alone(dana, lee.phone, sam.phone)
        await has_call(lee, call)


async def test_as_the_colleague_has_accepted(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await shift.agent("lee", "Lee Park"), shift.customer()
        call = await a_talk(dana, sam)
        await asks_for(sam, lee, call, "warm")
        card = (await is_asked(lee)).transfer
        assert card is not None
        accepted = AcceptTransfer(call=call.id, version=card.version, read=True)
        await dies_after(shift, lee, accepted)
        await is_back_with(sam, dana, call)
        await is_free(lee)
        assert lee.phone.calls == []


async def test_as_the_call_is_handed_over(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana, call = await a_consultation(shift)
        await dies_after(shift, sam, CompleteTransfer(call=call.id))
        await talk_alone(dana, lee.phone, sam.phone)
        await has_call(lee, call)
        await eventually(lambda: sam.phone.leg is None, "the sender is off the phone")


async def test_as_it_is_handed_over_and_the_hub_is_away_for_longer_than_a_wish_lasts(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana, call = await a_consultation(shift)
        with monkeypatch.context() as patch:
            patch.setattr("console.hub.store.asks.LIVE_SECONDS", 0.0)
            await dies_after(shift, sam, CompleteTransfer(call=call.id))
        await talk_alone(dana, lee.phone, sam.phone)
        await has_call(lee, call)


async def test_as_the_caller_is_taken_back(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana, call = await a_consultation(shift)
        await dies_after(shift, sam, CancelTransfer(call=call.id))
        await is_back_with(sam, dana, call)
        await eventually(lambda: lee.phone.leg is None, "the colleague is off the phone")
        await is_free(lee)


async def test_as_a_number_is_rung(sqlite_url: str) -> None:
    async with floor(sqlite_url, transfer_seconds=2) as shift:
        sam, dana, vet = await shift.agent(), shift.customer(), a_vet(shift)
        call = await a_talk(dana, sam)
        await dies_after(shift, sam, TransferCall(call=call.id, how="warm", number=VET))
        await is_back_with(sam, dana, call)
        assert len(vet.calls) <= 1


async def test_as_the_call_goes_to_a_queue(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await shift.agent("lee", "Lee Park"), shift.customer()
        call = await a_talk(dana, sam)
        wanted = TransferCall(call=call.id, how="cold", queue="safety", asked=ASKED)
        await dies_after(shift, sam, wanted)
        await dana.hears("Please stay on the line", times=2)
        await lee.is_available()
        await reads_and_accepts(lee)
        await both_talk(dana, lee, call)


async def test_as_a_guest_is_asked_in(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana, vet = await shift.agent(), shift.customer(), a_vet(shift)
        call = await a_talk(dana, sam)
        wanted = InviteGuest(call=call.id, to=f"tel:{NUMBER}", name="Northside Vet")
        await dies_after(shift, sam, wanted)
        await sam.until(
            lambda: any(one.trouble for one in sam.model.calls[call.id].guests.values()),
            "know that it failed",
        )
        assert sam.phone in dana.leg.hears()
        await sam.does(wanted)
        await eventually(lambda: dana.leg.hears() == {sam.phone, vet}, "hear both")


@pytest.mark.parametrize("wish", [Listen, Whisper, Barge])
async def test_as_a_lead_is_rung(
    sqlite_url: str, wish: type[Listen] | type[Whisper] | type[Barge]
) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await a_lead(shift), shift.customer()
        call = await a_talk(dana, sam)
        ears = Ears(dana, sam, lee)
        await dies_after(shift, lee, wish(call=call.id))
        await lee.opens(call.incident)
        await lee.sees("trouble with Lee Park")
        await is_out(lee)
        assert ears.now() == set()
        assert lee.phone.calls == []
        await lee.does(wish(call=call.id))
        heard = {Listen: "nobody", Whisper: "agent", Barge: "everybody"}[wish]
        await is_heard_by(lee, call, heard)


async def test_as_a_lead_who_listens_whispers_barges_in_and_steps_back(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await a_lead(shift), shift.customer()
        call = await a_talk(dana, sam)
        ears = Ears(dana, sam, lee)
        await lee.does(Listen(call=call.id))
        await is_heard_by(lee, call, "nobody")
        since = ears.mark(shift)
        await dies_after(shift, lee, Whisper(call=call.id))
        await ears.hear("Sam Lee")
        assert ears.was_private(shift, since)
        await dies_after(shift, lee, Barge(call=call.id))
        await ears.hear("Dana Reyes", "Sam Lee")
        await dies_after(shift, lee, BackToListening(call=call.id))
        await ears.hear()
        assert sam.phone in dana.leg.hears()


async def test_as_a_lead_takes_the_call_over(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, lee, dana = await shift.agent(), await a_lead(shift), shift.customer()
        call = await a_talk(dana, sam)
        await lee.does(Listen(call=call.id))
        await is_heard_by(lee, call, "nobody")
        await dies_after(shift, lee, TakeOverCall(call=call.id, reason="he threatens her"))
        await has_call(lee, call)
        await talk_alone(dana, lee.phone, sam.phone)
        await dana.leg.hangs_up()
        await everybody_is_off_the_phone(shift)
