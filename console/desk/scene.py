"""What a timeline line is, and everything that telling one needs to know."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from console.desk.names import Names
    from console.domain.call_state import Call
    from console.domain.message import Message
    from console.domain.note import Note
    from console.domain.timeline import Entry

LineKind = Literal["call", "caption", "sms", "email", "note", "system"]
Tone = Literal["", "inbound", "internal", "risk", "quote", "promise", "ask", "trouble", "quiet"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a timeline; all texts are raw and may be hostile."""

    key: str
    """Stable: ``e<seq>``, or ``p<command id>`` while it is being saved."""
    at: datetime
    kind: LineKind
    author: str
    head: str
    """One short line of words."""
    text: str
    """Body, may have many lines, may be empty."""
    status: str = ""
    """What truly became of it, in words."""
    tone: Tone = ""
    open_key: str = ""
    """Id of the message whose attachments can be opened."""


@dataclass(frozen=True, slots=True)
class Version:
    """What somebody wrote into a note, or why they deleted it."""

    at: datetime
    actor: str
    text: str
    is_deletion: bool = False


@dataclass(slots=True)
class Audio:
    """How far a call's hold and recording have been told; callbacks come twice and late."""

    agent_name: str = ""
    offered_at: datetime | None = None
    hold_seq: int = -1
    held_since: datetime | None = None
    recording: bool = False
    paused_since: datetime | None = None
    pause_reason: str = ""
    leads: dict[str, str] = field(default_factory=dict)
    """Leg of a lead to who heard them, as it was told last."""


@dataclass(slots=True)
class Scene:
    """The folded states of one incident's legs, and what earlier entries left to tell."""

    names: Names
    calls: dict[str, Call] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    notes: dict[str, Note] = field(default_factory=dict)
    dealt_with: dict[str, str] = field(default_factory=dict)
    """Message id to how somebody dealt with its failure."""
    audio: dict[str, Audio] = field(default_factory=dict)
    redacted: dict[int, str] = field(default_factory=dict)
    """Seq of a blanked entry to the reason."""
    text_from: dict[str, int] = field(default_factory=dict)
    """Stream to the seq of the entry that its present text came with."""
    versions: dict[str, dict[int, Version]] = field(default_factory=dict)
    """Stream of a note to everything that was written there, by the seq of its entry."""
    zone: tzinfo = UTC
    """Where the reader's clock is."""

    def history(self, stream: str) -> list[Version]:
        """What was written in a note, oldest first; what was removed says why."""
        return [
            replace(version, text=f"removed: {self.redacted[seq]}")
            if seq in self.redacted
            else version
            for seq, version in sorted(self.versions.get(stream, {}).items())
        ]

    def body(self, entry: Entry, text: str) -> str:
        """The text of a line, or why it is not there any more."""
        source = self.text_from.get(entry.stream, entry.seq)
        if source in self.redacted:
            return f"removed: {self.redacted[source]}"
        return text


def key_of(entry: Entry) -> str:
    """The stable key of an entry's line."""
    return f"e{entry.seq}"
