"""What is said on a leg comes back in callbacks, unfinished first, as long as somebody listens."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from channels.simulator import Network, SimulatedClock
    from channels.simulator.transcripts import Transcription
    from tests.channels.simulator.api import Api
    from tests.channels.simulator.hub import Hub
    from tests.channels.simulator.room import Room


async def listens(api: Api, hub: Hub, room: Room) -> str:
    """Let the provider transcribe the caller's leg."""
    made = await api.make(
        f"Calls/{room.caller.sid}/Transcriptions.json",
        Name="mine",
        StatusCallbackUrl=f"{hub.url}/heard",
        PartialResults="true",
        LanguageCode="en-US",
    )
    assert made.status_code == 200
    return str(made.json()["sid"])


def said(hub: Hub) -> list[tuple[str, str, str]]:
    """Each line that was told: side, words, whether it was final."""
    forms = [one.form for one in hub.requests if "TranscriptionData" in one.form]
    return [
        (form["Track"], json.loads(form["TranscriptionData"])["transcript"], form["Final"])
        for form in forms
    ]


async def test_both_sides_are_told_and_music_is_no_word(
    network: Network, hub: Hub, clock: SimulatedClock, api: Api, room: Room
) -> None:
    await listens(api, hub, room)
    await room.caller.says("my dog is bleeding")
    await room.agent.says("where is she")
    room.caller.hear("[music]")
    await clock.advance(10)
    assert said(hub) == [
        ("inbound_track", "my dog", "false"),
        ("outbound_track", "where", "false"),
        ("outbound_track", "where is she", "true"),
        ("inbound_track", "my dog is bleeding", "true"),
    ]
    stopped = await api.make(f"Calls/{room.caller.sid}/Transcriptions/mine.json", Status="stopped")
    assert stopped.json()["status"] == "stopped"
    await room.caller.says("nobody listens")
    await clock.advance(10)
    assert hub.got("/heard", "TranscriptionEvent")[0] == "transcription-started"
    assert hub.got("/heard", "TranscriptionEvent")[-1] == "transcription-stopped"
    assert network.complaints == []


async def test_it_ends_with_the_leg_and_can_break_off(
    network: Network, hub: Hub, clock: SimulatedClock, api: Api, room: Room
) -> None:
    first = await listens(api, hub, room)
    one: Transcription = network.board.transcriptions.all[first]
    one.break_off()
    await clock.advance(1)
    assert "32650" in hub.got("/heard", "TranscriptionErrorCode")
    assert one.status == "stopped"
    await listens(api, hub, room)
    await room.caller.hangs_up()
    await clock.advance(1)
    assert hub.got("/heard", "TranscriptionEvent").count("transcription-stopped") == 2
    gone = await api.make(f"Calls/{room.caller.sid}/Transcriptions/mine.json", Status="stopped")
    assert gone.status_code == 404
