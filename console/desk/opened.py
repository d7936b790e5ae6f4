"""One opened incident: its entries as lines, kept true as later entries come."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, TypeVar

from console.desk.arrivals import read_entries
from console.desk.lines import tell
from console.desk.scene import Line, Scene, Version
from console.domain.call_events import CallArrived, CallDialed, CallEnded
from console.domain.call_state import Call
from console.domain.callbacks import CallbackBegan
from console.domain.incident_events import Redacted
from console.domain.message import Message
from console.domain.message_events import MessageComposed, MessageHandled, MessageReceived
from console.domain.note import Note, NoteAdded, NoteDeleted, NoteEdited
from console.domain.reference import reference
from console.domain.timeline import Entry, blank, evolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from console.desk.names import Names
    from console.domain.wire import EntriesPage, IncidentView

_RETOLD = (MessageReceived, MessageComposed, NoteAdded, CallArrived, CallDialed, CallEnded)
"""Events whose line is a pure reading of the folded state, told again when that changes."""

_BEGINS = (CallArrived, CallDialed, CallbackBegan)
"""What a call begins with."""

_Leg = TypeVar("_Leg", Call, Message, Note)


class Opened:
    """The lines of one incident, oldest first."""

    def __init__(self, view: IncidentView, names: Names, zone: tzinfo = UTC) -> None:
        self.number = view.incident.number
        self.seq = view.seq
        """Entries up to here are in."""
        self.more = view.more
        """Whether the hub has older entries."""
        self.scene = Scene(
            names,
            calls={call.id: call for call in view.calls},
            messages={message.id: message for message in view.messages},
            notes={note.id: note for note in view.notes},
            zone=zone,
        )
        self._known: dict[str, int] = {}
        """Stream to the seq up to which the state that an older page brought counts."""
        self._lines: dict[str, Line] = {}
        self._roots: dict[str, list[Entry]] = {}
        entries = read_entries(view.entries)
        self.oldest = entries[0].seq if entries else view.seq + 1
        """Ask for older entries before this one."""
        self._walk(entries)

    def lines(self) -> list[Line]:
        """Every line known, oldest first."""
        return list(self._lines.values())

    def add(self, entry: Entry) -> tuple[Line, ...]:
        """Take in a new entry; gives the lines that are new or read differently now."""
        if entry.seq <= self.seq:
            return ()
        self.seq = entry.seq
        if entry.seq > self._known.get(entry.stream, 0):
            _evolve(self.scene, entry)
        changed = self._note(entry)
        line = _marked(entry, self.scene, self.number)
        if line is not None:
            changed[line.key] = self._lines[line.key] = line
        for root in self._roots.get(entry.stream, ()):
            changed |= self._retell(root)
        if isinstance(entry.event, _RETOLD):
            self._roots.setdefault(entry.stream, []).append(entry)
        return tuple(changed.values())

    def older(self, page: EntriesPage, late: Iterable[Entry] = ()) -> None:
        """Put a page of older entries above what is there; ``late`` came after it was read."""
        brought: set[str] = set()
        for message in page.messages:
            if self.scene.messages.setdefault(message.id, message) is message:
                brought.add(f"message/{message.id}")
        for note in page.notes:
            if self.scene.notes.setdefault(note.id, note) is note:
                brought.add(f"note/{note.id}")
        self._known |= dict.fromkeys(brought, page.seq)
        for entry in late:
            if entry.stream in brought:
                _evolve(self.scene, entry)
        entries = [entry for entry in read_entries(page.entries) if entry.seq < self.oldest]
        newer, self._lines = self._lines, {}
        audio, self.scene.audio = self.scene.audio, {}
        self._walk(entries)
        self.scene.audio |= audio
        self._lines |= newer
        self.more = page.more
        if entries:
            self.oldest = entries[0].seq

    def retell(self, handle: str) -> tuple[Line, ...]:
        """Tell the lines that name somebody again, after we learned their name."""
        changed: dict[str, Line] = {}
        for roots in self._roots.values():
            for root in roots:
                if _names(root, handle):
                    changed |= self._retell(root)
        return tuple(changed.values())

    def line_of(self, stream: str) -> Line | None:
        """The line that a message or note began with."""
        roots = self._roots.get(stream)
        return self.line(f"e{roots[0].seq}") if roots else None

    def line(self, key: str) -> Line | None:
        """The line with a key."""
        return self._lines.get(key)

    def _walk(self, entries: Sequence[Entry]) -> None:
        stands, begun = dict(self.scene.calls), set[str]()
        for entry in entries:
            if isinstance(entry.event, _BEGINS):
                # From its beginning on, each line reads as it did when it was new.
                self.scene.calls.pop(entry.stream.partition("/")[2], None)
                begun.add(entry.stream)
            if entry.stream in begun:
                _evolve(self.scene, entry)
            self._note(entry)
            line = _marked(entry, self.scene, self.number)
            if line is not None:
                self._lines[line.key] = line
            if isinstance(entry.event, _RETOLD):
                self._roots.setdefault(entry.stream, []).append(entry)
        self.scene.calls |= stands
        # Once more, now that edits, removals and reports further down have been met.
        for entry in entries:
            if isinstance(entry.event, _RETOLD):
                self._retell(entry)

    def _note(self, entry: Entry) -> dict[str, Line]:
        match entry.event:
            case NoteAdded(text=text) | NoteEdited(text=text):
                self._keep(entry, Version(entry.at, entry.actor, text))
                latest = max(entry.seq, self.scene.text_from.get(entry.stream, 0))
                self.scene.text_from[entry.stream] = latest
            case NoteDeleted(reason=reason):
                self._keep(entry, Version(entry.at, entry.actor, reason, is_deletion=True))
            case MessageHandled(how=how):
                self.scene.dealt_with[entry.stream.partition("/")[2]] = how
            case Redacted(seq=seq, reason=reason):
                self.scene.redacted[seq] = reason
                return self._blank(seq)
        return {}

    def _keep(self, entry: Entry, version: Version) -> None:
        self.scene.versions.setdefault(entry.stream, {})[entry.seq] = version

    def _blank(self, seq: int) -> dict[str, Line]:
        changed: dict[str, Line] = {}
        is_root = False
        for stream, roots in self._roots.items():
            for root in roots:
                is_root |= root.seq == seq
                versions = self.scene.versions.get(stream, {})
                if seq in versions or self.scene.text_from.get(stream, root.seq) == seq:
                    changed |= self._retell(root)
        line = self._lines.get(f"e{seq}")
        if line is not None and not is_root:
            words = f"removed: {self.scene.redacted[seq]}"
            changed[line.key] = self._lines[line.key] = replace(line, text=words)
        return changed

    def _retell(self, root: Entry) -> dict[str, Line]:
        line = _marked(root, self.scene, self.number)
        if line is None or self._lines.get(line.key) in (None, line):
            return {}
        self._lines[line.key] = line
        return {line.key: line}


def _marked(entry: Entry, scene: Scene, number: int) -> Line | None:
    """The line of an entry, marked when it is of an incident that was merged into this one."""
    line = tell(entry, scene)
    if line is None or entry.incident in (None, number):
        return line
    return replace(line, head=f"{reference(entry.incident)} · {line.head}")


def _names(root: Entry, handle: str) -> bool:
    match root.event:
        case MessageComposed(to=to, cc=cc):
            return handle in (*to, *cc)
        case MessageReceived(handle=theirs) | CallArrived(handle=theirs):
            return bool(theirs == handle)
        case CallDialed(handle=theirs):
            return bool(theirs == handle)
        case CallEnded():
            return True
        case _:
            return False


def _evolve(scene: Scene, entry: Entry) -> None:
    concept, _, key = entry.stream.partition("/")
    match concept:
        case "message":
            _fold(scene.messages, key, entry, Message)
        case "note":
            _fold(scene.notes, key, entry, Note)
        case "call":
            _fold(scene.calls, key, entry, Call)


def _fold(states: dict[str, _Leg], key: str, entry: Entry, leg: type[_Leg]) -> None:
    if key not in states and not isinstance(entry.event, (*_RETOLD, *_BEGINS)):
        # It began on an older page, which brings its state along.
        return
    after = evolve(states.get(key) or blank(entry.stream, entry.incident), entry)
    if isinstance(after, leg):
        states[key] = after
