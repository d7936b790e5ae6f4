"""What waiting callers wish for besides an agent, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from channels.base import RecordingStatus


@dataclass(frozen=True, slots=True)
class CallbackWanted:
    """A waiting caller pressed the keys for a callback."""

    call: str
    number: str
    """As it was dialled or shown; empty: the number they ring from."""


@dataclass(frozen=True, slots=True)
class MessageWanted:
    """A waiting caller wants to leave a message."""

    call: str


@dataclass(frozen=True, slots=True)
class StillWaiting:
    """A caller has waited for another round: is anybody there to take them?"""

    call: str
    offers_message: bool


@dataclass(frozen=True, slots=True)
class VoicemailReported:
    """A message was recorded, or nothing was said."""

    call: str
    report: RecordingStatus


@dataclass(frozen=True, slots=True)
class NextAttempt:
    """It is time to try a callback again."""

    incident: int
    entry: int
    """The entry that asked for it."""
    of: str
    number: int
    """Place of the attempt's call among all of them."""
    attempt: int


@dataclass(frozen=True, slots=True)
class SweepGhosts:
    """End what nobody will end any more, and report it."""

    hours: int
    """How long something has to be stuck."""


@dataclass(frozen=True, slots=True)
class OfferWritten:
    """Give what was written to queues that offer it to whoever has room."""
