"""Whoever would wake somebody says why, by whichever way out, in the time where they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from console.domain.agent import SetPresence
from console.domain.base import Rejected
from console.domain.call_events import AcceptCall, DialCall
from console.domain.call_state import Call
from console.domain.hours import Span
from console.domain.incident import Incident
from console.domain.incident_events import OpenIncident
from console.domain.location import StateZone
from console.domain.message_events import ResendMessage, SendMail, SendText
from console.domain.note import AddNote
from console.domain.person import Contact, IdentifyContact
from console.domain.safe_contact import ExplainNight, SafeTerms, SetSafeContact
from console.hub.wishes import Redact, RouteCalls
from console.hub.wishes_waiting import CallbackWanted
from tests.hub.store.shift import ANA, POLICY, Shift, shift

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from console.domain.base import Command

HER, MAIL = f"tel:{ANA}", "mailto:ana@example.com"
SAM = 1
NIGHT = replace(POLICY, night=Span.read("mon-sun 22:00-08:00"))
EVENING = datetime(2026, 3, 1, 5, 0, tzinfo=UTC)
"""Nine in the evening in San Francisco, where her number is."""
HOURS = 3600


@pytest.fixture
async def hub(database_url: str) -> AsyncIterator[Shift]:
    """Sam is there, and it is evening where Ana is."""
    async with shift(database_url, NIGHT) as hub:
        hub.clock.at = EVENING
        await hub.hires("sam")
        yield hub


async def _code(hub: Shift, command: Command) -> str:
    try:
        await hub.wishes(SAM, command)
    except Rejected as no:
        return no.code
    return ""


async def test_a_text_that_failed_is_sent_again_at_night_with_a_reason(hub: Shift) -> None:
    await hub.texts(ANA)
    sent = await hub.desk(SAM, SendText(incident=1, to=HER, body="hi"))
    key = sent.entries[-1].event.id
    await hub.reports(key, "failed", 30003)
    hub.clock.turn(4 * HOURS)
    again = ResendMessage(id=key)
    assert await _code(hub, again) == "night"
    await hub.desk(SAM, ExplainNight(incident=1, handle=HER, reason="her door is open"))
    assert await _code(hub, again) == ""


async def test_whoever_wrote_in_the_evening_is_woken_at_night_with_a_reason_only(
    hub: Shift,
) -> None:
    await hub.texts(ANA)
    text, call = SendText(incident=1, to=HER, body="hi"), DialCall(incident=1, to=HER)
    hub.clock.turn(4 * HOURS)
    assert [await _code(hub, one) for one in (text, call)] == ["night", "night"]


async def test_a_missed_caller_is_rung_back_at_night_with_a_reason_only(hub: Shift) -> None:
    call = await hub.rings(ANA)
    await hub.leg(call, "customer", "completed", 5)
    assert hub.state(Incident, 1).followups[0].handle == HER
    assert await _code(hub, DialCall(incident=1, to=HER)) == ""


async def test_a_redial_of_an_old_call_asks(hub: Shift) -> None:
    call = await hub.rings(ANA)
    await hub.leg(call, "customer", "completed", 5)
    hub.clock.turn(4 * HOURS)
    assert await _code(hub, DialCall(incident=1, to=HER)) == "night"


async def test_a_callback_that_waited_into_their_night_is_taken_with_a_reason(hub: Shift) -> None:
    call = await hub.rings(ANA)
    await hub.asks(CallbackWanted(call=call, number=""))
    await hub.leg(call, "customer", "completed", 3)
    hub.clock.turn(4 * HOURS)
    await hub.desk(SAM, SetPresence(state="available"))
    await hub.asks(RouteCalls())
    waiting = f"cb-{call}-1"
    assert hub.state(Call, waiting).offer == SAM
    take = AcceptCall(call=waiting)
    assert await _code(hub, take) == "night"
    await hub.desk(SAM, ExplainNight(incident=1, handle=HER, reason="she asked for tonight"))
    assert await _code(hub, take) == ""
    assert hub.faults() == []


async def test_a_callback_of_a_moment_ago_wakes_nobody(hub: Shift) -> None:
    hub.clock.turn(4 * HOURS)
    call = await hub.rings(ANA)
    await hub.asks(CallbackWanted(call=call, number=""))
    await hub.leg(call, "customer", "completed", 3)
    await hub.desk(SAM, SetPresence(state="available"))
    await hub.asks(RouteCalls())
    assert await _code(hub, AcceptCall(call=f"cb-{call}-1")) == ""


async def test_mail_keeps_to_the_hours_of_a_card(hub: Shift) -> None:
    await hub.texts(ANA)
    hub.clock.turn(4 * HOURS)
    mail = SendMail(incident=1, to=(MAIL,), body="hello")
    assert await _code(hub, mail) == ""
    terms = SafeTerms(hours="09:00-17:00", zone="America/Los_Angeles")
    await hub.desk(SAM, SetSafeContact(incident=1, handle=MAIL, terms=terms))
    assert await _code(hub, mail) == "safe_contact"


async def test_what_they_said_goes_before_their_number_and_holds_at_all_their_addresses(
    hub: Shift,
) -> None:
    await hub.desk(SAM, OpenIncident(title="a lost dog", handle=HER))
    await hub.desk(SAM, IdentifyContact(handle=HER, name="Ana"))
    person = hub.state(Contact, HER).person
    await hub.desk(SAM, IdentifyContact(handle=MAIL, name="Ana", person=person))
    await hub.desk(SAM, StateZone(incident=1, handle=HER, zone="eastern"))
    assert [hub.state(Contact, one).zone for one in (HER, MAIL)] == ["America/New_York"] * 2
    assert await _code(hub, DialCall(incident=1, to=HER)) == "night"
    await hub.desk(SAM, AddNote(incident=1, text="> call back 9am"))
    assert hub.state(Incident, 1).promises[0].zone == "America/New_York"
    assert hub.faults() == []


async def test_a_zone_that_does_not_exist_is_refused_and_one_can_be_taken_back(hub: Shift) -> None:
    await hub.desk(SAM, OpenIncident(title="a lost dog", handle=HER))
    with pytest.raises(Rejected, match="no such time zone"):
        await hub.desk(SAM, StateZone(incident=1, handle=HER, zone="Mars/Olympus"))
    await hub.desk(SAM, StateZone(incident=1, handle=HER, zone="Europe/Madrid"))
    await hub.desk(SAM, StateZone(incident=1, handle=HER, zone=""))
    assert hub.state(Contact, HER).zone == ""


async def test_where_they_said_they_are_can_be_blanked(hub: Shift) -> None:
    await hub.desk(SAM, OpenIncident(title="a lost dog", handle=HER))
    await hub.desk(SAM, StateZone(incident=1, handle=HER, zone="Europe/Madrid"))
    stated = hub.entries()[-1]
    await hub.asks(Redact(stated.seq, "she asked"), actor="admin:cli")
    assert "Madrid" not in "".join(e.event.model_dump_json() for e in hub.entries())
    assert await _code(hub, DialCall(incident=1, to=HER)) == ""
    assert hub.faults() == []
