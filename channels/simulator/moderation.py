"""What an API caller may change about a participant: mute, hold, coach, exit rule, announcements.

Source: https://www.twilio.com/docs/voice/api/conference-participant-resource#update
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from channels.simulator.legs import call_form
from channels.simulator.player import play_on
from channels.simulator.twiml import BadDocument
from channels.simulator.webhooks import DeliveryFailed

if TYPE_CHECKING:
    from channels.simulator.conference import Conference, Participant


@dataclass(frozen=True, slots=True)
class Change:
    """One update request; None leaves a property as it is."""

    muted: bool | None = None
    hold: bool | None = None
    hold_url: str | None = None
    hold_method: str = "GET"
    ends: bool | None = None
    coaching: bool | None = None
    coached: str | None = None
    wait_url: str | None = None
    wait_method: str = "POST"
    announce_url: str | None = None
    announce_method: str = "POST"


def apply(room: Conference, participant: Participant, change: Change) -> None:
    """Carry out an update and report each event that it causes."""
    _mute(room, participant, change)
    _hold(room, participant, change)
    _modify(room, participant, change)
    if change.announce_url:
        announce(room, change.announce_url, change.announce_method, participant)


def _mute(room: Conference, participant: Participant, change: Change) -> None:
    if change.muted is None or change.muted == participant.muted:
        return
    participant.muted = change.muted
    event = "participant-mute" if change.muted else "participant-unmute"
    room.fire(event, "mute", participant.form())


def _hold(room: Conference, participant: Participant, change: Change) -> None:
    if change.hold is None or change.hold == participant.hold:
        return
    participant.hold = change.hold
    form = {"ConferenceSid": room.sid, "FriendlyName": room.name}
    if change.hold:
        participant.play(change.hold_url, change.hold_method, form)
    elif room.status == "init":
        participant.play(participant.wait_url, participant.wait_method, form)
    else:
        participant.hush()
    event = "participant-hold" if change.hold else "participant-unhold"
    room.fire(event, "hold", participant.form())


def _modify(room: Conference, participant: Participant, change: Change) -> None:
    before = (participant.ends, participant.coaching, participant.coached, participant.wait_url)
    if change.ends is not None:
        participant.ends = change.ends
    if change.coaching is not None:
        participant.coaching = change.coaching
    if change.coached is not None:
        participant.coached = change.coached
    if change.wait_url is not None:
        participant.wait_url, participant.wait_method = change.wait_url, change.wait_method
    after = (participant.ends, participant.coaching, participant.coached, participant.wait_url)
    if before != after:
        room.fire("participant-modify", "modify", participant.form())


def announce(
    room: Conference, url: str, method: str, participant: Participant | None = None
) -> None:
    """Play a document to one participant or, without one, to everybody present."""
    room.plant.tasks.start(_announce(room, url, method, participant), "announcement")


async def _announce(
    room: Conference, url: str, method: str, participant: Participant | None
) -> None:
    fields = {"AnnounceUrl": url}
    if participant is not None:
        fields["CallSid"] = participant.leg.sid
    hearers = [participant] if participant is not None else room.present
    try:
        for one in hearers:
            form = call_form(one.leg) | {"ConferenceSid": room.sid, "FriendlyName": room.name}
            await play_on(one.leg, url, method, form)
    except (DeliveryFailed, BadDocument) as error:
        room.plant.journal.alert(error.code, url, str(error))
        failed = fields | {"ReasonAnnouncementFailed": "Announcement failed"}
        room.fire("announcement-fail", "announcement", failed)
        return
    room.fire("announcement-end", "announcement", fields)
