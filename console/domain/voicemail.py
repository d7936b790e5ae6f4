"""Messages on the tape: who listened to one is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from console.domain.base import Command, Event

if TYPE_CHECKING:
    from console.domain.incident import Incident


class VoicemailHeard(Event):
    """Somebody had a message played."""

    kind: Literal["incident.voicemail_heard"] = "incident.voicemail_heard"
    key: str
    agent: int
    name: str


class PlayVoicemail(Command):
    """Listen to a message; it is on record who did."""

    kind: Literal["voicemail.play"] = "voicemail.play"
    incident: int
    key: str = Field(min_length=1, max_length=80)


def key_of_message(call: str) -> str:
    """Name the follow-up of the message that a caller left."""
    return f"vm-{call}"


def evolve_voicemail(state: Incident, event: VoicemailHeard) -> Incident:
    """Apply one event about a message."""
    heard = {"heard_by": event.name, "seen_by": event.name}
    followups = tuple(
        f.model_copy(update=heard) if f.key == event.key else f for f in state.followups
    )
    return state.model_copy(update={"followups": followups})
