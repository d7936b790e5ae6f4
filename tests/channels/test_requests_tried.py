"""Every request that we make of a provider has a flow in which it fails; this is the list."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

from channels.base import Mail, Messaging, Voice
from channels.captions import Captioning
from channels.files import Files
from channels.recordings import Recordings
from channels.rooms import Rooms

FLOWS = Path(__file__).parents[1] / "flows"
PORTS = (Messaging, Mail, Voice, Rooms, Recordings, Captioning, Files)
CALL, COMPANY = "test_call_faults", "test_conference_faults"
TRIED = {
    "Messaging.send": ("test_text_faults", "a_text_that_can_be_saved_arrives_once"),
    "Messaging.find": ("test_text_faults", "a_text_of_which_nobody_knows_is_sent_again_by_hand"),
    "Mail.send": ("test_text_faults", "a_mail_that_can_be_saved_arrives_once"),
    "Voice.ring": (CALL, "while_the_agents_phone_is_to_ring"),
    "Voice.redirect": (CALL, "while_the_caller_is_to_be_connected"),
    "Voice.hang_up": (CALL, "hold_mute_pause_and_end_come_about"),
    "Voice.end_conference": (CALL, "hold_mute_pause_and_end_come_about"),
    "Voice.hold": (CALL, "hold_mute_pause_and_end_come_about"),
    "Voice.mute": (CALL, "hold_mute_pause_and_end_come_about"),
    "Voice.add": (CALL, "while_somebody_is_dialled"),
    "Voice.start_recording": ("test_request_faults", "a_recording_begins_and_stops_or"),
    "Voice.set_recording": ("test_request_faults", "a_recording_begins_and_stops_or"),
    "Voice.probe": ("test_outages", "an_hour_without_the_phone_provider"),
    "Voice.look_up": ("test_request_faults", "a_ghost_is_found_though_nobody_answers"),
    "Rooms.invite": ("test_phones_of_agents", "a_lead_at_a_sip_phone"),
    "Rooms.coach": ("test_supervision_faults", "a_provider_that_fails_never_lets"),
    "Rooms.drop": (COMPANY, "hold_and_drop_of_a_guest_come_about"),
    "Rooms.announce": ("test_recording", "the_announcement_comes_about"),
    "Rooms.set_exit": (COMPANY, "the_room_is_kept_for_the_others"),
    "Rooms.has": ("test_request_faults", "a_caller_who_was_connected_unnoticed"),
    "Captioning.start": ("test_captions", "nothing_is_written_down_twice_though"),
    "Captioning.stop": ("test_captions", "nothing_is_written_down_twice_though"),
    "Recordings.of_call": ("test_request_faults", "a_message_is_found_and_deleted_though"),
    "Recordings.delete": ("test_request_faults", "a_message_is_found_and_deleted_though"),
    "Files.fetch": ("test_attachments", "a_provider_in_trouble_is_no_trouble"),
}
"""Request to the flow, and how its test's name begins, that lets it fail in every way."""


def requests() -> set[str]:
    """What the ports of this hub can ask of providers."""
    return {
        f"{port.__name__}.{name}"
        for port in PORTS
        for name, asked in inspect.getmembers(port, inspect.isfunction)
        if not name.startswith("_")
    }


def names_in(flow: str) -> list[str]:
    """The names of a flow's tests, without their first word."""
    tree = ast.parse((FLOWS / f"{flow}.py").read_text("utf-8"))
    return [one.name.removeprefix("test_") for one in tree.body if hasattr(one, "name")]


def test_no_request_is_left_out() -> None:
    assert set(TRIED) == requests()


def test_every_flow_that_is_named_is_there() -> None:
    missing = [
        request
        for request, (flow, begins) in TRIED.items()
        if not any(name.startswith(begins) for name in names_in(flow))
    ]
    assert missing == []
