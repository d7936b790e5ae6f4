"""Commands on their way to the hub, as lines that say so until their entries return."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from console.desk.lines.message import note_head, receiver_words
from console.desk.scene import Line, Tone
from console.domain.message_events import (
    DismissMessage,
    ResendMessage,
    SendMail,
    SendText,
    TakeBackMessage,
)
from console.domain.note import AddNote, DeleteNote, EditNote, mark_of

if TYPE_CHECKING:
    from datetime import datetime

    from console.desk.names import Names
    from console.domain.base import Command

SAVING = "saving"
SAVED = "saved"


@dataclass(frozen=True, slots=True)
class Pending:
    """A command that shows; ``over`` is the key of the line it changes, if it makes none."""

    incident: int
    line: Line
    over: str = ""


def fresh_line(key: str, command: Command, me: str, names: Names, *, at: datetime) -> Line | None:
    """The line of a command that will become a new entry, None for other commands."""
    match command:
        case AddNote(text=text, offset=offset):
            mark = mark_of(text)
            head = note_head(me, mark, offset)
            tone = mark or "internal"
            return Line(key, at, "note", me, head, text, status=SAVING, tone=tone)
        case SendText(to=to, body=body):
            head = f"{me} → {names.party(to)} · SMS"
            return Line(key, at, "sms", me, head, body, status=SAVING)
        case SendMail(to=to, cc=cc, subject=subject, body=body):
            head = f"{me} → {receiver_words(names, to, cc)} · EMAIL"
            text = f"{subject}\n{body}" if subject else body
            return Line(key, at, "email", me, head, text, status=SAVING)
        case _:
            return None


def stream_changed(command: Command) -> str:
    """The message or note that a command changes; empty for other commands."""
    match command:
        case EditNote(id=key) | DeleteNote(id=key):
            return f"note/{key}"
        case TakeBackMessage(id=key) | ResendMessage(id=key) | DismissMessage(id=key):
            return f"message/{key}"
        case _:
            return ""


class Pendings:
    """My commands that no entry has answered yet, in the order they were given."""

    def __init__(self) -> None:
        self._known: dict[str, Pending] = {}

    def __len__(self) -> int:
        return sum(pending.line.status == SAVING for pending in self._known.values())

    def add(self, command_id: str, pending: Pending) -> None:
        """Show a command as being saved."""
        self._known[command_id] = pending

    def at(self, number: int) -> list[Pending]:
        """Those of one incident."""
        return [pending for pending in self._known.values() if pending.incident == number]

    def take(self, command_id: str) -> Pending | None:
        """Remove one, None when it never showed or has been answered."""
        return self._known.pop(command_id, None)

    def mark(self, command_id: str, status: str, tone: Tone | None = None) -> Pending | None:
        """Say how one stands; what was written stays readable."""
        before = self._known.get(command_id)
        if before is None:
            return None
        line = replace(before.line, status=status, tone=tone or before.line.tone)
        self._known[command_id] = after = replace(before, line=line)
        return after


def command_of(cause: str, me: int | None) -> str:
    """The id of my command that an entry came of: ``cmd:<agent number>:<command id>``."""
    prefix = f"cmd:{me}:"
    return cause[len(prefix) :].partition(":")[0] if cause.startswith(prefix) else ""
