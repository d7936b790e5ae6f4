"""Messages on the tape: who listened to one is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from console.domain.base import Command, Event

if TYPE_CHECKING:
    from datetime import datetime

    from console.domain.incident import Incident


class VoicemailHeard(Event):
    """Somebody had a message played."""

    kind: Literal["incident.voicemail_heard"] = "incident.voicemail_heard"
    key: str
    agent: int
    name: str


class VoicemailEmpty(Event):
    """They hung up at the tone: what was recorded is no message and is deleted at once."""

    kind: Literal["incident.voicemail_empty"] = "incident.voicemail_empty"
    key: str
    call: str
    recording: str
    """The provider's id."""
    seconds: int = 0


class VoicemailDeleted(Event):
    """A message was deleted at the provider, where alone it was kept."""

    kind: Literal["incident.voicemail_deleted"] = "incident.voicemail_deleted"
    key: str


class VoicemailKept(Event):
    """A message whose time is over is still kept: why, and what to do."""

    kind: Literal["incident.voicemail_kept"] = "incident.voicemail_kept"
    key: str
    words: str
    is_failure: bool = False
    """True when it should be gone and is not."""


class PlayVoicemail(Command):
    """Listen to a message; it is on record who did."""

    kind: Literal["voicemail.play"] = "voicemail.play"
    incident: int
    key: str = Field(min_length=1, max_length=80)


SHORTEST_SECONDS = 1
"""Silence is cut off before it is measured: what is shorter holds not even a cry for help."""


def key_of_message(call: str) -> str:
    """Name the follow-up of the message that a caller left."""
    return f"vm-{call}"


def sid_of(url: str) -> str:
    """Give the provider's id of a recording from its address: the last part of it."""
    return url.rstrip("/").rpartition("/")[2].partition(".")[0].partition("?")[0]


def is_empty(seconds: int | None) -> bool:
    """Whether a recording of a message holds nothing that anybody said."""
    return seconds is not None and seconds < SHORTEST_SECONDS


def legal_hold(state: Incident, now: datetime) -> str:
    """The flag that forbids to delete anything of an incident; empty when there is none."""
    flags = (one.flag for one in state.active_flags(now))
    return next((flag for flag in flags if "legal hold" in flag.lower()), "")


def evolve_voicemail(state: Incident, event: Event) -> Incident:
    """Apply one event about a message."""
    match event:
        case VoicemailHeard(key=key, name=name):
            return _changed(state, key, {"heard_by": name, "seen_by": name})
        case VoicemailDeleted(key=key):
            return _changed(state, key, {"recording": "", "kept_words": "", "is_deleted": True})
        case VoicemailKept(key=key, words=words):
            return _changed(state, key, {"kept_words": words})
        case _:
            return state


def _changed(state: Incident, key: str, update: dict[str, object]) -> Incident:
    followups = tuple(f.model_copy(update=update) if f.key == key else f for f in state.followups)
    return state.model_copy(update={"followups": followups})
