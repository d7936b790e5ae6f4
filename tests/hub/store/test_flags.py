"""Flags through the record door: on a person they stand everywhere, end by themselves, name who."""

from __future__ import annotations

from datetime import timedelta

import pytest

from console.domain.answering import SayWhoAnswered
from console.domain.base import Rejected
from console.domain.call_events import DialCall
from console.domain.call_state import Call
from console.domain.flags import FlagPerson, UnflagPerson
from console.domain.incident import Incident
from console.domain.incident_events import OpenIncident, SetFlag
from console.domain.person import Contact, IdentifyContact
from console.domain.restriction import RestrictIncident
from console.hub.wishes import IncidentDue
from console.hub.wishes_people import FlagDue, MachineHeard
from console.hub.wishes_recording import AnswerFound
from tests.hub.store.shift import ACCOUNT, ANA, KIM, Shift, shift

HOUR = timedelta(hours=1)
HER, HERS_TOO = f"tel:{ANA}", f"tel:{KIM}"


async def _flagged(hub: Shift, hours: float = 24, flag: str = "abusive caller") -> None:
    until = hub.clock.now() + timedelta(hours=hours)
    wish = FlagPerson(incident=1, handle=HER, flag=flag, until=until, note="shouts")
    await hub.desk(1, wish)


def _standing(hub: Shift, handle: str = HER) -> list[tuple[str, str]]:
    return [(flag.flag, flag.name) for flag in hub.state(Contact, handle).flags]


async def test_a_flag_on_a_person_stands_at_every_address_and_in_later_incidents(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam")
        await hub.texts(ANA)
        await hub.texts(KIM)
        await hub.desk(1, IdentifyContact(handle=HER, name="Ana"))
        await hub.desk(1, IdentifyContact(handle=HERS_TOO, name="Ana", person=1))
        await _flagged(hub)
        await hub.desk(1, OpenIncident(title="again", handle=HER))
        assert _standing(hub) == _standing(hub, HERS_TOO) == [("abusive caller", "Sam")]
        assert hub.faults() == []


async def test_an_address_that_turns_out_to_be_theirs_gets_their_flags(database_url: str) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam")
        await hub.texts(ANA)
        await hub.texts(KIM)
        await hub.desk(1, IdentifyContact(handle=HER, name="Ana"))
        await _flagged(hub)
        await hub.desk(1, IdentifyContact(handle=HERS_TOO, name="Ana", person=1))
        assert _standing(hub, HERS_TOO) == [("abusive caller", "Sam")]


async def test_the_end_of_a_flag_is_told_where_it_was_put_up(database_url: str) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam")
        await hub.texts(ANA)
        await _flagged(hub, hours=1)
        await hub.desk(1, SetFlag(incident=1, flag="minor", until=hub.clock.now() + HOUR))
        for due in (FlagDue(handle=HER), IncidentDue(incident=1)):
            assert (await hub.asks(due)).entries == ()
        hub.clock.turn(3601)
        (over,) = (await hub.asks(FlagDue(handle=HER))).entries
        assert (over.event.kind, over.event.flag, over.incident) == (
            "contact.flag_expired",
            "abusive caller",
            1,
        )
        (over,) = (await hub.asks(IncidentDue(incident=1))).entries
        assert (over.event.kind, over.event.flag) == ("incident.flag_expired", "minor")
        assert _standing(hub) == []
        assert hub.state(Incident, 1).flags == ()
        assert (await hub.asks(FlagDue(handle=HER))).entries == ()
        assert hub.many("effect") >= 2
        assert hub.faults() == []


async def test_only_leads_take_one_down_and_nobody_puts_up_what_is_over(database_url: str) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam")
        await hub.hires("lee", "+14155550112", role="lead")
        await hub.texts(ANA)
        await _flagged(hub)
        down = UnflagPerson(incident=1, handle=HER, flag="abusive caller")
        with pytest.raises(Rejected, match="ask a lead"):
            await hub.desk(1, down)
        await hub.desk(2, down, role="lead")
        assert _standing(hub) == []
        with pytest.raises(Rejected, match="still to come"):
            await _flagged(hub, hours=-1)
        past = hub.clock.now() - HOUR
        with pytest.raises(Rejected, match="still to come"):
            await hub.desk(1, SetFlag(incident=1, flag="minor", until=past))
        stranger = FlagPerson(incident=1, handle=HERS_TOO, flag="minor")
        with pytest.raises(Rejected, match="not a party"):
            await hub.desk(1, stranger)


async def test_a_flag_from_a_restricted_incident_tells_nobody_why_or_where(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        await hub.hires("lee", role="lead")
        await hub.texts(ANA)
        await hub.desk(1, RestrictIncident(incident=1, reason="about a colleague"), role="lead")
        with pytest.raises(Rejected, match="leave out why"):
            await hub.desk(
                1, FlagPerson(incident=1, handle=HER, flag="minor", note="x"), role="lead"
            )
        await hub.desk(1, FlagPerson(incident=1, handle=HER, flag="minor"), role="lead")
        (flag,) = hub.state(Contact, HER).flags
        assert (flag.note, flag.incident) == ("", 0)


async def test_whoever_says_that_a_person_answered_is_not_cut_off(database_url: str) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam")
        await hub.texts(ANA)
        await hub.desk(1, SetFlag(incident=1, flag="do not voicemail"))
        dialed = await hub.desk(1, DialCall(incident=1, to=HER))
        (call,) = [e.event.id for e in dialed.entries if e.event.kind == "call.dialed"]
        await hub.leg(call, "agent-1-1", "in-progress", 1)
        await hub.leg(call, "customer", "in-progress", 1)
        await hub.room(call, "participant-join", 1, "agent-1-1")
        await hub.room(call, "participant-join", 2, "customer")
        assert hub.state(Call, call).answered_at is not None
        found = AnswerFound(call, ACCOUNT, "machine", "machine_start", 900)
        (told,) = (await hub.asks(found, actor="provider:twilio")).entries
        assert told.event.no_message
        await hub.desk(1, SayWhoAnswered(call=call, by="person"))
        assert (await hub.asks(MachineHeard(call=call))).entries == ()
        assert not hub.state(Call, call).end_asked
