"""Lines of the incident itself: who took it, what it is about, whose addresses belong to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.lines.flags import tell_flag
from console.desk.lines.followup import tell_followup
from console.desk.lines.merging import tell_merging
from console.desk.lines.one_person import tell_one_person
from console.desk.lines.paging import tell_page
from console.desk.lines.people import tell_people
from console.desk.lines.promise import tell_promise
from console.desk.lines.restriction import tell_restriction
from console.desk.lines.safe_contact import tell_safe
from console.desk.lines.transfer import tell_handover
from console.desk.scene import Line, Scene, Tone, key_of
from console.desk.wording.lead import tell_help
from console.domain.agent import (
    AgentAdded,
    AgentChanged,
    AgentDisabled,
    AgentSkillsSet,
    NextPresenceSet,
    PresenceSet,
    TokenIssued,
    TokenRevoked,
    TokenSeenElsewhere,
)
from console.domain.floor_events import AlarmSnoozed, GhostsSwept
from console.domain.incident_events import (
    CategorySet,
    HandleJoined,
    IdentityRevealed,
    IncidentChoiceAsked,
    IncidentOpened,
    IncidentReleased,
    IncidentTaken,
    Redacted,
    SeveritySet,
    StatusMoved,
)
from console.domain.parking import IncidentParked, IncidentResumed
from console.domain.person import ContactIdentified, OptedIn, OptedOut, PersonAdded, masked
from console.domain.queue import QueueClosed, QueueDiverted, QueueDivertEnded, QueueReopened
from console.domain.reference import reference
from console.domain.script_use import ScriptTouched

if TYPE_CHECKING:
    from console.domain.base import Event
    from console.domain.timeline import Entry

Told = tuple[str, str, Tone]
"""Head, text, tone."""


def tell_incident(entry: Entry, event: Event, scene: Scene) -> Line | None:
    """The line of an entry that is neither a call nor a message nor a note."""
    who = scene.names.actor(entry.actor)
    told = (
        _addresses(event, who, scene, entry.stream.partition("/")[2])
        or _handling(event, who, scene)
        or _judging(event, who, scene)
        or _people(event, entry)
        or tell_help(event)
        or tell_followup(event, who, scene)
        or tell_handover(event)
        or tell_page(event, scene.zone)
        or tell_restriction(event, who, scene)
        or tell_merging(event)
        or _scripts(event, who)
        or tell_promise(event, who, scene)
        or tell_people(event, who, scene)
        or tell_flag(event, who, scene, entry.stream.partition("/")[2])
        or tell_one_person(event, who, entry.stream.partition("/")[2])
        or tell_safe(event, who, scene, entry.stream.partition("/")[2])
    )
    if told is None:
        return None
    head, text, tone = told
    return Line(
        key=key_of(entry),
        at=entry.at,
        kind="system",
        author=who,
        head=head,
        text=scene.body(entry, text),
        tone=tone,
    )


def _scripts(event: Event, who: str) -> Told | None:
    """Cards that stood beside the note; their steps are marked on the card itself."""
    match event:
        case ScriptTouched(card=card, version=version, step="", because=because):
            # The rule itself is for whoever edits cards: console export has it.
            why = "called up by what was said" if because else ""
            return f"{who} opened the card {card}, version {version}", why, "quiet"
        case _:
            return None


def _addresses(event: Event, who: str, scene: Scene, key: str) -> Told | None:
    match event:
        case HandleJoined(handle=handle, newcomer=True):
            name = scene.names.party(handle)
            return f"new address in this thread: {name}", "Check who it is first.", "trouble"
        case HandleJoined(handle=handle):
            return f"{scene.names.party(handle)} is part of this incident", "", "quiet"
        case IncidentChoiceAsked(handle=handle, candidates=candidates):
            fits = ", ".join(reference(number) for number in candidates)
            return f"{scene.names.party(handle)} fits more than one incident", fits, "ask"
        case IdentityRevealed(handle=handle, reason=reason):
            return f"{who} looked at the whole address of {scene.names.party(handle)}", reason, ""
        case OptedOut():
            return f"{scene.names.party(key)} must not be texted (STOP)", "", "trouble"
        case OptedIn():
            return f"{scene.names.party(key)} may be texted again (START)", "", ""
        case ContactIdentified(name=name):
            return f"{masked(key)} is {name}", "", ""
        case _:
            return None


def _handling(event: Event, who: str, scene: Scene) -> Told | None:
    match event:
        case IncidentOpened(ref=ref, title=title):
            return f"incident {ref} opened", title, "quiet"
        case IncidentTaken(name=name, why=why) if why:
            return f"given to {name}", why, ""
        case IncidentTaken(name=name, before=None):
            return f"{name} took it", "", "quiet"
        case IncidentTaken(name=name, before=int(before)):
            return f"{name} took it over from {scene.names.agent(before)}", "", ""
        case IncidentReleased(agent=agent, reason=""):
            return f"{scene.names.agent(agent)} put it back", "", "quiet"
        case IncidentReleased(agent=agent, reason=reason):
            return f"taken from {scene.names.agent(agent)}, back for everybody", reason, ""
        case IncidentParked(until=until, on_reply=on_reply, note=note):
            ends = [f"until {until:%m-%d %H:%M} UTC"] if until else []
            ends += ["until somebody writes"] if on_reply else []
            return f"{who} put it aside {' or '.join(ends)}", note, "quiet"
        case IncidentResumed(reason=reason):
            return "it came back" if reason else f"{who} took it up again", reason, "quiet"
        case StatusMoved(before=before, after=after, reason=reason):
            return f"{who}: {before} → {after}", reason, "quiet"
        case Redacted(reason=reason):
            return f"{who} removed personal data from an entry", reason, "quiet"
        case _:
            return None


def _judging(event: Event, who: str, scene: Scene) -> Told | None:
    match event:
        case CategorySet(category=category, severity=severity, reason=reason):
            return (
                f"{who}: category {scene.names.tree.path_of(category)} ({severity})",
                reason,
                "quiet",
            )
        case SeveritySet(severity=severity, reason=reason):
            return f"{who}: severity {severity}", reason, ""
        case _:
            return None


def _people(event: Event, entry: Entry) -> Told | None:
    key = entry.stream.partition("/")[2]
    match event:
        case PersonAdded(name=name):
            return f"{name} is now a known person", "", "quiet"
        case AgentAdded(name=name, role=role):
            return f"{name} got an account ({role})", "", "quiet"
        case AgentChanged():
            return f"the account of agent {key} changed", "", "quiet"
        case AgentDisabled():
            return f"the account of agent {key} was closed", "", "quiet"
        case TokenIssued() | TokenRevoked():
            done = "issued" if isinstance(event, TokenIssued) else "revoked"
            return f"a token of agent {key} was {done}", "", "quiet"
        case TokenSeenElsewhere():
            return f"a token of agent {key} is used at a new place", "", "quiet"
        case QueueDiverted(to=to, until=until, by=by):
            return f"{by} diverted {key} to {to} until {until:%H:%M} UTC", "", ""
        case QueueDivertEnded(to=to, reason=reason):
            return f"{key} is not diverted to {to} any more", reason, ""
        case QueueClosed(reason=reason, by=by):
            return f"{by} closed {key}", reason, ""
        case QueueReopened(reason=reason):
            return f"{key} follows its hours again", reason, ""
        case GhostsSwept(closed=closed):
            return "the daily sweep looked for what is stuck", "; ".join(closed), "quiet"
        case AlarmSnoozed(about=about, until=until, by=by):
            done = "loud again" if until is None else f"quiet until {until:%H:%M} UTC"
            return f"{by} made the alarm about {about} {done}", "", "quiet"
        case AgentSkillsSet():
            return f"what agent {key} serves was changed", "", "quiet"
        case NextPresenceSet(state=None):
            return f"agent {key} stays after this contact", "", "quiet"
        case NextPresenceSet(state=state, reason=reason):
            return f"agent {key} is {state} after this contact", reason, "quiet"
        case PresenceSet(state=state, reason=reason, by=by):
            return f"agent {key} is {state}", f"{reason} (by {by})" if by else reason, "quiet"
        case _:
            return None
