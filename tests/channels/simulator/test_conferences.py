"""Rooms: who gets in, who hears whom, what is reported, how they end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from channels.simulator.phones import answers, by_hand, never_answers
from tests.channels.simulator.conftest import OURS, Api

if TYPE_CHECKING:
    from channels.simulator import Leg, Network, Person, SimulatedClock
    from tests.channels.simulator.hub import Hub

ALL = "start end join leave mute hold modify announcement"


@dataclass
class Room:
    """A caller and an agent in one room, and what to steer it with."""

    network: Network
    hub: Hub
    clock: SimulatedClock
    api: Api
    dana: Person
    caller: Leg
    ines: Person
    agent: Leg

    @property
    def sid(self) -> str:
        return next(iter(self.network.board.rooms.all))

    @property
    def events(self) -> list[str]:
        return self.hub.got("/room", "StatusCallbackEvent")

    async def change(self, leg: Leg, **form: str) -> None:
        path = f"Conferences/{self.sid}/Participants/{leg.sid}.json"
        answer = await self.api.make(path, **form)
        assert answer.status_code == 200, answer.text
        await self.clock.settle()

    async def add(self, person: Person, **form: str) -> Leg:
        given = {"To": person.address, "From": OURS, "Beep": "false"} | form
        answer = await self.api.make(f"Conferences/{self.sid}/Participants.json", **given)
        assert answer.status_code == 201, answer.text
        await self.clock.advance(10)
        assert person.leg is not None
        return person.leg


@pytest.fixture
async def room(network: Network, hub: Hub, clock: SimulatedClock, api: Api) -> Room:
    hub.pages["/voice"] = (
        '<Dial action="/after"><Conference participantLabel="caller" '
        'startConferenceOnEnter="false" endConferenceOnExit="true" beep="false" waitUrl="/wait" '
        f'statusCallback="/room" statusCallbackEvent="{ALL}">call-1</Conference></Dial>'
    )
    hub.pages["/wait"] = "<Say>Please stay.</Say><Pause length='20'/><Redirect>/wait</Redirect>"
    hub.pages["/hold"] = "<Say>On hold.</Say><Pause length='20'/><Redirect>/hold</Redirect>"
    dana = network.person("+14155550110", name="Dana")
    ines = network.person("sip:agent7@example.com", name="Ines", phone=answers(2))
    caller = await dana.rings(OURS)
    await clock.advance(3)
    made = await api.make(
        "Conferences/call-1/Participants.json",
        To=ines.address,
        From_=OURS,
        Label="agent-7",
        Beep="false",
        EndConferenceOnExit="false",
        StatusCallback=f"{hub.url}/leg",
        StatusCallbackEvent=["initiated", "ringing", "answered", "completed"],
    )
    assert made.status_code == 201
    await clock.advance(10)
    assert ines.leg is not None
    return Room(network, hub, clock, api, dana, caller, ines, ines.leg)


async def test_a_room_starts_when_the_agent_comes_in(room: Room) -> None:
    assert room.events == ["participant-join", "participant-join", "conference-start"]
    assert room.hub.got("/room", "SequenceNumber") == ["1", "2", "3"]
    assert room.hub.got("/leg", "CallStatus") == ["initiated", "ringing", "in-progress"]
    assert room.caller.heard == ["Please stay."]
    assert room.caller.hears() == {room.ines}
    assert room.agent.hears() == {room.dana}
    assert room.network.complaints == []


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
    await room.change(
        room.caller, Hold="true", HoldUrl=f"{room.hub.url}/hold", HoldMethod="POST"
    )
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


async def test_the_room_ends_when_the_caller_hangs_up(room: Room) -> None:
    await room.caller.hangs_up()
    await room.clock.advance(1)

    assert room.events[-3:] == ["participant-leave", "participant-leave", "conference-end"]
    end = room.hub.last("/room")
    assert end["ReasonConferenceEnded"] == "participant-with-end-conference-on-exit-left"
    assert end["CallSidEndingConference"] == room.caller.sid
    assert room.agent.status == "completed"
    reasons = room.hub.got("/room", "ReasonParticipantLeft")
    assert reasons[-3:-1] == ["participant_hung_up", "moderator_ended_conference"]


async def test_the_exit_rule_that_counts_is_the_current_one(room: Room) -> None:
    await room.change(room.caller, EndConferenceOnExit="false")
    assert room.events[-1] == "participant-modify"

    await room.caller.hangs_up()
    assert room.agent.status == "in-progress"
    await room.agent.hangs_up()
    assert room.hub.last("/room")["ReasonConferenceEnded"] == "last-participant-left"


async def test_a_kicked_caller_goes_on_with_the_action(room: Room) -> None:
    room.hub.pages["/after"] = "<Say>Goodbye.</Say>"
    path = f"Conferences/{room.sid}/Participants/caller.json"
    answer = await room.api.delete(path)
    await room.clock.advance(3)

    assert answer.status_code == 204
    assert room.hub.last("/after")["DialCallStatus"] == "answered"
    assert room.caller.heard[-1] == "Goodbye."
    assert room.agent.status == "completed"


async def test_ending_a_room_by_rest_lets_everybody_out(room: Room) -> None:
    answer = await room.api.make(f"Conferences/{room.sid}.json", Status="completed")
    await room.clock.advance(1)

    assert answer.json()["reason_conference_ended"] == "conference-ended-via-api"
    assert (room.caller.status, room.agent.status) == ("completed", "completed")
    gone = await room.api.get(f"Conferences/{room.sid}/Participants.json")
    assert gone.json()["participants"] == []
    named = await room.api.get("Conferences.json", params={"FriendlyName": "call-1"})
    assert [one["status"] for one in named.json()["conferences"]] == ["completed"]


async def test_a_redirected_caller_leaves_the_room(room: Room) -> None:
    answer = await room.api.make(
        f"Calls/{room.caller.sid}.json", Twiml="<Response><Say>One moment.</Say></Response>"
    )
    await room.clock.advance(0.5)

    assert answer.status_code == 200
    assert room.caller.heard[-1] == "One moment."
    assert room.hub.got("/room", "ReasonParticipantLeft").count("participant_updated_via_api") == 1


async def test_an_agent_who_does_not_answer_is_reported_as_leaving(room: Room) -> None:
    other = room.network.person("+14155550120", name="Omar", phone=never_answers())
    await room.api.make(
        f"Conferences/{room.sid}/Participants.json", To=other.address, From_=OURS, Timeout="10"
    )
    await room.clock.advance(30)

    left = room.hub.last("/room")
    assert left["StatusCallbackEvent"] == "participant-leave"
    assert left["ReasonParticipantLeft"] == "participant_add_failed"
    assert left["ParticipantCallStatus"] == "no-answer"
    assert room.caller.hears() == {room.ines}


async def test_a_room_made_by_rest_without_a_callback_never_reports(
    network: Network, hub: Hub, clock: SimulatedClock, api: Api
) -> None:
    hub.pages["/voice"] = (
        '<Dial><Conference statusCallback="/room" statusCallbackEvent="start join">late'
        "</Conference></Dial>"
    )
    network.person("+14155550120", phone=by_hand())
    await api.make("Conferences/late/Participants.json", To="+14155550120", From_=OURS)
    await clock.advance(3)
    await network.person("+14155550120").picks_up()
    await network.person("+14155550110").rings(OURS)
    await clock.advance(3)

    assert len(network.board.rooms.all) == 1
    assert hub.got("/room", "StatusCallbackEvent") == []


async def test_a_label_is_unique_in_its_room(room: Room) -> None:
    answer = await room.api.make(
        f"Conferences/{room.sid}/Participants.json",
        To="sip:other@example.com",
        From_=OURS,
        Label="agent-7",
    )

    assert (answer.status_code, answer.json()["code"]) == (400, 16025)


async def test_participants_are_listed_and_found_by_label(room: Room) -> None:
    listed = await room.api.get(f"Conferences/{room.sid}/Participants.json")
    one = await room.api.get(f"Conferences/{room.sid}/Participants/agent-7.json")

    assert [who["label"] for who in listed.json()["participants"]] == ["caller", "agent-7"]
    assert (one.json()["call_sid"], one.json()["status"]) == (room.agent.sid, "connected")
