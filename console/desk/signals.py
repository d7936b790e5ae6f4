"""What the stream of the hub says, one signal at a time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from console.desk.arrivals import read_entry
from console.desk.wire_errors import Away
from console.domain.audio_line import AudioLine
from console.domain.captions import CaptionPart
from console.domain.live_words import LiveWords, ReadAlong
from console.domain.restriction import Restricted
from console.domain.timeline import Entry
from console.domain.wire import DraftNotice, Notice, Typing

if TYPE_CHECKING:
    from console.desk.sse import Frame


_Told = TypeVar(
    "_Told", Typing, DraftNotice, Notice, ReadAlong, LiveWords, AudioLine, CaptionPart, Restricted
)


@dataclass(frozen=True, slots=True)
class Alive:
    """The hub is there, and has nothing new."""


@dataclass(frozen=True, slots=True)
class Resync:
    """Entries were missed for good: read the snapshot again before going on."""


Signal = (
    Entry
    | Typing
    | ReadAlong
    | LiveWords
    | AudioLine
    | CaptionPart
    | DraftNotice
    | Notice
    | Restricted
    | Resync
    | Alive
    | Away
)


def signal_of(frame: Frame) -> Signal | None:
    """Read one frame; None for what this desk does not know and need not know."""
    match frame.name:
        case "message":
            return _entry(frame)
        case "typing":
            return _told(Typing, frame.data)
        case "reading":
            return _told(ReadAlong, frame.data)
        case "words":
            return _told(LiveWords, frame.data)
        case "caption":
            return _told(CaptionPart, frame.data)
        case "line":
            return _told(AudioLine, frame.data)
        case "draft":
            return _told(DraftNotice, frame.data)
        case "notice":
            return _told(Notice, frame.data)
        case "restricted":
            return _told(Restricted, frame.data)
        case "resync":
            return Resync()
        case "bye":
            return Away("the hub is restarting")
        case ":":
            return Alive()
        case _:
            return None


def place_of(frame: Frame) -> int | None:
    """The seq in a frame's id; None when it has none or one that is no seq."""
    text = frame.id or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _entry(frame: Frame) -> Entry | Resync | None:
    seq = place_of(frame)
    if frame.is_cut:
        return Resync()
    if seq is None:
        return None
    try:
        return read_entry(json.loads(frame.data), seq)
    except (ValueError, RecursionError):
        return read_entry(None, seq)


def _told(kind: type[_Told], data: str) -> _Told | None:
    try:
        return kind.model_validate_json(data)
    except ValidationError:
        return None
