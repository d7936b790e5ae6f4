"""What the audio page, the hub and the desk tell each other; nothing of it is kept."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

LineState = Literal["closed", "asking", "blocked", "offline", "ready", "ringing", "call", "trouble"]
"""``asking``: the page is open and waits for its one click; ``blocked``: without a microphone."""
GOOD: frozenset[LineState] = frozenset({"ready", "ringing", "call"})
"""States in which a call finds its way."""
BROWSER = "browser"
"""What an account is given as its telephone to have its audio in a browser."""
QUIET_SECONDS = 40.0
"""A page that was not heard of for so long counts as closed; it speaks every 10 s."""


class _Passing(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class AudioCode(_Passing):
    """Opens the audio page once."""

    code: str = Field(repr=False)
    seconds: int


class AudioEntry(_Passing):
    """What the page shows to come in."""

    code: str = Field(max_length=100, repr=False)


class AudioLine(_Passing):
    """An id-less stream event (``event: line``): how the browser's line of an agent stands."""

    agent: int = 0
    state: LineState


def identity_of(agent: int) -> str:
    """Give the name by which an agent's browser is rung: no personal data."""
    return f"agent_{agent}"


def phone_of(phone: str, agent: int) -> str:
    """Give the address of a telephone as it was asked for; ``browser`` is the agent's own."""
    return f"client:{identity_of(agent)}" if phone == BROWSER else phone


def is_browser(phone: str) -> bool:
    """Tell whether somebody's audio is in a browser."""
    return phone.startswith("client:")
