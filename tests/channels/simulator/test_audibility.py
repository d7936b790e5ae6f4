"""Who hears whom in a room: hold, mute, whisper, announcements, voicemail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from channels.simulator.phones import answers, voicemail
from tests.channels.simulator.api import OURS

if TYPE_CHECKING:
    from channels.simulator import Network, SimulatedClock
    from tests.channels.simulator.hub import Hub
    from tests.channels.simulator.room import Room


async def test_words_reach_those_who_can_hear(room: Room) -> None:
    await room.agent.says("Is the dog safe now?")

    assert room.caller.heard[-1] == "Is the dog safe now?"
    assert room.agent.heard == []


async def test_nobody_hears_anybody_before_the_room_starts(
    network: Network, hub: Hub, clock: SimulatedClock
) -> None:
    hub.pages["/voice"] = (
        '<Dial><Conference startConferenceOnEnter="false" waitUrl="">lobby</Conference></Dial>'
    )
    one = await network.person("+14155550110").rings(OURS)
    other = await network.person("+14155550111").rings(OURS)
    await clock.advance(5)
    await one.says("hello?")

    assert (one.hears(), other.hears(), other.heard) == (frozenset(), frozenset(), [])


async def test_a_held_caller_hears_only_the_hold_document(room: Room) -> None:
    await room.change(room.caller, Hold="true", HoldUrl=f"{room.hub.url}/hold", HoldMethod="POST")
    await room.agent.says("let me check")
    await room.caller.says("hello?")

    assert room.caller.heard[-1] == "On hold."
    assert room.agent.heard == []
    assert (room.caller.hears(), room.agent.hears()) == (frozenset(), frozenset())

    await room.change(room.caller, Hold="false")
    assert room.caller.hears() == {room.ines}
    assert room.events[-2:] == ["participant-hold", "participant-unhold"]
    assert room.hub.last("/room")["Hold"] == "false"


async def test_a_muted_agent_hears_but_is_not_heard(room: Room) -> None:
    await room.change(room.agent, Muted="true")

    assert room.caller.hears() == frozenset()
    assert room.agent.hears() == {room.dana}
    assert room.events[-1] == "participant-mute"


async def test_a_whispering_lead_is_heard_by_the_agent_alone(room: Room) -> None:
    lead = room.network.person("sip:lead@example.com", name="Lee", phone=answers(1))
    leg = await room.add(lead, Muted="true", StartConferenceOnEnter="false")
    assert leg.hears() == {room.dana, room.ines}
    assert room.caller.hears() == {room.ines}

    await room.change(leg, Coaching="true", CallSidToCoach=room.agent.sid)
    await room.change(leg, Muted="false")
    await leg.says("ask for the vet's name")
    assert room.agent.heard == ["ask for the vet's name"]
    assert "ask for the vet's name" not in room.caller.heard
    assert room.caller.hears() == {room.ines}

    await room.change(leg, Coaching="false", CallSidToCoach=room.agent.sid)
    assert room.caller.hears() == {room.ines, lead}


async def test_coaching_somebody_who_is_not_there_is_refused(room: Room) -> None:
    answer = await room.api.make(
        f"Conferences/{room.sid}/Participants/{room.agent.sid}.json",
        Coaching="true",
        CallSidToCoach="CA" + "0" * 32,
    )

    assert (answer.status_code, answer.json()["code"]) == (400, 13240)


async def test_an_announcement_is_heard_and_reported(room: Room) -> None:
    room.hub.pages["/announce"] = "<Say>This call is recorded.</Say>"
    await room.change(room.caller, AnnounceUrl=f"{room.hub.url}/announce")
    await room.clock.advance(3)

    assert room.caller.heard[-1] == "This call is recorded."
    assert room.events[-1] == "announcement-end"
    assert room.hub.last("/room")["CallSid"] == room.caller.sid


async def test_a_hold_document_may_not_ask_for_keys(room: Room) -> None:
    room.hub.pages["/menu"] = "<Gather><Say>Press 1.</Say></Gather>"
    await room.change(room.caller, Hold="true", HoldUrl=f"{room.hub.url}/menu")

    assert any("<Gather> is not allowed here" in one for one in room.network.complaints)


async def test_a_voicemail_in_the_room_is_heard_by_everybody(room: Room) -> None:
    machine = room.network.person("+14155550121", phone=voicemail("Not at home.", after=2))
    await room.add(machine)

    assert room.caller.heard[-1] == "Not at home."
