"""The hub's own wishes about who gets in, and who looked at what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class InviteAgent:
    """Make an invitation for an account (its digest only)."""

    agent: int
    invitation: str
    """Its public id."""
    digest: str
    until: datetime


@dataclass(frozen=True, slots=True)
class NameAtShell:
    """Let one more person see a restricted incident, by the operator's word."""

    incident: int
    agent: int
    reason: str


@dataclass(frozen=True, slots=True)
class TakeInvitation:
    """Exchange an invitation, once, for a personal token (its digest only)."""

    digest: str
    token: str
    """Public id of the token."""
    token_digest: str
    token_until: datetime


@dataclass(frozen=True, slots=True)
class Look:
    """One agent looked at something, or was refused something."""

    at: datetime
    agent: int
    what: str
    incident: int = 0
    about: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked at since the last time, oldest first."""

    looks: tuple[Look, ...]
