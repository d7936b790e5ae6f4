"""Invitations: what an admin hands over so that somebody gets their personal token themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from console.domain.base import Event


class AgentInvited(Event):
    """An invitation was made; earlier ones of the account are void."""

    kind: Literal["agent.invited"] = "agent.invited"
    invitation: str
    """Its public id."""
    until: datetime


class InvitationUsed(Event):
    """An invitation was exchanged for a token."""

    kind: Literal["agent.invitation_used"] = "agent.invitation_used"
    invitation: str


class InvitationEnded(Event):
    """An invitation opens nothing any more, though nobody used it."""

    kind: Literal["agent.invitation_ended"] = "agent.invitation_ended"
    invitation: str
    reason: str
