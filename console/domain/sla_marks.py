"""What of an incident's entries starts, pauses and stops its clocks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from console.domain.base import State
from console.domain.call_events import CallConnected, CallDialed, CallQueued
from console.domain.incident_events import IncidentOpened, StatusMoved
from console.domain.message_events import (
    MessageAccepted,
    MessageComposed,
    MessageReceived,
    MessageRefused,
    MessageReported,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.timeline import Entry

Change = Literal["starts", "pauses", "goes on", "stops"]
KINDS_READ = tuple(
    event.model_fields["kind"].default
    for event in (
        IncidentOpened,
        StatusMoved,
        MessageReceived,
        MessageComposed,
        MessageAccepted,
        MessageRefused,
        MessageReported,
        CallQueued,
        CallDialed,
        CallConnected,
    )
)
"""Kinds of entries that can move a clock, or tell whether another did."""
UNDELIVERED = frozenset({"undelivered", "failed", "bounce", "dropped"})


class Mark(State):
    """One entry that moved a clock."""

    at: datetime
    seq: int
    change: Change
    words: str
    fault: str = ""
    """What is wrong with its time, if something is; the span counts as nothing then."""


@dataclass
class _Reading:
    """The clocks while the entries are read one by one."""

    arrived: set[str]
    """Messages of ours that reached the provider and did not come back."""
    marks: dict[str, list[Mark]] = field(
        default_factory=lambda: {"first": [], "next": [], "resolution": []}
    )
    needed: int = 1
    """Replies until the first clock stops."""
    authors: dict[str, str] = field(default_factory=dict)
    dialed: set[str] = field(default_factory=set)
    status: str = "new"

    def put(self, kind: str, entry: Entry, change: Change, words: str) -> None:
        """Move a clock, unless it stands so already."""
        marks = self.marks[kind]
        last = marks[-1] if marks else None
        if last is not None and _is_same(last.change, change):
            return
        if last is None and change != "starts":
            return
        fault = ""
        if last is not None and entry.at < last.at:
            fault = f"the hub's clock stood {last.at - entry.at} earlier than before"
        marks.append(Mark(at=entry.at, seq=entry.seq, change=change, words=words, fault=fault))


def marks_of(entries: Iterable[Entry]) -> dict[str, tuple[Mark, ...]]:
    """The marks of each clock, by its kind."""
    every = list(entries)
    reading = _Reading(_arrived(every))
    for entry in every:
        _read(reading, entry)
    return {kind: tuple(marks) for kind, marks in reading.marks.items()}


def _is_same(last: Change, change: Change) -> bool:
    runs = ("starts", "goes on")
    if last == "stops":
        return change in ("stops", "pauses")
    return (last in runs and change in runs) or last == change


def _arrived(entries: Iterable[Entry]) -> set[str]:
    accepted: set[str] = set()
    lost: set[str] = set()
    for entry in entries:
        match entry.event:
            case MessageAccepted(id=id):
                accepted.add(id)
            case MessageRefused(id=id):
                lost.add(id)
            case MessageReported(id=id, status=status) if status in UNDELIVERED:
                lost.add(id)
    return accepted - lost


def _read(reading: _Reading, entry: Entry) -> None:
    match entry.event:
        case IncidentOpened(channel=channel):
            reading.needed = 2 if entry.actor.startswith("agent:") else 1
            opened = f"opened by a {channel}" if channel and reading.needed == 1 else "opened by us"
            reading.put("first", entry, "starts", opened)
            reading.put("resolution", entry, "starts", opened)
        case MessageReceived(automatic=False, opt_out="", channel=channel):
            reading.put("next", entry, "starts", f"they wrote ({channel})")
        case MessageComposed(id=id):
            reading.authors[id] = entry.actor
        case MessageAccepted(id=id) if id in reading.arrived:
            if reading.authors.get(id, "").startswith("agent:"):
                _replied(reading, entry, "we answered")
        case CallQueued():
            reading.put("next", entry, "starts", "they rang")
        case CallDialed(id=id):
            reading.dialed.add(f"call/{id}")
        case CallConnected():
            rang = entry.stream in reading.dialed
            _replied(reading, entry, "we reached them by phone" if rang else "we took their call")
        case StatusMoved(before=before, after=after):
            _moved(reading, entry, before, after)


def _replied(reading: _Reading, entry: Entry, words: str) -> None:
    reading.put("next", entry, "stops", words)
    reading.needed -= 1
    if reading.needed <= 0 and not _has_stopped(reading.marks["first"]):
        reading.put("first", entry, "stops", words)


def _has_stopped(marks: list[Mark]) -> bool:
    return any(mark.change == "stops" for mark in marks)


def _moved(reading: _Reading, entry: Entry, before: str, after: str) -> None:
    if after == "pending":
        for kind in ("first", "next", "resolution"):
            reading.put(kind, entry, "pauses", "pending: it is their turn")
    elif before == "pending":
        for kind in ("first", "next", "resolution"):
            if reading.marks[kind] and reading.marks[kind][-1].change == "pauses":
                reading.put(kind, entry, "goes on", f"no longer pending: {after}")
    if after in ("solved", "closed"):
        reading.put("resolution", entry, "stops", after)
        reading.put("next", entry, "stops", after)
    elif before in ("solved", "closed"):
        reading.put("resolution", entry, "goes on", "opened again")
