"""Conferences: participants, when a room starts and ends, and the events it reports.

Source: https://www.twilio.com/docs/voice/twiml/conference
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from channels.simulator.audible import Presence, hears
from channels.simulator.legs import Callback, Leg, call_form
from channels.simulator.player import DEFAULT_MUSIC, play_on
from channels.simulator.sids import new_sid
from channels.simulator.twiml import BadDocument
from channels.simulator.webhooks import DeliveryFailed

if TYPE_CHECKING:
    from datetime import datetime

    from channels.simulator.plant import Plant

CONFERENCE_EVENTS = frozenset(
    {"start", "end", "join", "leave", "mute", "hold", "modify", "speaker", "announcement"}
)


@dataclass(eq=False, slots=True)
class Participant:
    """A leg in a room and what it may do there."""

    leg: Leg
    label: str = ""
    muted: bool = False
    hold: bool = False
    coaching: bool = False
    coached: str | None = None
    """CallSidToCoach."""
    starts: bool = True
    ends: bool = False
    wait_url: str | None = None
    """None: the provider's music; empty: silence."""
    wait_method: str = "POST"
    by_rest: bool = False
    """Made by REST: no TwiML, so leaving the room ends the leg."""
    joined: bool = False
    left: asyncio.Event = field(default_factory=asyncio.Event)
    music: asyncio.Task[None] | None = None
    created: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.created = self.leg.plant.clock.now()

    @property
    def presence(self) -> Presence:
        """What decides the audio."""
        coaches = (self.coached or "") if self.coaching else None
        return Presence(self.leg.sid, muted=self.muted, hold=self.hold, coaches=coaches)

    def form(self) -> dict[str, str]:
        """The participant block of an event."""
        flags = {
            "Muted": self.muted,
            "Hold": self.hold,
            "Coaching": self.coaching,
            "EndConferenceOnExit": self.ends,
            "StartConferenceOnEnter": self.starts,
        }
        block = {name: "true" if on else "false" for name, on in flags.items()}
        label = {"ParticipantLabel": self.label} if self.label else {}
        return {"CallSid": self.leg.sid} | label | block

    def play(self, url: str | None, method: str, form: dict[str, str]) -> None:
        """Replace what is played to the participant alone; empty URL: silence."""
        self.hush()
        if url is None:
            self.leg.hear(DEFAULT_MUSIC)
        elif url:
            self.music = self.leg.plant.tasks.start(self._play(url, method, form), "waiting music")

    async def _play(self, url: str, method: str, form: dict[str, str]) -> None:
        try:
            await play_on(self.leg, url, method, call_form(self.leg) | form)
        except (DeliveryFailed, BadDocument) as error:
            self.leg.plant.journal.alert(error.code, url, str(error))
            if not self.hold:
                self.leg.hear("An application error has occurred. Goodbye.")
                self.leg.finish("completed")

    def hush(self) -> None:
        """Stop what is played to the participant alone."""
        task, self.music = self.music, None
        if task is not None and task is not asyncio.current_task():
            task.cancel()


@dataclass(eq=False, slots=True)
class Conference:
    """A room; active until it has ended."""

    plant: Plant
    name: str
    callback: Callback | None = None
    """Fixed by whoever came first; nobody after can change it."""
    sid: str = field(default_factory=lambda: new_sid("CF"))
    status: str = "init"
    participants: dict[str, Participant] = field(default_factory=dict)
    """By call sid: those present and those still ringing."""
    reason: str | None = None
    ended_by: str | None = None
    created: datetime = field(init=False)
    _sequence: int = 0

    def __post_init__(self) -> None:
        self.created = self.plant.clock.now()

    @property
    def present(self) -> list[Participant]:
        """Those who joined and have not left."""
        return [one for one in self.participants.values() if one.joined]

    def find(self, key: str) -> Participant | None:
        """By call sid or label."""
        by_label = (one for one in self.participants.values() if one.label and one.label == key)
        return self.participants.get(key) or next(by_label, None)

    def fire(self, event: str, subject: str, fields: dict[str, str] | None = None) -> None:
        """Report an event, if whoever came first subscribed to its subject."""
        if self.callback is None or subject not in self.callback.events:
            return
        self._sequence += 1
        form = {
            "AccountSid": self.plant.settings.account_sid,
            "ConferenceSid": self.sid,
            "FriendlyName": self.name,
            "StatusCallbackEvent": event,
            "SequenceNumber": str(self._sequence),
            "Timestamp": self.plant.stamp(),
        } | (fields or {})
        self.plant.webhooks.notify(self.callback.url, form, method=self.callback.method)

    def expect(self, participant: Participant) -> None:
        """Count in a participant that is still being called."""
        self.participants[participant.leg.sid] = participant

    def join(self, participant: Participant) -> None:
        """Let a participant in; the room starts with two, one of them a starter."""
        self.participants[participant.leg.sid] = participant
        participant.joined = True
        participant.leg.place = self
        self.fire("participant-join", "join", participant.form())
        if self.status == "in-progress":
            return
        if len(self.present) >= 2 and any(one.starts for one in self.present):
            self.status = "in-progress"
            self.fire("conference-start", "start")
            for one in self.present:
                if not one.hold:
                    one.hush()
        else:
            form = {"ConferenceSid": self.sid, "FriendlyName": self.name}
            participant.play(participant.wait_url, participant.wait_method, form)

    def leave(self, leg: Leg) -> None:
        """Let a leg out that hung up or was redirected."""
        gone = leg.status != "in-progress"
        participant = self.participants.get(leg.sid)
        if participant is not None and not gone:
            participant.by_rest = False
        self.remove(leg, "participant_hung_up" if gone else "participant_updated_via_api")

    def remove(self, leg: Leg, reason: str, *, kicked: bool = False) -> None:
        """Let a leg out for that reason; ends the room when it was the last or ends on exit."""
        participant = self.participants.pop(leg.sid, None)
        if participant is None:
            return
        was_present = participant.joined
        self._out(participant, reason)
        if self.status == "completed":
            return
        how = "kicked" if kicked else "left"
        if participant.ends and was_present and self.participants:
            self.end(f"participant-with-end-conference-on-exit-{how}", participant)
        elif not self.participants:
            self.end(f"last-participant-{how}", participant)

    def end(self, reason: str, by: Participant | None = None) -> None:
        """End the room; everybody still in it leaves first."""
        self.status = "completed"
        self.reason, self.ended_by = reason, by.leg.sid if by else None
        api = reason == "conference-ended-via-api"
        others, self.participants = list(self.participants.values()), {}
        for one in others:
            self._out(one, "conference_ended_via_api" if api else "moderator_ended_conference")
        fields = {"ReasonConferenceEnded": reason, "Reason": f"The conference ended: {reason}"}
        if by is not None:
            fields["CallSidEndingConference"] = by.leg.sid
            fields |= {"ParticipantLabelEndingConference": by.label} if by.label else {}
        self.fire("conference-end", "end", fields)

    def _out(self, participant: Participant, reason: str) -> None:
        leg = participant.leg
        participant.hush()
        leg.place = None
        if not participant.joined:
            reason = "participant_add_failed"
            leg.finish("canceled", 487)
        elif participant.by_rest:
            leg.finish("completed")
        status = {"ParticipantCallStatus": leg.status, "ReasonParticipantLeft": reason}
        self.fire("participant-leave", "leave", participant.form() | status)
        participant.joined = False
        participant.left.set()

    def audible_to(self, leg: Leg) -> frozenset[Leg]:
        """Whom this participant hears now."""
        room = [one.presence for one in self.present]
        ids = hears(leg.sid, room, is_started=self.status == "in-progress")
        return frozenset(self.participants[sid].leg for sid in ids)

    def listeners_of(self, leg: Leg) -> frozenset[Leg]:
        """Who hears this participant now."""
        return frozenset(one.leg for one in self.present if leg in self.audible_to(one.leg))


class Rooms:
    """All conferences of the account, the ended ones too."""

    def __init__(self, plant: Plant) -> None:
        self._plant = plant
        self.all: dict[str, Conference] = {}

    def active(self, name: str) -> Conference | None:
        """The active room of that name."""
        rooms = (room for room in self.all.values() if room.status != "completed")
        return next((room for room in rooms if room.name == name), None)

    def open(self, name: str, callback: Callback | None) -> Conference:
        """The active room of that name, or a new one with this callback."""
        room = self.active(name)
        if room is None:
            room = Conference(self._plant, name, callback)
            self.all[room.sid] = room
        return room
