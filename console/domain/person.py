"""People and the addresses they are reached at; an unknown caller is a handle, never a person."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from console.domain.arrival import ContactLanguageChosen
from console.domain.base import Command, Event, Rejected, State
from console.domain.flags import FLAG_EVENTS, Flag, evolve_flags
from console.domain.location import ZoneStated
from console.domain.masking import masked as masked
from console.domain.one_person import ContactMoved, Merge, evolve_merges, moved_to
from console.domain.paging_events import ContactAnswered, ContactPaged
from console.domain.safe_contact import SAFE_EVENTS, Exempt, SafeCard, evolve_safe

MOST_PAGED = 5
"""Incidents about which a number was paged that are remembered."""
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_MAIL = re.compile(rf"[a-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{_LABEL}(?:\.{_LABEL})+")
_WITHHELD = frozenset(
    {
        "",
        "anonymous",
        "restricted",
        "unavailable",
        "unknown",
        "private",
        "blocked",
        # The same words on a telephone's keys: what carriers send instead of a number.
        "+266696687",
        "+7378742833",
        "+86282452253",
        "+8656696",
        "+7748283",
        "+2562533",
    }
)


def tel(number: str, region: str = "US") -> str | None:
    """Give the handle ``tel:+E164`` of a number in any shape, None when it is no valid number.

    Alphanumeric senders, short codes, ``anonymous`` and SIP addresses have no such handle.
    Numbers reserved for fiction (NANP 555-01xx) are possible numbers and are accepted.
    """
    raw = number.strip()
    if not raw or any(ch.isalpha() for ch in raw) or not raw.isascii():
        return None
    # Only here: most numbers are E.164 already, and the tables of the others take long to load.
    import phonenumbers

    try:
        parsed = phonenumbers.parse(raw, region)
    except phonenumbers.NumberParseException:
        return None
    possible = phonenumbers.is_possible_number_with_reason(parsed)
    if possible != phonenumbers.ValidationResult.IS_POSSIBLE or parsed.extension:
        return None
    return "tel:" + phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def handle_of(address: str) -> str:
    """Give the handle of whatever a provider names as sender; never fails.

    Shape: ``tel:+1…``, ``mailto:ana@example.com`` or ``raw:…`` for anything else.
    """
    if "@" in address and not address.startswith(("sip:", "client:")):
        return "mailto:" + address.strip().lower()
    # The provider's own E.164 is taken as it is: it has routed the message already.
    if _E164.fullmatch(address):
        return "tel:" + address
    return tel(address) or "raw:" + address.strip()[:64]


def mail_handle(text: str) -> str | None:
    """Give the handle ``mailto:…`` of an address that somebody typed, None when it is none.

    ASCII only: an address that looks like another one is written in its true letters
    (https://html.spec.whatwg.org/#valid-e-mail-address).
    """
    address = text.strip().lower()
    return f"mailto:{address}" if len(address) <= 254 and _MAIL.fullmatch(address) else None


def is_withheld(address: str) -> bool:
    """Tell whether a caller hid who they are; two such callers have nothing in common."""
    return address.strip().lower() in _WITHHELD


def address_of(handle: str) -> str:
    """Give back the bare address of a handle: ``+1415…`` or ``ana@example.com``."""
    return handle.partition(":")[2]


@lru_cache(maxsize=4096)
def _zones(number: str) -> tuple[str, ...]:
    # The tables of zones take a moment to load; most programs need them after a while only.
    import phonenumbers
    from phonenumbers import timezone

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return ()
    found: tuple[str, ...] = timezone.time_zones_for_number(parsed)
    return tuple(zone for zone in found if zone != timezone.UNKNOWN_TIMEZONE)


def zone_of(handle: str, now: datetime) -> ZoneInfo | None:
    """The zone of a telephone number; None when it could be in several with other hours.

    Source: the tables of libphonenumber, https://github.com/google/libphonenumber.
    """
    way, _, number = handle.partition(":")
    zones = [ZoneInfo(name) for name in _zones(number)] if way == "tel" else []
    hours = {now.astimezone(zone).utcoffset() for zone in zones}
    return zones[0] if len(hours) == 1 else None


class ContactJoined(Event):
    """A handle became part of an incident."""

    kind: Literal["contact.joined"] = "contact.joined"
    incident: int


class ContactLeft(Event):
    """An incident of this handle was closed."""

    kind: Literal["contact.left"] = "contact.left"
    incident: int


class OptedOut(Event):
    """The person asked not to be texted (STOP), or the provider told us so (21610)."""

    kind: Literal["contact.opted_out"] = "contact.opted_out"
    source: str = "keyword"


class OptedIn(Event):
    """The person texted START."""

    kind: Literal["contact.opted_in"] = "contact.opted_in"


class ContactIdentified(Event):
    """A human said whose address this is."""

    kind: Literal["contact.identified"] = "contact.identified"
    person: int
    name: str


class Contact(State):
    """One address: phone number, mail address, or a raw sender."""

    handle: str
    person: int | None = None
    name: str = ""
    opted_out: bool = False
    open: tuple[int, ...] = ()
    """Open incidents of this address, oldest first."""
    past: int = 0
    """Closed incidents of this address."""
    language: str = ""
    """The language they chose; empty: they never chose one."""
    paged: tuple[int, ...] = ()
    """Incidents about which this number was paged, the last one at the end."""
    answered_at: datetime | None = None
    """When a page was taken on from here last."""
    flags: tuple[Flag, ...] = ()
    """What everybody has to know of them, in every incident of theirs."""
    safe: SafeCard | None = None
    """How they may be reached; None: as anybody else."""
    safe_opened: Exempt | None = None
    """Where a lead let them be reached against it."""
    zone: str = ""
    """IANA name of where they said they are; empty: they did not."""
    night_explained: Exempt | None = None
    """Where somebody said why they are reached in their night."""


def evolve_contact(state: Contact, event: Event) -> Contact:
    """Apply one event; events of other concepts change nothing."""
    match event:
        case ContactJoined(incident=number):
            if number in state.open:
                return state
            return state.model_copy(update={"open": (*state.open, number)})
        case ContactLeft(incident=number):
            if number not in state.open:
                return state
            rest = tuple(n for n in state.open if n != number)
            return state.model_copy(update={"open": rest, "past": state.past + 1})
        case ContactLanguageChosen(language=language):
            return state.model_copy(update={"language": language})
        case ContactPaged(incident=number):
            others = tuple(known for known in state.paged if known != number)
            return state.model_copy(update={"paged": (*others, number)[-MOST_PAGED:]})
        case ContactAnswered(at=at):
            return state.model_copy(update={"answered_at": at})
        case OptedOut():
            return state.model_copy(update={"opted_out": True})
        case OptedIn():
            return state.model_copy(update={"opted_out": False})
        case ContactIdentified(person=person, name=name):
            return state.model_copy(update={"person": person, "name": name})
        case ContactMoved():
            return moved_to(state, event)
        case ZoneStated(where=zone):
            return state.model_copy(update={"zone": zone})
        case _ if isinstance(event, FLAG_EVENTS):
            return evolve_flags(state, event)
        case _ if isinstance(event, SAFE_EVENTS):
            return evolve_safe(state, event)
        case _:
            return state


class PersonAdded(Event):
    """A human created a person from a handle."""

    kind: Literal["person.added"] = "person.added"
    number: int
    name: str
    language: str = "en"


class Person(State):
    """Somebody we know by name."""

    number: int
    name: str = ""
    language: str = "en"
    merges: tuple[Merge, ...] = ()
    """Whoever turned out to be them, the last one at the end."""


def evolve_person(state: Person, event: Event) -> Person:
    """Apply one event."""
    match event:
        case PersonAdded(name=name, language=language):
            return state.model_copy(update={"name": name, "language": language})
        case _:
            return evolve_merges(state, event)


class IdentifyContact(Command):
    """Say whose address this is; creates the person when ``person`` is None."""

    kind: Literal["contact.identify"] = "contact.identify"
    handle: str
    name: str = Field(min_length=1, max_length=120)
    person: int | None = None
    language: str = "en"
    seen: str | None = Field(default=None, max_length=120)
    """The name that stood there when this was thought of."""


def check_textable(contact: Contact) -> None:
    """Refuse a text to somebody who opted out. Raises Rejected."""
    if contact.opted_out:
        raise Rejected(
            "They replied STOP, so we may not text them. Call or email instead; "
            "they can text START to allow it again.",
            code="opted_out",
        )
