"""Who is what in an incident: owner, sitter, vet; somebody else's vet may be this one's owner."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from console.domain.base import Command, Event

PartyRole = Literal[
    "", "owner", "sitter", "pro", "customer", "third party", "vet", "police", "other"
]
ROLES: tuple[PartyRole, ...] = (
    "owner",
    "sitter",
    "pro",
    "customer",
    "third party",
    "vet",
    "police",
    "other",
)


class RoleSet(Event):
    """Somebody said what a party of this incident is in it."""

    kind: Literal["incident.role_set"] = "incident.role_set"
    handle: str
    role: PartyRole = ""
    """Empty: nobody knows any more."""
    name: str = ""


class SetRole(Command):
    """Say what a party of this incident is in it, at every address of theirs."""

    kind: Literal["incident.role"] = "incident.role"
    incident: int
    handle: str = Field(min_length=1, max_length=320)
    role: PartyRole
