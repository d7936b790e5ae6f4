"""Rooms: who gets in, what is reported, how they end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from channels.simulator.phones import by_hand, never_answers
from tests.channels.simulator.api import OURS, Api

if TYPE_CHECKING:
    from channels.simulator import Network, SimulatedClock
    from tests.channels.simulator.hub import Hub
    from tests.channels.simulator.room import Room


async def test_a_room_starts_when_the_agent_comes_in(room: Room) -> None:
    assert room.events == ["participant-join", "participant-join", "conference-start"]
    assert room.hub.got("/room", "SequenceNumber") == ["1", "2", "3"]
    assert room.hub.got("/leg", "CallStatus") == ["initiated", "ringing", "in-progress"]
    assert room.caller.heard == ["Please stay."]
    assert room.caller.hears() == {room.ines}
    assert room.agent.hears() == {room.dana}
    assert room.network.complaints == []


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


async def test_a_redirected_agent_goes_on_outside_the_room(room: Room) -> None:
    answer = await room.api.make(
        f"Calls/{room.agent.sid}.json", Twiml="<Response><Say>Wrap up.</Say></Response>"
    )
    await room.clock.settle()

    assert answer.status_code == 200
    assert (room.agent.status, room.agent.heard) == ("in-progress", ["Wrap up."])
    assert room.caller.status == "in-progress"
    assert room.caller.hears() == frozenset()


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
