"""What is asked of the record door, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from console.domain.base import Role
    from console.domain.timeline import Entry


@dataclass(frozen=True, slots=True)
class Wish:
    """One command at the record door.

    ``command`` is a domain command from a desk, a fact from ``channels.base``, or one of the
    hub's own wishes (``plans/``). The same ``cause`` happens once, however often it comes.
    """

    command: object
    cause: str
    """``cmd:<agent>:<id>``, ``twilio:SM…:delivered``, ``entry:<seq>:…``, ``admin:<id>``."""
    actor: str
    """``agent:3``, ``provider:twilio``, ``rule:router``, ``admin:cli``."""
    agent: int = 0
    """Number of the wishing agent, 0 for providers and rules."""
    role: Role | None = None
    expires_at: datetime | None = None
    came_at: datetime | None = None
    """When it came, where it could be stored only later; None: just now."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a wish: its entries, oldest first; those of the first time when repeated."""

    entries: tuple[Entry, ...]
    repeated: bool = False


class StoreUnavailable(Exception):
    """The database could not take it (locked, full, away): answer 503, nothing was stored."""
