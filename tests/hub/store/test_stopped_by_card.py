"""What was on its way when somebody's card changed is stopped, and its author reads why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from console.domain.agent import SetPresence
from console.domain.base import Rejected
from console.domain.call_events import AcceptCall
from console.domain.call_state import Call
from console.domain.incident import Incident
from console.domain.message import Message
from console.domain.message_events import ResendMessage, SendMail, SendText
from console.domain.one_person import MergePeople, UnmergePeople
from console.domain.person import Contact, IdentifyContact
from console.domain.safe_contact import OpenSafeContact, SafeTerms, SetSafeContact
from console.hub.store.plans.stopping import STOPPED
from console.hub.wishes import EffectTold, Redact, RouteCalls
from console.hub.wishes_waiting import CallbackWanted
from tests.hub.store.shift import ANA, KIM, POLICY, Shift, shift

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from console.domain.message_events import MessageRefused

HER, HERS_TOO = f"tel:{ANA}", f"tel:{KIM}"
MAIL = "mailto:ana@example.com"
SLOW = replace(POLICY, text_undo_seconds=10)


@pytest.fixture
async def hub(database_url: str) -> AsyncIterator[Shift]:
    """Sam answers Ana, whose texts wait ten seconds before they leave; Lee leads."""
    async with shift(database_url, SLOW) as hub:
        await hub.hires("sam")
        await hub.hires("lee", "+14155550112", "lead")
        await hub.texts(ANA)
        yield hub


async def _sets(hub: Shift, handle: str = HER, incident: int = 1, **terms: object) -> None:
    card = SafeTerms.model_validate(terms)
    await hub.desk(2, SetSafeContact(incident=incident, handle=handle, terms=card), role="lead")


async def _writes(hub: Shift, *to: str, body: str = "we found him") -> str:
    mail = SendMail(incident=1, to=to, body=body)
    wish = SendText(incident=1, to=to[0], body=body) if to[0].startswith("tel:") else mail
    composed = (await hub.desk(1, wish)).entries
    return next(str(e.event.id) for e in composed if e.event.kind == "message.composed")


async def _is_tried(hub: Shift, key: str) -> None:
    """Let the hub take it up, as it does when it is to leave."""
    await hub.asks(EffectTold("e", f"message/{key}", "attempted", "text.send"))


def _refusals(hub: Shift) -> list[MessageRefused]:
    return [e.event for e in hub.entries() if e.event.kind == "message.refused"]


async def test_a_text_that_can_still_be_taken_back_is_stopped_at_once(hub: Shift) -> None:
    key = await _writes(hub, HER)
    await _sets(hub, text=False)
    (told,) = _refusals(hub)
    assert told.words.startswith(f"{STOPPED}Safe-to-contact card: NO TEXTS")
    assert (told.id, told.author) == (key, 1)
    stopped = hub.state(Message, key)
    assert (stopped.status, stopped.body) == ("failed", "we found him")
    assert hub.state(Incident, 1).trouble == (key,)
    await _is_tried(hub, key)
    assert "message.attempted" not in hub.kinds()
    assert hub.faults() == []


async def test_it_is_sent_again_only_against_an_opened_card(hub: Shift) -> None:
    key = await _writes(hub, HER)
    await _sets(hub, text=False)
    with pytest.raises(Rejected, match="NO TEXTS"):
        await hub.desk(1, ResendMessage(id=key))
    opened = OpenSafeContact(incident=1, handle=HER, reason="she asked for it")
    await hub.desk(2, opened, role="lead")
    assert (await hub.desk(1, ResendMessage(id=key))).entries


async def test_what_the_card_still_allows_leaves(hub: Shift) -> None:
    key = await _writes(hub, HER)
    await _sets(hub, call=False, hidden_from="her brother")
    await _is_tried(hub, key)
    assert _refusals(hub) == []
    assert hub.state(Message, key).status == "sending"


async def test_a_mail_is_stopped_at_the_door_for_whoever_is_in_copy(hub: Shift) -> None:
    await hub.desk(1, SendMail(incident=1, to=(MAIL,), body="hello"))
    mail = SendMail(incident=1, to=("mailto:bo@example.com",), cc=(MAIL,), body="hi")
    copied = (await hub.desk(1, mail)).entries[-1].event.id
    await _sets(hub, MAIL, mail=False)
    assert len(_refusals(hub)) == 1
    await _is_tried(hub, copied)
    assert _refusals(hub)[-1].id == copied


async def test_what_waited_until_their_hours_were_over_does_not_leave(hub: Shift) -> None:
    open_now = f"{hub.clock.at:%H}:00-{hub.clock.at + timedelta(hours=1):%H}:00"
    await _sets(hub, hours=open_now, zone="UTC")
    key = await _writes(hub, HER)
    hub.clock.turn(3600)
    await _is_tried(hub, key)
    (told,) = _refusals(hub)
    assert "their hours are" in told.words


async def test_a_card_that_came_by_a_merge_of_people_is_obeyed_too(hub: Shift) -> None:
    await _two_people(hub)
    await _sets(hub, HERS_TOO, 2, text=False)
    key = await _writes(hub, HER)
    await _merge(hub)
    await _is_tried(hub, key)
    assert "NO TEXTS" in _refusals(hub)[0].words


async def _two_people(hub: Shift) -> None:
    await hub.texts(KIM)
    await hub.desk(1, IdentifyContact(handle=HER, name="Ana Ruiz"))
    await hub.desk(1, IdentifyContact(handle=HERS_TOO, name="A. Ruiz"))
    await hub.desk(1, MergePeople(incident=1, handle=HER, among=2, other=HERS_TOO, reason="hers"))
    await hub.desk(1, UnmergePeople(incident=1, handle=HER, reason="a look"))
    kim = SetSafeContact(incident=2, handle=HERS_TOO, terms=SafeTerms())
    await hub.desk(1, kim)


async def _merge(hub: Shift) -> None:
    await hub.desk(1, MergePeople(incident=1, handle=HER, among=2, other=HERS_TOO, reason="hers"))


async def _wants_a_callback(hub: Shift) -> Call:
    call = await hub.rings(ANA)
    await hub.asks(CallbackWanted(call=call, number=""))
    await hub.leg(call, "customer", "completed", 3)
    return hub.state(Call, f"cb-{call}-1")


async def test_a_callback_that_waits_for_an_agent_is_ended_and_somebodys_work(hub: Shift) -> None:
    waiting = await _wants_a_callback(hub)
    await hub.desk(1, SetPresence(state="available"))
    await hub.asks(RouteCalls())
    assert hub.state(Call, waiting.id).offer == 1
    await _sets(hub, call=False)
    assert hub.state(Call, waiting.id).over
    (owed,) = hub.state(Incident, 1).followups
    assert (owed.is_open, owed.is_ours) == (True, True)
    assert hub.entries()[-1].event.how.startswith("not rung. Safe-to-contact card: NO CALLS")
    assert hub.state(Incident, 1).waiting_calls == ()
    assert hub.faults() == []


async def test_a_callback_whose_hours_are_over_is_offered_to_nobody(hub: Shift) -> None:
    open_now = f"{hub.clock.at:%H}:00-{hub.clock.at + timedelta(hours=1):%H}:00"
    await _sets(hub, hours=open_now, zone="UTC")
    waiting = await _wants_a_callback(hub)
    await hub.desk(1, SetPresence(state="available"))
    hub.clock.turn(3600)
    await hub.asks(RouteCalls())
    assert hub.state(Call, waiting.id).over
    with pytest.raises(Rejected):
        await hub.desk(1, AcceptCall(call=waiting.id))
    assert hub.faults() == []


@pytest.mark.parametrize("is_undone", [False, True])
async def test_blanking_a_card_blanks_what_a_merge_made_of_it(hub: Shift, is_undone: bool) -> None:
    await _two_people(hub)
    await _sets_hers(hub)
    card = next(
        e.seq for e in hub.entries() if e.event.kind == "contact.safe_set" and _words_in(e.event)
    )
    await _merge(hub)
    if is_undone:
        await hub.desk(1, UnmergePeople(incident=1, handle=HER, reason="two after all"))
    await hub.asks(Redact(card, "she asked"), actor="admin:cli")
    told = "".join(e.event.model_dump_json() for e in hub.entries())
    assert "marigold" not in told
    assert "her brother" not in told
    theirs = hub.state(Contact, HERS_TOO).safe
    assert theirs is not None
    assert not theirs.text
    if not is_undone:
        await hub.desk(1, UnmergePeople(incident=1, handle=HER, reason="two after all"))
    assert hub.state(Contact, HER).safe is None
    assert hub.state(Contact, HER).name == "Ana Ruiz"
    assert hub.faults() == []


async def _sets_hers(hub: Shift) -> None:
    terms = SafeTerms(text=False, code_word="marigold", hidden_from="her brother")
    await hub.desk(1, SetSafeContact(incident=2, handle=HERS_TOO, terms=terms))


def _words_in(event: object) -> bool:
    return "marigold" in str(event)


async def test_the_card_of_somebody_else_is_left_as_it_is(hub: Shift) -> None:
    await _two_people(hub)
    await _sets_hers(hub)
    same = SafeTerms(text=False, code_word="marigold", hidden_from="her brother")
    await hub.desk(1, SetSafeContact(incident=1, handle=HER, terms=same))
    card = [e.seq for e in hub.entries() if _words_in(e.event)]
    await hub.asks(Redact(card[0], "she asked"), actor="admin:cli")
    kept = hub.state(Contact, HER).safe
    assert kept is not None
    assert kept.code_word == "marigold"
    assert hub.faults() == []
