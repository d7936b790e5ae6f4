"""The incident: its reference, category, severity, status and owner."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from console.domain.assistance import Help, evolve_help
from console.domain.base import Event, Rejected, Role, State, check_seen
from console.domain.checklist import Item, unfinished
from console.domain.counted import counted
from console.domain.flags import Flag as Flag
from console.domain.flags import FlagExpired, standing, without
from console.domain.followup import (
    FOLLOWUP_EVENTS,
    Followup,
    evolve_followups,
    missing_followups,
)
from console.domain.handover import Handover
from console.domain.incident_events import (
    CategorySet,
    FlagCleared,
    FlagSet,
    HandleJoined,
    IncidentOpened,
    IncidentReleased,
    IncidentTaken,
    MoveStatus,
    Redacted,
    Severity,
    SeveritySet,
    Status,
    StatusMoved,
)
from console.domain.location import CallbackNumberNoted, PlaceNoted
from console.domain.merging import PartOf
from console.domain.noted_facts import NotedFact, facts_after
from console.domain.paging import Page, evolve_pages
from console.domain.paging_events import PAGE_EVENTS
from console.domain.people_state import PEOPLE_EVENTS, evolve_people
from console.domain.promise import PROMISE_EVENTS, Promise, evolve_promises, owed
from console.domain.restriction import Restriction
from console.domain.script_use import ScriptTouched, scripts_after
from console.domain.verification import HOW, CallerVerified
from console.domain.voicemail import (
    VoicemailDeleted,
    VoicemailHeard,
    VoicemailKept,
    evolve_voicemail,
)
from console.domain.watching import Mention

MOVES: dict[Status, frozenset[Status]] = {
    "new": frozenset({"open", "pending", "solved"}),
    "open": frozenset({"pending", "solved"}),
    "pending": frozenset({"open", "solved"}),
    "solved": frozenset({"open", "closed"}),
    "closed": frozenset({"open"}),
}
LEAD_MOVES: frozenset[tuple[Status, Status]] = frozenset({("closed", "open"), ("solved", "closed")})
"""Moves only a lead or above may make by hand."""


class Incident(State):
    """The state of one incident, folded from every entry of its timeline."""

    number: int
    ref: str = ""
    title: str = ""
    category: str = "uncategorised"
    severity: Severity = "normal"
    severity_by_hand: bool = False
    status: Status = "new"
    owner: int | None = None
    owner_name: str = ""
    owner_since: datetime | None = None
    handles: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()
    verified: dict[str, str] = Field(default_factory=dict)
    """Handle to how it was checked who they are, and by whom, in words."""
    parked_at: datetime | None = None
    """Since when it is put aside; None: it is not."""
    parked_until: datetime | None = None
    parked_on_reply: bool = False
    parked_note: str = ""
    opened_at: datetime | None = None
    last_at: datetime | None = None
    last_kind: str = ""
    waiting_since: datetime | None = None
    """Arrival of the first inbound message that nobody has answered yet."""
    unanswered: int = 0
    answer: str = ""
    """Our message that answered them last; taken back, they are unanswered again."""
    answer_count: int = 0
    answer_since: datetime | None = None
    trouble: tuple[str, ...] = ()
    """Ids of our messages that failed or whose sending is unsure, not yet dealt with."""
    live_calls: tuple[str, ...] = ()
    live_call: str | None = None
    """The newest of them."""
    waiting_calls: tuple[str, ...] = ()
    call_waiting: bool = False
    last_call: str | None = None
    followups: tuple[Followup, ...] = ()
    """Callers to get back to, and those that somebody has dealt with."""
    place: str = ""
    """Where the caller is."""
    callback_number: str = ""
    """Handle where they can be rung back."""
    promises: tuple[Promise, ...] = ()
    """What we said we would do, those of the past up to a number."""
    none_owed: str = ""
    """Why nobody has to hear from us next; empty: nobody has said so."""
    facts: dict[str, tuple[NotedFact, ...]] = Field(default_factory=dict)
    """Id of a note to what was marked inside it, in the order of the notes."""
    scripts: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Cards that were shown, as ``card@version``, and which of their steps were gone to."""
    pages: tuple[Page, ...] = ()
    """Who was paged about it; those that are over up to a number."""
    paged: int = 0
    """How many pages there ever were."""
    restriction: Restriction | None = None
    """Who may see it; None: everybody who may read incidents."""
    part_of: PartOf | None = None
    """Which incident it was merged into, and is read and worked on in; None: it stands alone."""
    parts: tuple[int, ...] = ()
    """Incidents that were merged into it."""
    lent: tuple[str, ...] = ()
    """Those of its handles that only came with them, or with a leg."""
    legs_in: dict[str, int] = Field(default_factory=dict)
    """Streams of legs that came from other incidents, to those."""
    legs_out: dict[str, int] = Field(default_factory=dict)
    """Streams of legs that went to other incidents, to those."""
    handover: Handover | None = None
    """Who gave it to somebody who has still to read what they were told; None: nobody."""
    help: Help | None = None
    """Who asked leads for help last, and what became of it."""
    roles: dict[str, str] = Field(default_factory=dict)
    """Handle to what they are in this incident."""
    checklist: tuple[Item, ...] = ()
    """What is not to be forgotten."""
    watchers: tuple[int, ...] = ()
    """Agents who want to hear of it."""
    mentions: tuple[Mention, ...] = ()
    """Agents whom a note names and who have not opened it since."""
    entries: int = 0

    def active_flags(self, now: datetime) -> tuple[Flag, ...]:
        """Give the flags that have not expired at ``now``."""
        return standing(self.flags, now)


def evolve_incident(state: Incident, event: Event, at: datetime) -> Incident:
    """Apply an event of the incident itself (legs are folded in ``legs.py``)."""
    match event:
        case IncidentOpened(ref=ref, handle=handle, title=title):
            handles = (handle,) if handle else ()
            return state.model_copy(
                update={"ref": ref, "handles": handles, "title": title, "opened_at": at}
            )
        case HandleJoined(handle=handle):
            if handle in state.handles:
                return state
            return state.model_copy(update={"handles": (*state.handles, handle)})
        case CategorySet(category=category, severity=severity):
            update: dict[str, object] = {"category": category}
            if not state.severity_by_hand:
                update["severity"] = severity
            return state.model_copy(update=update)
        case SeveritySet(severity=severity):
            return state.model_copy(update={"severity": severity, "severity_by_hand": True})
        case StatusMoved(after=after):
            return state.model_copy(update={"status": after})
        case IncidentTaken(agent=agent, name=name):
            return state.model_copy(update={"owner": agent, "owner_name": name, "owner_since": at})
        case IncidentReleased():
            return state.model_copy(update={"owner": None, "owner_name": "", "owner_since": None})
        case FlagSet() | FlagCleared() | FlagExpired():
            return _flagged(state, event)
        case _ if isinstance(event, FOLLOWUP_EVENTS):
            return evolve_followups(state, event, at)
        case VoicemailHeard() | VoicemailDeleted() | VoicemailKept():
            return evolve_voicemail(state, event)
        case _:
            return _work_on(state, event, at)


def _work_on(state: Incident, event: Event, at: datetime) -> Incident:
    """Apply what was learnt, promised, asked and shown in the course of the work."""
    match event:
        case PlaceNoted(place=place):
            return state.model_copy(update={"place": place})
        case CallerVerified(handle=handle, how=how, name=name):
            checked = {**state.verified, handle: f"{HOW[how]}, checked by {name}"}
            return state.model_copy(update={"verified": checked})
        case _ if isinstance(event, PROMISE_EVENTS):
            return evolve_promises(state, event)
        case _ if isinstance(event, PEOPLE_EVENTS):
            return evolve_people(state, event, at)
        case _ if isinstance(event, PAGE_EVENTS):
            return evolve_pages(state, event, at)
        case ScriptTouched():
            return state.model_copy(update={"scripts": scripts_after(state, event)})
        case Redacted(stream=stream) if stream.startswith("note/"):
            kept = facts_after(state.facts, stream.removeprefix("note/"), ())
            return state.model_copy(update={"facts": kept})
        case CallbackNumberNoted(handle=handle):
            return state.model_copy(update={"callback_number": handle})
        case _:
            return evolve_help(state, event, at)


def _flagged(state: Incident, event: FlagSet | FlagCleared | FlagExpired) -> Incident:
    rest = without(state.flags, event.flag)
    if isinstance(event, FlagSet):
        flag = Flag(flag=event.flag, until=event.until, note=event.note, name=event.name)
        rest = (*rest, flag)
    return state.model_copy(update={"flags": rest})


def missing_to_close(state: Incident) -> list[str]:
    """Name what is missing before this incident may be solved or closed."""
    missing = []
    if state.category == "uncategorised":
        missing.append("a category")
    if state.live_calls:
        missing.append("the live call to end")
    missing.extend(missing_followups(state))
    missing.extend(f"the promise to be kept or moved: {p.text}" for p in owed(state))
    missing.extend(f"the checklist item: {text}" for text in unfinished(state))
    if state.unanswered:
        missing.append(f"an answer to {counted(state.unanswered, 'message')}")
    if state.trouble:
        doubtful = counted(len(state.trouble), "message")
        missing.append(f"a look at {doubtful} that may not have arrived")
    return missing


def moves_of(status: Status, role: Role) -> list[Status]:
    """Where somebody of a role may move an incident from a status, by hand."""
    found = sorted(MOVES[status])
    return [to for to in found if role != "agent" or (status, to) not in LEAD_MOVES]


def why_not_yet(state: Incident, to: Status) -> str:
    """What a move still needs, by name; empty when nothing is missing."""
    missing = missing_to_close(state) if to in ("solved", "closed") else []
    return f"Not {to} yet: it needs {', '.join(missing)}." if missing else ""


def decide_move(state: Incident, command: MoveStatus, role: Role) -> list[Event]:
    """Move the status by the rules of the table and of closing. Raises Rejected."""
    if state.status == command.to:
        return []
    check_seen("the status", command.seen, state.status, command.to)
    if command.to not in MOVES[state.status]:
        raise Rejected(f"An incident can't go from {state.status} to {command.to}.")
    if command.to not in moves_of(state.status, role):
        raise Rejected(f"Only a lead can move an incident from {state.status} to {command.to}.")
    if why := why_not_yet(state, command.to):
        raise Rejected(why)
    return [StatusMoved(before=state.status, after=command.to, reason=command.reason)]


def decide_take(state: Incident, agent: int, name: str, *, over: bool) -> list[Event]:
    """Become the owner, unless somebody else is and was not to be taken over. Raises Rejected."""
    if state.owner == agent:
        return []
    if state.owner is not None and not over:
        since = state.owner_since.strftime("%H:%M UTC") if state.owner_since else "now"
        raise Rejected(f"{state.owner_name} has it since {since}. Take over?", code="taken")
    taken = IncidentTaken(agent=agent, name=name, before=state.owner)
    if state.status == "new":
        return [taken, StatusMoved(before="new", after="open")]
    return [taken]
