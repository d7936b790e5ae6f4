"""One leg goes to another incident: what counts where, and taking it back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from console.domain.call_state import Call
from console.domain.followup import CloseFollowup
from console.domain.incident import Incident
from console.domain.incident_events import MoveStatus, SetCategory
from console.domain.merging import MergeIncident, UndoMerge
from console.domain.message import Message
from console.domain.message_events import SendText
from console.domain.moving import NEW, MoveLeg
from console.domain.note import AddNote, Note
from console.domain.restriction import RestrictIncident
from console.hub.store.find import find_incidents
from console.hub.store.incident_view import incident_view
from console.hub.wishes import EffectTold, Redact
from tests.hub.store.shift import ANA, KIM, Shift, shift
from tests.hub.store.test_merging import HER, HIS, no, told, two

if TYPE_CHECKING:
    from typing import Any

WHY = "it is about the other dog"
TEXT = "message/SMstray"
THERE = MoveLeg(incident=1, stream=TEXT, into=2, reason=WHY)
BACK = MoveLeg(incident=2, stream=TEXT, into=1, reason="it was right")


async def stray(hub: Shift) -> None:
    """Two incidents; the last text of Ana's is about that of Kim."""
    await two(hub)
    hub.clock.turn(60)
    await hub.texts(ANA, "and a white dog came by", sid="SMstray")


def plain(hub: Shift, number: int) -> dict[str, Any]:
    """Every field of an incident but the books of which legs came and went."""
    return {k: v for k, v in told(hub, number).items() if not k.startswith("legs_")}


def seen(hub: Shift, number: int) -> str:
    """The timeline of an incident as Sam reads it."""
    with hub.read.connect() as conn:
        return incident_view(number, 1)(conn).text or ""


async def test_a_text_that_was_moved_is_read_and_waits_in_the_other_incident(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        await stray(hub)
        await hub.desk(1, THERE)
        assert [hub.state(Incident, n).unanswered for n in (1, 2)] == [1, 2]
        assert "white dog" in seen(hub, 2)
        assert "white dog" not in seen(hub, 1)
        assert hub.state(Message, "SMstray").incident == 2
        assert hub.state(Incident, 2).handles == (HIS, HER)
        with hub.read.connect() as conn:
            rows = json.loads(find_incidents(hub.state(Incident, 1).ref, 1)(conn))["rows"]
            rows += json.loads(find_incidents(hub.state(Incident, 2).ref, 1)(conn))["rows"]
        assert [row["snippet"] for row in rows] == ["my dog ran away", "and a white dog came by"]
        assert [k for k in hub.kinds() if "leg" in k] == [
            "incident.leg_left",
            "incident.leg_joined",
            "leg.moved",
        ]
        assert hub.faults() == []


async def test_moving_it_back_restores_both_incidents_field_by_field(database_url: str) -> None:
    async with shift(database_url) as hub:
        await stray(hub)
        before = plain(hub, 1), plain(hub, 2)
        await hub.desk(1, THERE)
        await hub.desk(1, BACK)
        assert (plain(hub, 1), plain(hub, 2)) == before
        assert "white dog" in seen(hub, 1)
        assert "white dog" not in seen(hub, 2)
        assert hub.faults() == []


async def test_what_was_answered_there_is_answered_when_it_comes_back(database_url: str) -> None:
    async with shift(database_url) as hub:
        await stray(hub)
        await hub.desk(1, THERE)
        await hub.desk(1, SendText(incident=2, to=HIS, body="thank you both"))
        await hub.desk(1, BACK)
        assert [hub.state(Incident, n).unanswered for n in (1, 2)] == [1, 0]
        assert hub.faults() == []


async def test_what_was_answered_here_waits_for_nothing_there(database_url: str) -> None:
    async with shift(database_url) as hub:
        await stray(hub)
        await hub.desk(1, SendText(incident=1, to=HER, body="which dog?"))
        await hub.desk(1, THERE)
        assert [hub.state(Incident, n).unanswered for n in (1, 2)] == [0, 1]


async def test_a_text_of_ours_that_did_not_arrive_is_looked_after_where_it_went(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        await stray(hub)
        sent = await hub.desk(1, SendText(incident=1, to=HER, body="which dog?"))
        key = next(e.event.id for e in sent.entries if e.event.kind == "message.composed")
        ours = MoveLeg(incident=1, stream=f"message/{key}", into=2, reason=WHY)
        assert "still on its way out" in await no(hub, ours)
        told_how = EffectTold("e", f"message/{key}", "done", "text.send", sid=f"SM-{key}")
        await hub.asks(told_how)
        await hub.reports(key, "undelivered", 30003)
        await hub.desk(1, ours)
        assert [hub.state(Incident, n).trouble for n in (1, 2)] == [(), (key,)]
        await hub.reports(key, "delivered")
        assert hub.faults() == []


async def test_a_call_that_is_over_goes_with_what_was_said_in_it(database_url: str) -> None:
    async with shift(database_url) as hub:
        await stray(hub)
        call = await hub.rings(KIM)
        move = MoveLeg(incident=2, stream=f"call/{call}", into=1, reason=WHY)
        assert "still goes on" in await no(hub, move)
        await hub.leg(call, "customer", "completed", 1)
        assert "rung back" in await no(hub, move)
        await hub.desk(1, CloseFollowup(incident=2, key=call, words="rang from the street"))
        await hub.desk(1, move)
        assert hub.state(Call, call).incident == 1
        assert [hub.state(Incident, n).last_call for n in (1, 2)] == [call, None]
        assert hub.faults() == []


async def test_a_note_goes_unless_it_marks_something(database_url: str) -> None:
    async with shift(database_url) as hub:
        await stray(hub)
        noted = await hub.desk(1, AddNote(incident=1, text="white, no collar"))
        owed = await hub.desk(1, AddNote(incident=1, text="> ring the shelter"))
        keys = [one.entries[0].event.id for one in (noted, owed)]
        plainly, marked = (
            MoveLeg(incident=1, stream=f"note/{key}", into=2, reason=WHY) for key in keys
        )
        await hub.desk(1, plainly)
        assert hub.state(Note, keys[0]).incident == 2
        assert "write it anew there" in await no(hub, marked)
        assert hub.faults() == []


async def test_a_leg_is_split_off_into_an_incident_of_its_own(database_url: str) -> None:
    async with shift(database_url) as hub:
        await stray(hub)
        await hub.desk(1, MoveLeg(incident=1, stream=TEXT, into=NEW, reason=WHY))
        split = hub.state(Incident, 3)
        assert (split.handles, split.unanswered, split.title) == ((HER,), 1, WHY)
        assert "white dog" in seen(hub, 3)
        await hub.desk(1, MoveLeg(incident=3, stream=TEXT, into=1, reason="no"))
        assert [hub.state(Incident, n).unanswered for n in (1, 3)] == [2, 0]
        assert hub.faults() == []


async def test_a_leg_stays_where_it_would_be_lost_or_shown(database_url: str) -> None:
    async with shift(database_url) as hub:
        await stray(hub)
        same = THERE.model_copy(update={"into": 1})
        assert "already" in await no(hub, same)
        assert "no such leg" in await no(hub, BACK)
        await hub.desk(1, SetCategory(incident=2, category="pet-lost"))
        await hub.desk(1, SendText(incident=2, to=HIS, body="thank you"))
        await hub.desk(1, MoveStatus(incident=2, to="solved"))
        assert "is solved: open it again first" in await no(hub, THERE)
        await hub.desk(1, MoveStatus(incident=2, to="open"))
        await hub.desk(2, RestrictIncident(incident=2, reason="a colleague"), role="lead")
        assert await no(hub, THERE) == "There is no such incident."
        assert "to the same people" in await no(hub, THERE, agent=2)


async def test_a_leg_of_what_was_merged_goes_elsewhere_and_its_incident_comes_back_without_it(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        await stray(hub)
        await hub.texts("+14155550103", "a cat")
        await hub.desk(1, MergeIncident(incident=1, into=2, reason="one"))
        await hub.desk(1, MoveLeg(incident=2, stream=TEXT, into=3, reason=WHY))
        await hub.desk(1, UndoMerge(incident=1, reason="two"))
        assert [hub.state(Incident, n).unanswered for n in (1, 2, 3)] == [1, 1, 2]
        assert hub.state(Incident, 3).legs_in == {TEXT: 1}
        assert hub.faults() == []


async def test_what_is_removed_of_a_moved_leg_is_gone_in_both(database_url: str) -> None:
    async with shift(database_url) as hub:
        await stray(hub)
        await hub.desk(1, THERE)
        (row,) = [e for e in hub.entries() if e.stream == TEXT and "received" in e.event.kind]
        await hub.asks(Redact(row.seq, "asked"), actor="admin:cli")
        assert "white dog" not in seen(hub, 1) + seen(hub, 2)
        assert hub.state(Message, "SMstray").incident == 2
        assert hub.faults() == []
