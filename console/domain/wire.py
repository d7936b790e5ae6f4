"""What hub and desk say to each other over HTTP; both sides import it from here."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, Union

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from console.domain.agent import Agent, SetPresence
from console.domain.assistance import AnswerHelp, AskForHelp
from console.domain.base import Role
from console.domain.call_events import (
    AcceptCall,
    DeclineCall,
    DialCall,
    EndCall,
    EndWrapUp,
    HoldCall,
    MuteCall,
)
from console.domain.call_state import Call
from console.domain.callbacks import AnswerWish
from console.domain.categories import OURS, Kind
from console.domain.emergency import HandToEmergency
from console.domain.followup import CloseFollowup, SeeFollowups
from console.domain.guests import DropGuest, HoldGuest, InviteGuest, LeaveCall
from console.domain.handover import HandoverWish
from console.domain.incident import Incident
from console.domain.incident_events import (
    ClearFlag,
    MoveStatus,
    OpenIncident,
    ReleaseIncident,
    RevealIdentity,
    SetFlag,
    SortingWish,
    TakeIncident,
    TakeNext,
)
from console.domain.left_work import FloorWish
from console.domain.message import Message
from console.domain.message_events import (
    DismissMessage,
    OpenMedia,
    ResendMessage,
    SendMail,
    SendText,
    TakeBackMessage,
)
from console.domain.note import AddNote, DeleteNote, EditNote, Note
from console.domain.paging_events import PageWish
from console.domain.parking import ParkWish
from console.domain.people_wishes import PeopleWish
from console.domain.person import Contact, IdentifyContact
from console.domain.presence import SetNextPresence
from console.domain.promise import PromiseWish
from console.domain.queue import Queue
from console.domain.queue_facts import QueueFacts
from console.domain.recording import RecordingWish
from console.domain.restriction import Restricted, RestrictionWish
from console.domain.script_use import TouchScript
from console.domain.supervision import (
    BackToListening,
    Barge,
    Listen,
    StopListening,
    TakeOverCall,
    Whisper,
)
from console.domain.transfer_events import TransferWish
from console.domain.voicemail import PlayVoicemail

DeskCommand = Annotated[
    Union[  # noqa: UP007
        OpenIncident,
        SortingWish,
        MoveStatus,
        TakeIncident,
        TakeNext,
        ReleaseIncident,
        SetFlag,
        ClearFlag,
        IdentifyContact,
        RevealIdentity,
        AddNote,
        EditNote,
        DeleteNote,
        SendText,
        SendMail,
        TakeBackMessage,
        ResendMessage,
        DismissMessage,
        OpenMedia,
        AcceptCall,
        DeclineCall,
        HoldCall,
        MuteCall,
        RecordingWish,
        EndCall,
        EndWrapUp,
        DialCall,
        InviteGuest,
        HoldGuest,
        DropGuest,
        HandoverWish,
        TransferWish,
        LeaveCall,
        Listen,
        Whisper,
        Barge,
        BackToListening,
        StopListening,
        TakeOverCall,
        AskForHelp,
        AnswerHelp,
        SeeFollowups,
        CloseFollowup,
        AnswerWish,
        PlayVoicemail,
        TouchScript,
        PromiseWish,
        PeopleWish,
        SetPresence,
        SetNextPresence,
        ParkWish,
        PageWish,
        HandToEmergency,
        FloorWish,
        RestrictionWish,
    ],
    Field(discriminator="kind"),
]
"""Every wish a desk can send."""


_Place = Annotated[int, Field(ge=0, le=1_000_000)]


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


class SeenBefore(_Wire):
    """``GET /api/incidents/{number}/earlier``: other incidents of the same addresses and people."""

    rows: list[QueueRow]
    """Open and past, the one that moved last at the top."""
    total: int
    """How many there are; not all need to be listed."""


class Notice(_Wire):
    """An id-less stream event (``event: notice``): something every desk must know now."""

    about: str
    """``phone``, ``mail``, ``store``, ``quarantine`` or ``token``."""
    words: str
    """Empty when it is over."""
    since: datetime | None = None
    roles: tuple[Role, ...] = ()
    """Whose desks show it; empty: everybody's."""


class DirectoryEntry(_Wire):
    """Somebody outside who is often asked into a call."""

    name: str
    number: str
    kind: str = "other"


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
    directory: list[DirectoryEntry] = Field(default_factory=list)
    queue_limits: dict[str, int]
    """``ring_seconds``, ``hold_warning_seconds``, ``undo_seconds``."""
    notices: list[Notice] = Field(default_factory=list)
    queue_names: list[str] = Field(default_factory=list)
    kinds: tuple[Kind, ...] = OURS.kinds
    queues: list[Queue] = Field(default_factory=list)
    """What was changed about queues by hand: diverted, closed."""
    queue_facts: list[QueueFacts] = Field(default_factory=list)
    restricted: list[Restricted] = Field(default_factory=list)
    """Open incidents that I may not see, and whom to ask."""


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
    parts: list[Incident] = Field(default_factory=list)
    """Incidents that were merged into it, and whose legs and entries are here too."""


class EntriesPage(_Wire):
    """``GET /api/incidents/{number}/entries``: a page of older entries, oldest first."""

    seq: int = 0
    """What ``messages`` and ``notes`` are the states after; 0 from a hub that does not say."""
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
    """``PUT /api/drafts``: what stands in one box; an empty text says that it was emptied."""

    incident: int
    box: Literal["note", "sms", "email"]
    to: str = Field(default="", max_length=320)
    """Handle of whom the words are for; empty for a note, or while nobody is chosen."""
    text: str = Field(max_length=100_000)
    cursor: tuple[_Place, _Place] = (0, 0)
    """Row and column."""
    at: AwareDatetime | None = None
    """The hub's time of its last key; without one, now. A newer draft is never replaced."""


class DraftNotice(_Wire):
    """An id-less stream event (``event: draft``), to its writer alone: read ``/api/drafts``."""

    incident: int
    at: AwareDatetime


class DraftList(_Wire):
    """``GET /api/drafts``: my own unsent texts, whichever machine they were typed on.

    Those without text were sent or deleted not long ago.
    """

    drafts: list[DraftPut]
