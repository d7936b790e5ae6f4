"""Two people who turn out to be one: what is written where, and what takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from console.domain.base import Command, Event, State
from console.domain.safe_contact import SafeCard

if TYPE_CHECKING:
    from console.domain.person import Contact, Person


class Moved(State):
    """An address as it was before."""

    handle: str
    person: int | None = None
    name: str = ""


class Carded(State):
    """A safe-to-contact card that an address got from another one."""

    handle: str
    card: SafeCard


class Flagged(State):
    """A flag that an address got from another one."""

    handle: str
    flag: str


class Merge(State):
    """What has to be taken back to have two people again."""

    name: str = ""
    """Of the surviving person, before."""
    moved: tuple[Moved, ...] = ()
    carded: tuple[Carded, ...] = ()
    flagged: tuple[Flagged, ...] = ()


class PeopleMerged(Event):
    """Somebody said that two people are one; the person of this stream is who is left."""

    kind: Literal["person.merged"] = "person.merged"
    other: int | None = None
    """Number of the person who has no address any more; None: nobody knew whose it was."""
    name: str
    """Which one stays."""
    name_before: str = ""
    moved: tuple[Moved, ...] = ()
    carded: tuple[Carded, ...] = ()
    flagged: tuple[Flagged, ...] = ()
    reason: str = ""


class OnePersonUndone(Event):
    """Somebody said that they are two people after all."""

    kind: Literal["person.merge_undone"] = "person.merge_undone"
    name: str = ""
    """What the surviving person is called again."""
    reason: str = ""


class ContactMoved(Event):
    """An address became another person's, or is nobody's again."""

    kind: Literal["contact.moved"] = "contact.moved"
    person: int | None = None
    name: str = ""


class MergePeople(Command):
    """Say that a party of one incident and a party of one incident are the same person."""

    kind: Literal["contact.merge"] = "contact.merge"
    incident: int
    handle: str = Field(min_length=1, max_length=320)
    among: int
    """Incident of the other one; it may be the same."""
    other: str = Field(min_length=1, max_length=320)
    keep: Literal["handle", "other"] = "handle"
    """Whose name stays."""
    reason: str = Field(min_length=1, max_length=300)


class UnmergePeople(Command):
    """Take back the last merge of somebody."""

    kind: Literal["contact.unmerge"] = "contact.unmerge"
    incident: int
    handle: str = Field(min_length=1, max_length=320)
    reason: str = Field(min_length=1, max_length=300)


def evolve_merges(state: Person, event: Event) -> Person:
    """Apply a merge of a person, or its end."""
    match event:
        case PeopleMerged(name=name):
            merge = Merge(
                name=event.name_before,
                moved=event.moved,
                carded=event.carded,
                flagged=event.flagged,
            )
            return state.model_copy(update={"name": name, "merges": (*state.merges, merge)})
        case OnePersonUndone(name=name):
            return state.model_copy(update={"name": name, "merges": state.merges[:-1]})
        case _:
            return state


def moved_to(contact: Contact, event: ContactMoved) -> Contact:
    """An address after it has become somebody else's."""
    return contact.model_copy(update={"person": event.person, "name": event.name})
