"""What can happen to an incident: its vocabulary, events and commands."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, Field

from console.domain.base import Channel, Command, Event
from console.domain.categories import CATEGORIES as CATEGORIES
from console.domain.categories import SEVERITY_ORDER as SEVERITY_ORDER
from console.domain.categories import Category as Category
from console.domain.categories import Severity as Severity

Status = Literal["new", "open", "pending", "solved", "closed"]


class IncidentOpened(Event):
    """An incident began."""

    kind: Literal["incident.opened"] = "incident.opened"
    number: int
    ref: str
    channel: Channel | None = None
    handle: str | None = None
    title: str = ""
    name: str = ""
    """Who the first address belongs to, as far as was known then."""


class HandleJoined(Event):
    """An address became part of the incident."""

    kind: Literal["incident.handle_joined"] = "incident.handle_joined"
    handle: str
    newcomer: bool = False
    """True when the address joined an existing thread and was not known to it."""


class IncidentChoiceAsked(Event):
    """More than one open incident fits; a human should say which."""

    kind: Literal["incident.choice_asked"] = "incident.choice_asked"
    handle: str
    candidates: tuple[int, ...]


class CategorySet(Event):
    """The primary category was chosen; severity follows unless it was set by hand."""

    kind: Literal["incident.category_set"] = "incident.category_set"
    category: str
    severity: Severity
    reason: str = ""
    """Why it is another one than before."""


class SeveritySet(Event):
    """Severity was changed by hand, with a reason."""

    kind: Literal["incident.severity_set"] = "incident.severity_set"
    severity: Severity
    reason: str


class StatusMoved(Event):
    """The status changed."""

    kind: Literal["incident.status_moved"] = "incident.status_moved"
    before: Status
    after: Status
    reason: str = ""


class IncidentTaken(Event):
    """Somebody became the owner."""

    kind: Literal["incident.taken"] = "incident.taken"
    agent: int
    name: str
    before: int | None = None
    why: str = ""
    """The rule in words, when it was given to them and not taken."""


class IncidentReleased(Event):
    """The owner put it back."""

    kind: Literal["incident.released"] = "incident.released"
    agent: int
    reason: str = ""


class FlagSet(Event):
    """A flag was put up, until a time or for good."""

    kind: Literal["incident.flag_set"] = "incident.flag_set"
    flag: str
    until: datetime | None = None
    note: str = ""
    name: str = ""
    """Who put it up; empty: a rule."""


class FlagCleared(Event):
    """A flag was taken down by hand."""

    kind: Literal["incident.flag_cleared"] = "incident.flag_cleared"
    flag: str


class IdentityRevealed(Event):
    """Somebody looked at a whole number or address, and said why."""

    kind: Literal["incident.identity_revealed"] = "incident.identity_revealed"
    handle: str
    reason: str


class Redacted(Event):
    """Personal fields of an earlier entry were blanked; the row stays."""

    kind: Literal["entry.redacted"] = "entry.redacted"
    seq: int
    reason: str
    left: str = ""
    """SHA-256 (hex) of the event's JSON text as it was left."""
    stream: str = ""
    """Of the earlier entry."""


class OpenIncident(Command):
    """Open an incident by hand."""

    kind: Literal["incident.open"] = "incident.open"
    title: str = Field(default="", max_length=200)
    handle: str | None = None


class SetCategory(Command):
    """Choose the primary category."""

    kind: Literal["incident.categorise"] = "incident.categorise"
    incident: int
    category: Category
    reason: str = Field(default="", max_length=500)
    """Required where another one stands there."""
    seen: Category | None = None
    """What stood there when it was chosen."""


class SetSeverity(Command):
    """Change severity by hand; a reason is required."""

    kind: Literal["incident.severity"] = "incident.severity"
    incident: int
    severity: Severity
    reason: str = Field(min_length=1, max_length=500)
    seen: Severity | None = None


SortingWish = SetCategory | SetSeverity


class MoveStatus(Command):
    """Move the status; closing lists what is missing."""

    kind: Literal["incident.move"] = "incident.move"
    incident: int
    to: Status
    reason: str = Field(default="", max_length=500)
    seen: Status | None = None


class TakeIncident(Command):
    """Become the owner; ``over`` takes it over from somebody else knowingly."""

    kind: Literal["incident.take"] = "incident.take"
    incident: int
    over: bool = False


class TakeNext(Command):
    """Become the owner of the most urgent incident nobody owns."""

    kind: Literal["incident.take_next"] = "incident.take_next"


class ReleaseIncident(Command):
    """Put an incident back for others."""

    kind: Literal["incident.release"] = "incident.release"
    incident: int


class SetFlag(Command):
    """Put up a flag."""

    kind: Literal["incident.flag"] = "incident.flag"
    incident: int
    flag: str = Field(min_length=1, max_length=60)
    until: AwareDatetime | None = None
    note: str = Field(default="", max_length=500)


class ClearFlag(Command):
    """Take down a flag."""

    kind: Literal["incident.unflag"] = "incident.unflag"
    incident: int
    flag: str


class RevealIdentity(Command):
    """Look at a whole number or address of an incident; that is on record, with the reason."""

    kind: Literal["contact.reveal"] = "contact.reveal"
    incident: int
    handle: str = Field(min_length=1, max_length=320)
    reason: str = Field(min_length=1, max_length=500)
