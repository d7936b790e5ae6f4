"""How somebody may be reached without putting them in danger; composer and dialler obey it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from console.domain.base import Command, Event, Rejected, State
from console.domain.hours import Hours, Span, opening

if TYPE_CHECKING:
    from console.domain.person import Contact

Way = Literal["call", "text", "mail"]
WAYS: dict[Way, str] = {"call": "calls", "text": "texts", "mail": "mail"}
OPEN_MINUTES = 15
"""How long a lead's word opens the card, in the one incident it was given for."""
NIGHT_MINUTES = 60
"""How long a reason to reach somebody at night counts, in the one incident."""


class SafeCard(State):
    """What holds for one person at every address of theirs."""

    call: bool = True
    text: bool = True
    mail: bool = True
    voicemail: bool = True
    """Whether a machine may be spoken to."""
    hours: str = ""
    """In their zone, like ``mon-fri 09:00-17:00, sat 10:00-12:00``; empty: any."""
    zone: str = ""
    """IANA name; never empty where there are hours."""
    code_word: str = ""
    """Shown only to whoever asks for it; that is on record."""
    hidden_from: str = ""
    """Who must not know that they are in touch with us."""
    called_as: str = ""
    """Who we say we are on the phone."""

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing."""
        return self == SafeCard(zone=self.zone)


class Exempt(State):
    """What was opened for a while, in one incident."""

    incident: int
    until: datetime
    name: str = ""


class SafeContactSet(Event):
    """Somebody said how they may be reached."""

    kind: Literal["contact.safe_set"] = "contact.safe_set"
    terms: SafeCard = SafeCard()
    name: str = ""
    copied: bool = False
    """Whether it was written for another address of the same person."""


class SafeContactOpened(Event):
    """A lead let somebody be reached against the card for a while, with a reason."""

    kind: Literal["contact.safe_opened"] = "contact.safe_opened"
    incident: int
    until: datetime
    reason: str = ""
    name: str = ""


class NightExplained(Event):
    """Somebody said why this person is reached in their night."""

    kind: Literal["contact.night_explained"] = "contact.night_explained"
    incident: int
    until: datetime
    reason: str = ""
    name: str = ""


class CodeWordRevealed(Event):
    """Somebody looked at the code word, and said why."""

    kind: Literal["contact.code_word_revealed"] = "contact.code_word_revealed"
    reason: str = ""
    name: str = ""


SAFE_EVENTS = (SafeContactSet, SafeContactOpened, NightExplained)


class _OfParty(Command):
    incident: int
    handle: str = Field(min_length=1, max_length=320)


class SafeTerms(SafeCard):
    """The card as it is written: within limits."""

    hours: str = Field(default="", max_length=200)
    zone: str = Field(default="", max_length=60)
    code_word: str = Field(default="", max_length=60)
    hidden_from: str = Field(default="", max_length=200)
    called_as: str = Field(default="", max_length=80)


class SetSafeContact(_OfParty):
    """Say how somebody may be reached; a card that says nothing takes it down."""

    kind: Literal["contact.set_safe"] = "contact.set_safe"
    terms: SafeTerms
    seen: str | None = Field(default=None, max_length=2000)
    """The card in words as it was when this was written; None: whoever wishes does not say."""


class OpenSafeContact(_OfParty):
    """Let somebody be reached against their card for a while."""

    kind: Literal["contact.open_safe"] = "contact.open_safe"
    reason: str = Field(min_length=1, max_length=300)


class ExplainNight(_OfParty):
    """Say why somebody is reached in their night."""

    kind: Literal["contact.explain_night"] = "contact.explain_night"
    reason: str = Field(min_length=1, max_length=300)


class RevealCodeWord(_OfParty):
    """Look at the code word; that is on record, with the reason."""

    kind: Literal["contact.reveal_code_word"] = "contact.reveal_code_word"
    reason: str = Field(min_length=1, max_length=300)


def evolve_safe(state: Contact, event: Event) -> Contact:
    """Apply one of these events."""
    match event:
        case SafeContactSet(terms=card):
            return state.model_copy(update={"safe": None if card.is_empty else card})
        case SafeContactOpened(incident=number, until=until, name=name):
            opened = Exempt(incident=number, until=until, name=name)
            return state.model_copy(update={"safe_opened": opened})
        case NightExplained(incident=number, until=until, name=name):
            explained = Exempt(incident=number, until=until, name=name)
            return state.model_copy(update={"night_explained": explained})
        case _:
            return state


def hours_of(card: SafeCard) -> Hours | None:
    """When they may be reached; None: at any time, or nobody can read it any more."""
    try:
        spans = tuple(Span.read(one) for one in card.hours.split(",") if one.strip())
        return Hours(ZoneInfo(card.zone or "UTC"), spans) if spans else None
    except (ValueError, KeyError, OSError):
        return None


def in_words(card: SafeCard | None) -> str:
    """A card on one line, but for its code word; empty for none."""
    if card is None or card.is_empty:
        return ""
    ways = [*WAYS.items(), ("voicemail", "voicemail")]
    parts = [f"no {words}" for way, words in ways if not getattr(card, way)]
    parts += [f"{card.hours} {card.zone}"] if card.hours else []
    parts += [f"{card.hidden_from} must not know"] if card.hidden_from else []
    parts += [f"we are {card.called_as}"] if card.called_as else []
    return ", ".join(parts)


def read_terms(terms: SafeTerms, zone: str) -> SafeCard:
    """Make a card of what was written; ``zone`` is where their number is. Raises Rejected."""
    hours = ", ".join(_whole(one.strip()) for one in terms.hours.split(",") if one.strip())
    where = terms.zone.strip() or zone
    if hours and not where:
        raise Rejected("Say the time zone of their hours, like America/Chicago.")
    try:
        ZoneInfo(where or "UTC")
    except (ValueError, KeyError, OSError) as unknown:
        raise Rejected("There is no such time zone; write it like America/Chicago.") from unknown
    words = {
        name: getattr(terms, name).strip() for name in ("code_word", "hidden_from", "called_as")
    }
    ways = {name: getattr(terms, name) for name in ("call", "text", "mail", "voicemail")}
    return SafeCard(hours=hours, zone=where, **ways, **words)


def _whole(span: str) -> str:
    """Hours of the week; without days, those of every day. Raises Rejected."""
    text = span.lower() if " " in span else f"mon-sun {span}"
    try:
        Span.read(text)
    except ValueError as wrong:
        raise Rejected("Write their hours like 09:00-17:00 or mon-fri 09:00-17:00.") from wrong
    return text


def is_exempt(exempt: Exempt | None, incident: int, now: datetime) -> bool:
    """Whether something was opened for this incident and still is."""
    return exempt is not None and exempt.incident == incident and now < exempt.until


def why_not(contact: Contact, way: Way, incident: int, now: datetime) -> str:
    """Why somebody may not be reached so now, by their card; empty: they may."""
    card = contact.safe
    if card is None or is_exempt(contact.safe_opened, incident, now):
        return ""
    if not getattr(card, way):
        others = [words for name, words in WAYS.items() if getattr(card, name)]
        instead = f"their card allows {' and '.join(others)}" if others else "no way is allowed"
        return f"Safe-to-contact card: NO {WAYS[way].upper()}; {instead}. A lead can open it."
    hours = hours_of(card)
    if hours is None or opening(hours, now).is_open:
        return ""
    there = now.astimezone(hours.zone)
    return (
        f"Safe-to-contact card: their hours are {card.hours} ({card.zone}), it is "
        f"{there:%a %H:%M} there; after-hours needs a lead."
    )


def check_safe(contact: Contact, way: Way, incident: int, now: datetime) -> None:
    """Refuse what the card forbids. Raises Rejected with code ``safe_contact``."""
    if words := why_not(contact, way, incident, now):
        raise Rejected(words, code="safe_contact")


def is_night(now: datetime, zone: ZoneInfo, night: Span) -> bool:
    """Whether it is their night."""
    return opening(Hours(zone, (night,)), now.astimezone(UTC)).is_open


def check_night(
    contact: Contact, incident: int, now: datetime, zone: ZoneInfo | None, night: Span | None
) -> None:
    """Ask for a reason before somebody is woken. Raises Rejected with code ``night``."""
    if night is None or zone is None or not is_night(now, zone, night):
        return
    exempt = (contact.night_explained, contact.safe_opened)
    if not any(is_exempt(one, incident, now) for one in exempt):
        there = now.astimezone(zone)
        words = f"It is {there:%H:%M} where they are: say why it can't wait, then do it again."
        raise Rejected(words, code="night")


def opened_until(now: datetime, minutes: int) -> datetime:
    """When something that is opened now closes again."""
    return now + timedelta(minutes=minutes)
