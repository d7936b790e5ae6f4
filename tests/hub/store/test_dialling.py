"""The gate before every number that is rung: which, and how often."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.domain.base import Rejected
from console.domain.call_events import DialCall, EndWrapUp
from console.domain.dialling import Dialling
from console.domain.guests import InviteGuest
from tests.hub.store.shift import ANA, POLICY, Shift, shift

FEW = replace(POLICY, dialling=Dialling(per_hour=2))


async def dials(hub: Shift, to: str = ANA) -> str:
    """Ring somebody whom nobody reaches; gives the call."""
    outcome = await hub.desk(1, DialCall(incident=1, to=f"tel:{to}"))
    call = next(e.stream for e in outcome.entries if e.event.kind == "call.dialed")
    key = call.removeprefix("call/")
    await hub.leg(key, "customer", "no-answer", 2)
    return key


async def test_only_so_many_numbers_are_rung_within_an_hour(database_url: str) -> None:
    async with shift(database_url, FEW) as hub:
        await hub.hires("sam")
        await hub.texts(ANA)
        for _ in range(2):
            await hub.desk(1, EndWrapUp(call=await dials(hub)))
        with pytest.raises(Rejected, match="2 numbers within an hour") as no:
            await dials(hub)
        assert no.value.code == "too_many"
        hub.clock.turn(3601)
        await dials(hub)
        assert hub.faults() == []


@pytest.mark.parametrize(
    ("to", "code"),
    [("tel:911", "emergency"), ("tel:+19005550123", "not_dialable"), ("tel:*67", "not_dialable")],
)
async def test_what_may_not_be_rung_leaves_no_trace(database_url: str, to: str, code: str) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam")
        await hub.texts(ANA)
        before = len(hub.entries())
        with pytest.raises(Rejected) as no:
            await hub.desk(1, DialCall(incident=1, to=to))
        assert no.value.code == code
        assert len(hub.entries()) == before


async def test_a_number_is_kept_as_it_is_rung_in_whatever_shape_it_was_typed(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam")
        await hub.texts(ANA)
        outcome = await hub.desk(1, DialCall(incident=1, to="tel:(415) 555-0177"))
        dialed = next(e.event for e in outcome.entries if e.event.kind == "call.dialed")
        assert dialed.handle == "tel:+14155550177"


async def test_a_guest_without_a_name_is_not_named_by_a_whole_number(database_url: str) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam")
        await hub.texts(ANA)
        outcome = await hub.desk(1, DialCall(incident=1, to=f"tel:{ANA}"))
        key = next(e.event.id for e in outcome.entries if e.event.kind == "call.dialed")
        await hub.room(key, "participant-join", 1, "agent-1-1")
        await hub.room(key, "participant-join", 2, "customer")
        asked = await hub.desk(1, InviteGuest(call=key, to="tel:+14155550177"))
        invited = next(e.event for e in asked.entries if e.event.kind == "call.guest_invited")
        assert (invited.name, invited.to) == ("+1…77", "+14155550177")
