"""What is said on a leg, written down by a provider: what it tells, and how it is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from channels.base import Receipt

Track = Literal["", "inbound", "outbound"]
"""``inbound``: what comes from the leg's telephone; ``outbound``: what is heard on it."""
TranscriptEvent = Literal["started", "content", "stopped", "error"]


@dataclass(frozen=True, slots=True)
class CaptionWish:
    """How a leg is to be written down."""

    name: str
    """Ours; it can be ended by it. Another one for each wish."""
    language: str
    """BCP 47, like ``en-US``."""
    status_url: str
    """Absolute."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """One callback about a transcription."""

    sid: str
    account: str
    event: TranscriptEvent
    call: str = ""
    """Our call id, from the callback's query (``?call=``)."""
    sitting: int = 0
    """From the callback's query (``?sitting=``)."""
    sequence: int = 0
    """Order within a track."""
    track: Track = ""
    is_final: bool = False
    """False for what may still be heard differently, and when nothing is said about it."""
    text: str = field(default="", repr=False)
    confidence: float | None = None
    """0 to 1."""
    language: str = ""
    said_at: datetime | None = None
    """Aware UTC; None when it can't be read."""
    code: int = 0
    words: str = ""
    """What an error is about and what to do, for people."""


class Captioning(Protocol):
    """Writes down what is said. Both raise Refused, Unreachable or Uncertain."""

    async def start(self, call_sid: str, wish: CaptionWish) -> Receipt:
        """Begin; a second time it would be written down twice."""
        ...

    async def stop(self, call_sid: str, name: str) -> None:
        """End what was begun under a name; one that is over, or never began, is success."""
        ...
