"""What hub and desk say to each other over HTTP; both sides import it from here."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, Union

from pydantic import BaseModel, ConfigDict, Field

from console.domain.agent import Agent, SetPresence
from console.domain.call_events import (
    AcceptCall,
    DeclineCall,
    DialCall,
    EndCall,
    EndWrapUp,
    HoldCall,
    MuteCall,
    PauseRecording,
)
from console.domain.call_state import Call
from console.domain.incident import Incident
from console.domain.incident_events import (
    ClearFlag,
    MoveStatus,
    OpenIncident,
    ReleaseIncident,
    SetCategory,
    SetFlag,
    SetSeverity,
    TakeIncident,
    TakeNext,
)
from console.domain.message import Message
from console.domain.message_events import (
    DismissMessage,
    ResendMessage,
    SendMail,
    SendText,
    TakeBackMessage,
)
from console.domain.note import AddNote, DeleteNote, EditNote, Note
from console.domain.person import Contact, IdentifyContact

DeskCommand = Annotated[
    Union[  # noqa: UP007
        OpenIncident,
        SetCategory,
        SetSeverity,
        MoveStatus,
        TakeIncident,
        TakeNext,
        ReleaseIncident,
        SetFlag,
        ClearFlag,
        IdentifyContact,
        AddNote,
        EditNote,
        DeleteNote,
        SendText,
        SendMail,
        TakeBackMessage,
        ResendMessage,
        DismissMessage,
        AcceptCall,
        DeclineCall,
        HoldCall,
        MuteCall,
        PauseRecording,
        EndCall,
        EndWrapUp,
        DialCall,
        SetPresence,
    ],
    Field(discriminator="kind"),
]
"""Every wish a desk can send."""


class _Wire(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class CommandPost(_Wire):
    """``POST /api/commands``: one wish with the desk's own id; the same id happens once."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")
    command: DeskCommand
    expires_at: datetime | None = None
    """After this moment the wish must not be granted any more (live-call commands)."""


class CommandAnswer(_Wire):
    """The entries that came of a wish, as JSON objects shaped like ``Entry``, oldest first."""

    entries: list[dict[str, Any]]
    now: datetime


class Refusal(_Wire):
    """The one shape of every error answer: ``{"error": {...}}``."""

    code: str
    message: str


class QueueRow(_Wire):
    """One line of the work list."""

    incident: Incident
    name: str = ""
    """Name of the first party, or its handle when nobody said who it is."""
    snippet: str = ""
    """Beginning of the last thing a party wrote; hostile text, clean before showing."""


class Notice(_Wire):
    """An id-less stream event (``event: notice``): something every desk must know now."""

    about: str
    """``phone`` or ``mail``."""
    words: str
    """Empty when it is over."""
    since: datetime | None = None


class Snapshot(_Wire):
    """``GET /api/snapshot``: what a desk starts from; follow the stream from ``seq``."""

    seq: int
    now: datetime
    """The hub's clock: the desk shows this one, not its own."""
    me: Agent
    agents: list[Agent]
    rows: list[QueueRow]
    calls: list[Call]
    """Calls that are not over, and mine in wrap-up."""
    numbers: list[str]
    """Our numbers, E.164: the allowed caller ids and text senders."""
    mail_from: str
    queue_limits: dict[str, int]
    """``ring_seconds``, ``hold_warning_seconds``, ``undo_seconds``."""
    notices: list[Notice] = Field(default_factory=list)


class IncidentView(_Wire):
    """``GET /api/incidents/{number}``: one incident with its legs and the last entries."""

    seq: int
    incident: Incident
    contacts: list[Contact]
    calls: list[Call]
    messages: list[Message]
    """Those of the entries given and the unfinished ones."""
    notes: list[Note]
    entries: list[dict[str, Any]]
    """The newest page, oldest first, each shaped like ``Entry``."""
    more: bool
    """Whether older entries exist: ``GET …/entries?before=<seq>&limit=…``."""


class EntriesPage(_Wire):
    """``GET /api/incidents/{number}/entries``: a page of older entries, oldest first."""

    entries: list[dict[str, Any]]
    messages: list[Message]
    notes: list[Note]
    more: bool


class Typing(_Wire):
    """An id-less stream event: who is in an incident and whether they type."""

    incident: int
    agent: int
    name: str
    doing: Literal["viewing", "typing", "left"]


class DraftPut(_Wire):
    """``PUT /api/drafts``: what stands in one box; an empty text deletes it."""

    incident: int
    box: Literal["note", "sms", "email"]
    text: str = Field(max_length=100_000)


class DraftList(_Wire):
    """``GET /api/drafts``: my own unsent texts, whichever machine they were typed on."""

    drafts: list[DraftPut]
