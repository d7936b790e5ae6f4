"""Flags: on one incident or on a person wherever they appear, until a time or for good."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from pydantic import AwareDatetime, Field

from console.domain.base import Command, Event, Rejected, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.incident import Incident
    from console.domain.person import Contact

PRESETS: tuple[tuple[str, int], ...] = (
    ("abusive caller", 24),
    ("do not voicemail", 0),
    ("minor", 0),
    ("danger at the door", 168),
    ("press", 168),
)
"""Words of flags that are often put up, and for how many hours; 0: for good."""


class Flag(State):
    """A flag with its end date."""

    flag: str
    until: datetime | None = None
    note: str = ""
    name: str = ""
    """Who put it up."""
    incident: int = 0
    """Where it was put up on a person; 0 for one of an incident, or where it was copied to."""

    def is_over(self, now: datetime) -> bool:
        """Whether its time has passed."""
        return self.until is not None and self.until <= now


class FlagExpired(Event):
    """The time of a flag was over."""

    kind: Literal["incident.flag_expired"] = "incident.flag_expired"
    flag: str


class PersonFlagged(Event):
    """A flag was put up on a person: it shows in every incident of theirs."""

    kind: Literal["contact.flagged"] = "contact.flagged"
    flag: str
    until: datetime | None = None
    note: str = ""
    name: str = ""
    incident: int = 0
    copied: bool = False
    """Whether it was written for another address of the same person."""


class PersonUnflagged(Event):
    """A flag of a person was taken down by hand."""

    kind: Literal["contact.unflagged"] = "contact.unflagged"
    flag: str
    name: str = ""
    copied: bool = False


class PersonFlagExpired(Event):
    """The time of a person's flag was over."""

    kind: Literal["contact.flag_expired"] = "contact.flag_expired"
    flag: str


class FlagPerson(Command):
    """Put up a flag on a party of an incident, at every address of theirs."""

    kind: Literal["contact.flag"] = "contact.flag"
    incident: int
    handle: str = Field(min_length=1, max_length=320)
    flag: str = Field(min_length=1, max_length=60)
    until: AwareDatetime | None = None
    note: str = Field(default="", max_length=500)


class UnflagPerson(Command):
    """Take down a flag of a party of an incident, at every address of theirs."""

    kind: Literal["contact.unflag"] = "contact.unflag"
    incident: int
    handle: str = Field(min_length=1, max_length=320)
    flag: str = Field(min_length=1, max_length=60)


FLAG_EVENTS = (PersonFlagged, PersonUnflagged, PersonFlagExpired)


def standing(flags: Iterable[Flag], now: datetime) -> tuple[Flag, ...]:
    """Those whose time has not passed."""
    return tuple(flag for flag in flags if not flag.is_over(now))


def everywhere(incident: Incident, parties: Iterable[Contact], now: datetime) -> tuple[Flag, ...]:
    """What stands on an incident and on its people; the same words once."""
    found = {flag.flag: flag for party in parties for flag in standing(party.flags, now)}
    return (*(found | {flag.flag: flag for flag in standing(incident.flags, now)}).values(),)


def forbids_message(flags: Iterable[Flag]) -> bool:
    """Whether one of them says that nothing may be left on a machine of theirs."""
    return any("voicemail" in flag.flag.lower() for flag in flags)


def check_until(until: datetime | None, now: datetime) -> None:
    """Refuse an end that has passed. Raises Rejected."""
    if until is not None and until <= now:
        raise Rejected("This flag would be over already: say a time that is still to come.")


def with_flag(flags: tuple[Flag, ...], flag: Flag) -> tuple[Flag, ...]:
    """Put one up; it stands once."""
    return (*without(flags, flag.flag), flag)


def without(flags: tuple[Flag, ...], words: str) -> tuple[Flag, ...]:
    """Take one down."""
    return tuple(flag for flag in flags if flag.flag != words)


def evolve_flags(state: Contact, event: Event) -> Contact:
    """Apply an event about a flag of a person."""
    match event:
        case PersonFlagged(flag=words, until=until, note=note, name=name, incident=number):
            flag = Flag(flag=words, until=until, note=note, name=name, incident=number)
            return state.model_copy(update={"flags": with_flag(state.flags, flag)})
        case PersonUnflagged(flag=words) | PersonFlagExpired(flag=words):
            return state.model_copy(update={"flags": without(state.flags, words)})
        case _:
            return state
