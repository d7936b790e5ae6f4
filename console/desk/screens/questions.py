"""What an action has to ask before it can be done, and the wish that the answers make."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.desk.screens.kinds import kind_steps, severity_steps
from console.desk.widgets.ask_panel import Pick, Question, Write
from console.desk.wording.safe_contact import one_line
from console.domain.agent import SetPresence
from console.domain.call_events import DialCall, PauseRecording
from console.domain.categories import OURS
from console.domain.incident import moves_of, why_not_yet
from console.domain.incident_events import (
    MoveStatus,
    OpenIncident,
    RevealIdentity,
    SetCategory,
    SetSeverity,
)
from console.domain.message_events import DismissMessage, OpenMedia, ResendMessage
from console.domain.note import DeleteNote, EditNote
from console.domain.person import IdentifyContact, masked
from console.domain.safe_contact import why_not

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from console.domain.base import Command, Role
    from console.domain.categories import Tree
    from console.domain.incident import Incident
    from console.domain.note import Note
    from console.domain.person import Contact

_PRESENCE = (
    ("available", "available — calls may come"),
    ("break", "break"),
    ("recover", "recover — 5 minutes, then calls come again"),
    ("away", "away"),
    ("training", "training"),
    ("offline", "offline — go home"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is open on the screen while something is asked."""

    incident: Incident
    contacts: Sequence[Contact]
    numbers: Sequence[str]
    now: datetime
    role: Role = "agent"
    tree: Tree = OURS
    note: Note | None = None
    trouble: Sequence[tuple[str, str]] = ()
    """Messages that did not arrive: id and words."""
    call: str = ""
    media: Sequence[tuple[str, str]] = ()
    """Attachments: place and message, and words."""
    saved: Sequence[tuple[str, str]] = ()
    """Attachments on this machine's disk: path and words."""


def question(action: str, asked: Asked) -> Question | None:
    """The question of an action; None when there is nothing to choose from."""
    if asked.note is None and action in ("note.edit", "note.delete"):
        return None
    steps = _steps(action, asked)
    titles = action.partition(".")[2].replace("_", " ").upper()
    empty = any(isinstance(step, Pick) and not step.options for step in steps)
    if not steps or empty:
        return None
    about = asked.note.id if asked.note and action.startswith("note.") else asked.call
    return Question(action, titles, steps, about=about, seen=_seen(action, asked))


def _seen(action: str, asked: Asked) -> str:
    """The version that the answers are to replace; what changes meanwhile is not written over."""
    incident = asked.incident
    match action:
        case "incident.category":
            return incident.category
        case "incident.severity":
            return incident.severity
        case "incident.status":
            return incident.status
        case "note.edit":
            return str(asked.note.edits) if asked.note is not None else ""
        case "contact.identify":
            # A name of the directory is not one that somebody has said.
            said = {c.handle: c.name if c.person is not None else "" for c in asked.contacts}
            return json.dumps(said)
        case _:
            return ""


def _identified(found: Question, answers: tuple[str, ...]) -> Command:
    if len(answers) == 1:
        return IdentifyContact(handle=found.about, name=answers[0], seen=found.seen)
    handle, name = answers
    return IdentifyContact(handle=handle, name=name, seen=json.loads(found.seen).get(handle))


def _steps(action: str, asked: Asked) -> tuple[Pick | Write, ...]:
    incident = asked.incident
    people = tuple(
        (c.handle, f"{c.name or 'unknown'} · {masked(c.handle)}") for c in asked.contacts
    )
    phones = tuple(
        (c.handle, f"{words}{_unsafe(c, asked)}")
        for c, (_, words) in zip(asked.contacts, people, strict=True)
        if c.handle.startswith("tel:")
    )
    note = asked.note
    table: dict[str, tuple[Pick | Write, ...]] = {
        "incident.category": kind_steps(incident.category, asked.tree),
        "incident.severity": severity_steps(incident.category, asked.tree),
        "incident.status": (
            Pick("move to", _moves(asked)),
            Write("why (may stay empty)", required=False),
        ),
        "incident.open_new": (Write("what happened, in a few words"),),
        "contact.identify": (Pick("whose", people), Write("name")),
        "contact.reveal": (Pick("whose", people), Write("why you need it; this is on record")),
        "call.dial": (Pick("whom", phones), Pick("caller ID", _same(asked.numbers))),
        "call.recording": (Write("why the recording pauses"),),
        "agent.presence": (Pick("state", _PRESENCE),),
        "message.resend": (Pick("which", tuple(asked.trouble)),),
        "message.dismiss": (Pick("which", tuple(asked.trouble)), Write("how it was dealt with")),
        "media.open": (Pick("which one", tuple(asked.media)),),
        "media.view": (Pick("which one", tuple(asked.saved)),),
        "note.edit": (Write("new words", note.text if note is not None else ""),),
        "note.delete": (Write("why"),),
        "box.subject": (Write("of the next email"),),
        "incident.find": (Write("reference, number or name"),),
    }
    return table.get(action, ())


def _moves(asked: Asked) -> tuple[tuple[str, str], ...]:
    """Where it may go, and what that still needs, before anybody chooses it."""
    incident = asked.incident
    found = moves_of(incident.status, asked.role)
    return tuple((to, f"{to}  {why_not_yet(incident, to)}".rstrip()) for to in found)


def _unsafe(contact: Contact, asked: Asked) -> str:
    """What their card says about being rung, before anybody rings."""
    if contact.safe is None:
        return ""
    why = why_not(contact, "call", asked.incident.number, asked.now)
    return f" · {why or one_line(contact.safe, asked.now)}"


def _same(words: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((word, word) for word in words)


def wish(found: Question, answers: tuple[str, ...], asked: Asked) -> Command | None:
    """The command that the answers make; None for an action that stays on this desk."""
    number = asked.incident.number
    first, second = answers[0], answers[1] if len(answers) > 1 else ""
    makers: dict[str, Callable[[], Command]] = {
        "incident.category": lambda: _read(
            SetCategory,
            incident=number,
            category=first,
            reason=second,
            seen=found.seen or None,
        ),
        "incident.severity": lambda: _read(
            SetSeverity,
            incident=number,
            severity=first,
            reason=second,
            seen=found.seen or None,
        ),
        "incident.status": lambda: _read(
            MoveStatus, incident=number, to=first, reason=second, seen=found.seen or None
        ),
        "incident.open_new": lambda: OpenIncident(title=first),
        "contact.identify": lambda: _identified(found, answers),
        "contact.reveal": lambda: RevealIdentity(incident=number, handle=first, reason=second),
        "call.dial": lambda: DialCall(incident=number, to=first, caller_id=second),
        "call.recording": lambda: PauseRecording(call=found.about, on=True, reason=first),
        "agent.presence": lambda: _read(SetPresence, state=first),
        "message.resend": lambda: ResendMessage(id=first),
        "message.dismiss": lambda: DismissMessage(id=first, how=second),
        "media.open": lambda: _opened(number, first),
        "note.edit": lambda: EditNote(id=found.about, text=first, edits=int(found.seen or 0)),
        "note.delete": lambda: DeleteNote(id=found.about, reason=first),
    }
    maker = makers.get(found.action)
    return maker() if maker else None


def _read(kind: type[Command], **fields: object) -> Command:
    # Answers are words until the command has checked them.
    return kind.model_validate(fields)


def _opened(number: int, chosen: str) -> Command:
    place, _, message = chosen.partition(" ")
    return OpenMedia(incident=number, message=message, place=int(place))
