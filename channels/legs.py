"""One leg of a call: what is asked of the provider, and what it knows of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

Still = Callable[[], Awaitable[bool]]
"""Whether something is still wanted."""


@dataclass(frozen=True, slots=True)
class LegWish:
    """A leg to ring: an agent's phone or a customer."""

    to: str
    caller_id: str
    twiml_url: str
    """Fetched when the leg answers."""
    status_url: str
    timeout: int = 20
    """Seconds until no-answer; the provider adds up to 5."""
    still: Still | None = None
    """Asked when its turn to be dialled has come; if not, Withdrawn is raised instead."""


@dataclass(frozen=True, slots=True)
class LegFound:
    """What a look-up says of a leg."""

    status: str
    """Verbatim, as in a callback."""
    ended_at: datetime | None = None
    """Aware UTC; None while it lives, or when the provider does not say."""
