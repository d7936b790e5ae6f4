"""Restricted incidents at the record door: hidden and missing are one answer, whatever names them.

Every id in every command is tried on its own (A2, A3), in the transaction that would write (A10).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import pytest

from channels.base import Media
from console.domain.agent import SetPresence
from console.domain.base import Command, Rejected
from console.domain.call_events import AcceptCall, EndWrapUp
from console.domain.call_state import Call
from console.domain.handover import HandOver
from console.domain.incident import Incident
from console.domain.incident_events import TakeIncident, TakeNext
from console.domain.merging import MergeIncident
from console.domain.message_events import OpenMedia, SendText
from console.domain.moving import MoveLeg
from console.domain.note import AddNote
from console.domain.restriction import RestrictIncident, UnrestrictIncident
from console.domain.transfer_events import TransferCall
from console.domain.wire import DeskCommand
from console.hub.wishes import RouteCalls
from tests.hub.store.shift import ANA, KIM, Shift, shift
from tests.hub.store.test_rights import some

if TYPE_CHECKING:
    from console.domain.base import Role

COMMANDS: tuple[type[Command], ...] = get_args(get_args(DeskCommand)[0])
IDS = frozenset(
    {"incident", "incidents", "call", "message", "id", "into", "page", "stream", "among"}
)
"""Fields that name something of an incident."""
PLAIN = frozenset(
    {
        "about", "agency", "agent", "answered", "asked", "because", "body", "by", "caller_id",
        "card", "category", "cc", "done", "edits", "flag", "handle", "how", "keep", "key", "kind",
        "language", "leg", "minutes", "name", "note", "number", "offset", "on", "on_reply",
        "other", "over", "people", "person", "place", "queue", "reached_at", "read", "reason",
        "role", "route", "script", "seen", "sender", "severity", "state", "stayed", "stays",
        "step", "subject", "terms", "text", "title", "to", "until", "version", "when", "words",
        "zone",
    }
)  # fmt: skip
"""Fields that do not. A new field belongs to one of both, and is then tried here."""
WHY = "it is about a colleague"
SAM, LEE = 1, 2


async def hidden_things(hub: Shift) -> dict[str, Any]:
    """Let one of everything happen, and let Lee restrict it; gives the ids that Sam may not use."""
    await hub.hires("sam", role="lead")
    await hub.hires("lee", "+14155550112", role="lead")
    photo = (Media("https://api.twilio.com/photo", "image/jpeg", "", 9),)
    await hub.texts(ANA, media=photo, sid="SMhidden")
    call = await hub.rings(ANA)
    noted = await hub.desk(LEE, AddNote(incident=1, text="she saw him"), role="lead")
    sent = await hub.desk(LEE, SendText(incident=1, to=f"tel:{ANA}", body="hi"), role="lead")
    await hub.desk(LEE, RestrictIncident(incident=1, reason=WHY), role="lead")
    return {
        "incident": 1,
        "incidents": (1,),
        "into": 1,
        "stream": "message/SMhidden",
        "call": call,
        "message": "SMhidden",
        "note": noted.entries[0].event.id,
        "text": sent.entries[0].event.id,
    }


NONE = {"incident": 999, "incidents": (999,), "into": 999, "stream": "message/SMnone",
        "call": "CAnone", "message": "SMnone", "note": "none", "text": "none"}  # fmt: skip


def naming(kind: type[Command], things: dict[str, Any]) -> Command:
    """Make a command that names things; what else it says makes sense or not."""
    given: dict[str, Any] = {}
    for name, field in kind.model_fields.items():
        if name == "id":
            given[name] = things["note" if kind.__name__.endswith("Note") else "text"]
        elif name in IDS:
            given[name] = things.get(name, "none")
        elif field.is_required():
            given[name] = some(field)
    return kind.model_construct(**given)


async def refusal(hub: Shift, command: Command, role: Role = "lead") -> tuple[str, str]:
    with pytest.raises(Rejected) as no:
        await hub.desk(SAM, command, role=role)
    return no.value.code, no.value.message


def test_every_field_of_every_command_is_known_to_name_something_or_not() -> None:
    fields = {name for kind in COMMANDS for name in kind.model_fields}
    assert fields - IDS - PLAIN == set()


async def test_every_id_of_every_command_is_refused_as_if_it_were_nothing(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        things = await hidden_things(hub)
        before = len(hub.entries())
        naming_some = [kind for kind in COMMANDS if IDS & kind.model_fields.keys()]
        assert len(naming_some) > 40
        for kind in naming_some:
            hidden = await refusal(hub, naming(kind, things))
            assert hidden == await refusal(hub, naming(kind, NONE)), kind
            assert hidden[0] == "not_found", kind
        assert len(hub.entries()) == before


async def test_an_id_beside_one_that_is_allowed_is_judged_on_its_own(database_url: str) -> None:
    async with shift(database_url) as hub:
        things = await hidden_things(hub)
        await hub.texts(KIM)
        smuggled = (
            AddNote(incident=2, text="x", call=things["call"]),
            OpenMedia(incident=2, message=things["message"], place=0),
            MergeIncident(incident=2, into=1, reason=WHY),
            MoveLeg(incident=2, stream="message/SMhidden", into=2, reason=WHY),
        )
        unknown = (
            AddNote(incident=2, text="x", call="CAnone"),
            OpenMedia(incident=2, message="SMnone", place=0),
            MergeIncident(incident=2, into=999, reason=WHY),
            MoveLeg(incident=2, stream="message/SMnone", into=2, reason=WHY),
        )
        for one, other in zip(smuggled, unknown, strict=True):
            assert await refusal(hub, one) == await refusal(hub, other)
        foreign = await hub.rings("+14155550103")
        code, _ = await refusal(hub, AddNote(incident=2, text="x", call=foreign))
        assert code == "not_found"


@pytest.mark.parametrize(
    "command",
    [
        HandOver(incident=2, agent=77, asked="x"),
        HandOver(incident=2, queue="nowhere", asked="x"),
        RestrictIncident(incident=2, people=(77,), reason=WHY),
    ],
)
async def test_somebody_or_a_queue_that_is_not_there_is_not_found(
    database_url: str, command: Command
) -> None:
    async with shift(database_url) as hub:
        await hidden_things(hub)
        await hub.texts(KIM)
        await hub.desk(SAM, TakeIncident(incident=2), role="lead")
        assert (await refusal(hub, command))[0] == "not_found"


async def test_the_answer_to_a_wish_said_again_holds_nothing_that_was_hidden_since(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam")
        await hub.hires("lee", role="lead")
        await hub.texts(ANA)
        note = AddNote(incident=1, text="her address is 9 Elm")
        assert (await hub.desk(1, note, id="note0001")).entries
        await hub.desk(LEE, RestrictIncident(incident=1, reason=WHY), role="lead")
        assert (await hub.desk(1, note, id="note0001")).entries == ()


async def test_what_waits_is_not_given_to_somebody_who_may_not_see_it(database_url: str) -> None:
    async with shift(database_url) as hub:
        await hidden_things(hub)
        assert (await refusal(hub, TakeNext()))[0] == "empty"
        taken = await hub.desk(LEE, TakeNext(), role="lead")
        assert [entry.incident for entry in taken.entries] == [1, 1]


async def test_a_call_of_it_is_offered_to_its_people_only_and_waits_for_them(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        call = (await hidden_things(hub))["call"]
        await hub.desk(SAM, SetPresence(state="available"), role="lead")
        await hub.asks(RouteCalls())
        assert hub.state(Call, call).phase == "queued"
        other = await hub.rings(KIM)
        await hub.asks(RouteCalls())
        assert hub.state(Call, other).offer == SAM
        await hub.desk(LEE, SetPresence(state="available"), role="lead")
        await hub.asks(RouteCalls())
        assert hub.state(Call, call).offer == LEE


async def test_it_is_handed_over_to_nobody_who_may_not_see_it(database_url: str) -> None:
    async with shift(database_url) as hub:
        call = (await hidden_things(hub))["call"]
        await hub.desk(LEE, TakeIncident(incident=1), role="lead")
        for agent in (SAM, LEE):
            await hub.desk(agent, SetPresence(state="available"), role="lead")
        await hub.asks(RouteCalls())
        await hub.desk(LEE, AcceptCall(call=call), role="lead")
        for number, leg in enumerate(("customer", f"agent-{LEE}-1"), start=1):
            await hub.room(call, "participant-join", number, leg)
        await hub.texts(KIM)
        await hub.desk(LEE, TakeIncident(incident=2), role="lead")
        await hub.desk(LEE, RestrictIncident(incident=2, reason=WHY), role="lead")
        over = HandOver(incident=2, agent=SAM, asked="read it")
        transfer = TransferCall(call=call, how="cold", agent=SAM, asked="take her")
        for command in (over, transfer):
            with pytest.raises(Rejected, match="Name them first"):
                await hub.desk(LEE, command, role="lead")


async def test_an_offer_is_withdrawn_and_a_wrap_up_ended_but_nobody_is_cut_off_a_call(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        await hub.hires("sam")
        await hub.hires("lee", "+14155550112", role="lead")
        restrict = RestrictIncident(incident=1, reason=WHY)
        call = await hub.rings(ANA)
        await hub.desk(SAM, SetPresence(state="available"))
        await hub.asks(RouteCalls())
        await hub.desk(LEE, restrict, role="lead")
        assert hub.state(Call, call).offer is None
        await hub.desk(LEE, UnrestrictIncident(incident=1, reason="no"), role="lead")
        hub.clock.turn(60)
        await hub.asks(RouteCalls())
        await hub.desk(SAM, AcceptCall(call=call))
        with pytest.raises(Rejected, match="Sam is in a live call of it"):
            await hub.desk(LEE, restrict, role="lead")
        await hub.leg(call, "customer", "completed", 1)
        assert hub.state(Call, call).phase == "wrap-up"
        await hub.desk(LEE, restrict, role="lead")
        assert hub.state(Call, call).phase == "ended"
        assert (await refusal(hub, EndWrapUp(call=call)))[0] == "not_found"
        assert hub.state(Incident, 1).owner is None
        assert hub.faults() == []


async def test_who_restricts_is_among_its_people_and_lifting_shows_it_again(
    database_url: str,
) -> None:
    async with shift(database_url) as hub:
        await hidden_things(hub)
        more = RestrictIncident(incident=1, people=(SAM,), reason="he helps")
        await hub.desk(LEE, more, role="lead")
        limit = hub.state(Incident, 1).restriction
        assert limit is not None
        assert (limit.people, limit.ask) == ((SAM, LEE), "Lee")
        assert (await hub.desk(LEE, more, role="lead")).entries == ()
        await hub.desk(SAM, UnrestrictIncident(incident=1, reason="done"), role="lead")
        assert hub.state(Incident, 1).restriction is None
        assert hub.faults() == []
