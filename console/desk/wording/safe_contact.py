"""How somebody may be reached, in words; what endangers them comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.hours import opening
from console.domain.local_time import zone_known
from console.domain.masking import masked
from console.domain.safe_contact import WAYS, hours_of, why_not
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from console.domain.person import Contact
    from console.domain.safe_contact import SafeCard, Way


def forbidden_words(card: SafeCard) -> str:
    """What is never to be done: ``NO TEXTS, NO VOICEMAIL``; empty when all is allowed."""
    never = [f"NO {words.upper()}" for way, words in WAYS.items() if not getattr(card, way)]
    never += [] if card.voicemail else ["NO VOICEMAIL"]
    return ", ".join(never)


def hours_words(card: SafeCard, now: datetime) -> str:
    """Their hours and whether it is one of them; empty when any is."""
    hours = hours_of(card)
    if hours is None:
        return ""
    there = now.astimezone(hours.zone)
    state = "now" if opening(hours, now).is_open else "NOT NOW"
    return f"only {card.hours}: {state}, {there:%a %H:%M} there"


def one_line(card: SafeCard, now: datetime | None = None) -> str:
    """All that one has to know before a word is said; the code word is not in it."""
    rule = f"only {card.hours} ({card.zone})" if card.hours else ""
    parts = [forbidden_words(card), rule if now is None else hours_words(card, now)]
    parts.append(f"must not know: {card.hidden_from}" if card.hidden_from else "")
    parts.append(f"we are: {card.called_as}" if card.called_as else "")
    parts.append("ask for the code word" if card.code_word else "")
    return " · ".join(part for part in parts if part)


def blocked_words(contact: Contact, way: Way, incident: int, now: datetime) -> str:
    """Why a box can't be sent to them now, in a few words; empty: it can."""
    card = contact.safe
    if card is None or not why_not(contact, way, incident, now):
        return ""
    return "NOT NOW: see their hours" if getattr(card, way) else f"NO {WAYS[way].upper()}"


def card_parts(contact: Contact, now: datetime, code_word: str = "") -> list[tuple[str, str]]:
    """The card as it stands first in the party's lines: words and their tone."""
    card = contact.safe
    if card is None:
        return []
    never, hours = forbidden_words(card), hours_words(card, now)
    parts = [(never, "alarm")] if never else []
    parts += [(hours, "alarm" if "NOT NOW" in hours else "warn")] if hours else []
    if card.hidden_from:
        parts.append((f"must not know: {card.hidden_from}", "alarm"))
    if card.called_as:
        parts.append((f"we are: {card.called_as}", "warn"))
    if card.code_word:
        parts.append((f"code word: {code_word or 'hidden (palette: Code word)'}", "warn"))
    lines = [(f"{clean_line(words)}\n", tone) for words, tone in parts]
    opened = contact.safe_opened
    if opened is not None and now < opened.until:
        until = opened.until.astimezone(now.tzinfo)
        lines.append((f"opened by {clean_line(opened.name)} until {until:%H:%M}\n", "good"))
    return [("SAFE TO CONTACT\n", "alarm"), *lines]


def safe_words(contacts: Iterable[Contact], now: datetime) -> list[tuple[str, str]]:
    """One line for each party who may not be reached as others may."""
    return [
        (f"SAFE TO CONTACT {_named(one)}: {clean_line(one_line(one.safe, now))}", "alarm")
        for one in contacts
        if one.safe is not None
    ]


def _named(contact: Contact) -> str:
    return clean_line(contact.name) or masked(contact.handle)


def hour_words(contact: Contact, now: datetime) -> str:
    """What time it is where they are and how we know, or that nobody does; mail wakes nobody."""
    zone, how = zone_known(contact, now)
    if zone is None:
        return "their time unknown" if contact.handle.startswith("tel:") else ""
    return f"{now.astimezone(zone):%a %H:%M} there ({how})"
