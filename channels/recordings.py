"""What was recorded of calls and lies at the provider. One seam for every provider."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class RecordingFound:
    """One recording as a look-up tells of it."""

    sid: str
    status: str
    """Verbatim: in-progress, paused, stopped, processing, completed, absent, deleted."""
    source: str = ""
    """``RecordVerb`` for a message, ``StartCallRecordingAPI`` for what we asked for."""
    duration: int | None = None
    """Seconds."""
    url: str = ""


class Recordings(Protocol):
    """Looks recordings up and deletes them. Raises Refused, Unreachable or Uncertain."""

    async def of_call(self, call_sid: str) -> Sequence[RecordingFound]:
        """Everything that was recorded of one leg."""
        ...

    async def delete(self, recording_sid: str) -> None:
        """Delete the sound for good; one that is gone already is success."""
        ...
