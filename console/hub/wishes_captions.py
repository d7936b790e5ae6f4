"""What a provider tells of what is said, as the record door takes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from channels.captions import Transcript


@dataclass(frozen=True, slots=True)
class TranscriptCallback:
    """A callback about a transcription; never one that may still be heard differently."""

    report: Transcript
