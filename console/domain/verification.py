"""Who somebody is was checked, and how: a number on a display is a hint, never a proof."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from console.domain.base import Command, Event

How = Literal["booking", "call-back", "code"]
HOW: dict[How, str] = {
    "booking": "they knew the booking",
    "call-back": "rung back at the number we had",
    "code": "they read out a code that we sent",
}


class CallerVerified(Event):
    """Somebody of ours checked who a party of this incident is."""

    kind: Literal["incident.caller_verified"] = "incident.caller_verified"
    handle: str
    how: How
    agent: int
    name: str
    words: str = ""


class VerifyCaller(Command):
    """Say that and how I checked who they are."""

    kind: Literal["incident.verify_caller"] = "incident.verify_caller"
    incident: int
    handle: str
    how: How
    words: str = Field(default="", max_length=200)
