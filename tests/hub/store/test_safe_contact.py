"""Composer, dialler and what goes by itself obey the safe-to-contact card, whoever asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from console.domain.base import Rejected
from console.domain.call_events import DialCall
from console.domain.guests import InviteGuest
from console.domain.hours import Span
from console.domain.incident import Incident
from console.domain.incident_events import OpenIncident
from console.domain.message_events import ResendMessage, SendMail, SendText
from console.domain.person import Contact, IdentifyContact
from console.domain.safe_contact import (
    ExplainNight,
    OpenSafeContact,
    RevealCodeWord,
    SafeTerms,
    SetSafeContact,
)
from console.domain.transfer_events import TransferCall
from console.hub.wishes_waiting import CallbackWanted
from tests.hub.store.shift import ANA, POLICY, Shift, shift

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from console.domain.base import Command

HER = f"tel:{ANA}"
MAIL = "mailto:ana@example.com"
NIGHT = replace(POLICY, night=Span.read("mon-sun 22:00-08:00"))


@pytest.fixture
async def hub(database_url: str) -> AsyncIterator[Shift]:
    """Sam, an agent; Lee, a lead; Ana has texted."""
    async with shift(database_url) as hub:
        await hub.hires("sam")
        await hub.hires("lee", role="lead")
        await hub.texts(ANA)
        yield hub


async def forbids(hub: Shift, handle: str = HER, **terms: object) -> None:
    card = SafeTerms.model_validate(terms)
    await hub.desk(1, SetSafeContact(incident=1, handle=handle, terms=card))


async def refused(hub: Shift, command: Command, agent: int = 1) -> Rejected:
    before = len(hub.entries())
    with pytest.raises(Rejected) as no:
        await hub.desk(agent, command, role="lead" if agent == 2 else "agent")
    assert len(hub.entries()) == before
    return no.value


async def test_a_text_to_somebody_who_must_not_be_texted_is_refused_with_the_reason(
    hub: Shift,
) -> None:
    out = await hub.desk(1, SendText(incident=1, to=HER, body="hi"))
    await forbids(hub, text=False)
    text = SendText(incident=1, to=HER, body="hi")
    no = await refused(hub, text)
    assert no.code == "safe_contact"
    assert "NO TEXTS; their card allows calls and mail" in no.message
    key = out.entries[0].event.id
    await hub.reports(key, "failed", 30005)
    assert (await refused(hub, ResendMessage(id=key))).code == "safe_contact"
    assert (await refused(hub, text, agent=2)).code == "safe_contact"
    await hub.desk(1, DialCall(incident=1, to=HER))


async def test_a_lead_opens_the_card_with_a_reason_for_a_while_and_an_agent_can_not(
    hub: Shift,
) -> None:
    await forbids(hub, text=False)
    wanted = OpenSafeContact(incident=1, handle=HER, reason="the dog is dying")
    assert (await refused(hub, wanted)).code == "forbidden"
    await hub.desk(2, wanted, role="lead")
    opened = hub.entries()[-1]
    assert (opened.actor, opened.event.reason) == ("agent:2", "the dog is dying")
    assert opened.incident == 1
    await hub.desk(1, SendText(incident=1, to=HER, body="hi"))
    hub.clock.turn(15 * 60)
    assert (await refused(hub, SendText(incident=1, to=HER, body="hi"))).code == "safe_contact"


async def test_no_call_means_no_call_by_any_key(hub: Shift) -> None:
    await forbids(hub, call=False)
    assert (await refused(hub, DialCall(incident=1, to=HER))).code == "safe_contact"
    rung = await hub.desk(1, DialCall(incident=1, to="tel:+14155550177"))
    key = next(e.event.id for e in rung.entries if e.event.kind == "call.dialed")
    await hub.room(key, "participant-join", 1, "agent-1-1")
    await hub.room(key, "participant-join", 2, "customer")
    invited = InviteGuest(call=key, to=HER)
    assert (await refused(hub, invited)).code == "safe_contact"
    outside = TransferCall(call=key, how="warm", number=HER, asked="please")
    assert (await refused(hub, outside)).code == "safe_contact"


async def test_what_holds_for_a_person_holds_at_every_address_of_theirs(hub: Shift) -> None:
    await hub.desk(1, IdentifyContact(handle=HER, name="Ana"))
    person = hub.state(Contact, HER).person
    await hub.desk(1, IdentifyContact(handle=MAIL, name="Ana", person=person))
    await forbids(hub, text=False, mail=False, code_word="marigold")
    assert hub.state(Contact, MAIL).safe == hub.state(Contact, HER).safe
    mail = SendMail(incident=1, to=("mailto:bo@example.com",), cc=(MAIL,), body="hi")
    assert (await refused(hub, mail)).code == "safe_contact"
    other = "tel:+14155550144"
    await hub.desk(1, IdentifyContact(handle=other, name="Ana", person=person))
    assert hub.state(Contact, other).safe == hub.state(Contact, HER).safe
    assert hub.faults() == []


async def test_a_callback_that_the_card_forbids_is_not_rung_and_is_somebodys_work(
    hub: Shift,
) -> None:
    await forbids(hub, call=False)
    call = await hub.rings(ANA)
    await hub.asks(CallbackWanted(call=call, number=""))
    await hub.leg(call, "customer", "completed", 3)
    assert "call.callback_began" not in hub.kinds()
    (owed,) = hub.state(Incident, 1).followups
    assert owed.is_ours
    tried = hub.entries()[-1].event
    assert tried.how.startswith("not rung. Safe-to-contact card: NO CALLS")


async def test_the_code_word_is_looked_at_with_a_reason_on_record(hub: Shift) -> None:
    look = RevealCodeWord(incident=1, handle=HER, reason="she asks who we are")
    assert (await refused(hub, look)).code == "not_found"
    await forbids(hub, code_word="marigold")
    await hub.desk(1, look)
    shown = hub.entries()[-1]
    assert shown.event.kind == "contact.code_word_revealed"
    assert "marigold" not in shown.event.model_dump_json()


async def test_whoever_is_no_party_has_no_card_here(hub: Shift) -> None:
    stranger = SetSafeContact(incident=1, handle="tel:+14155550166", terms=SafeTerms(text=False))
    assert (await refused(hub, stranger)).code == "not_found"


async def test_nobody_is_woken_without_a_reason_unless_they_wait_for_us(
    database_url: str,
) -> None:
    async with shift(database_url, NIGHT) as hub:
        hub.clock.at = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)  # 04:00 in San Francisco
        await hub.hires("sam")
        await hub.desk(1, OpenIncident(title="a lost dog", handle=HER))
        text = SendText(incident=1, to=HER, body="hi")
        assert (await refused(hub, text)).code == "night"
        assert (await refused(hub, DialCall(incident=1, to=HER))).code == "night"
        await hub.desk(1, SendMail(incident=1, to=(MAIL,), body="hi"))
        await hub.desk(1, ExplainNight(incident=1, handle=HER, reason="the vet needs a yes"))
        assert hub.entries()[-1].event.reason == "the vet needs a yes"
        await hub.desk(1, text)
        hub.clock.turn(3600)
        assert (await refused(hub, text)).code == "night"
        await hub.texts(ANA)
        await hub.desk(1, text)
