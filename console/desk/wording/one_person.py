"""Two people side by side, before somebody says that they are one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.wording.safe_contact import one_line
from console.domain.flags import standing
from console.domain.masking import masked
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from console.domain.person import Contact


def side_words(contact: Contact, now: datetime) -> str:
    """One of the two: name, address, what they have with us, language, flags, card."""
    open_, past = len(contact.open), contact.past
    parts = [f"{_name(contact)}", masked(contact.handle), f"{open_} open, {past} past"]
    parts += [contact.language] if contact.language else []
    parts += [clean_line(flag.flag) for flag in standing(contact.flags, now)]
    parts += [one_line(contact.safe, now)] if contact.safe is not None else []
    return " · ".join(clean_line(part) for part in parts)


def both_words(one: Contact, other: Contact, now: datetime) -> Iterator[str]:
    """What survives of each value, a line each."""
    names = dict.fromkeys((_name(one), _name(other)))
    yield f"name: {' or '.join(names)}, as chosen; at every address of both"
    yield f"addresses: {masked(one.handle)} and {masked(other.handle)}, and every other of theirs"
    flags = dict.fromkeys(f.flag for each in (one, other) for f in standing(each.flags, now))
    yield f"flags: {', '.join(map(clean_line, flags)) or 'none'}; all stay, at every address"
    yield f"safe-to-contact card: {_cards(one, other)}"
    yield "language and STOP: of each address, as they are"
    yield "history: everything stays where it is; “Not the same” in the palette takes this back"


def _name(contact: Contact) -> str:
    return clean_line(contact.name) or "Unknown person"


def _cards(one: Contact, other: Contact) -> str:
    if one.safe is None and other.safe is None:
        return "none"
    if one.safe is not None and other.safe is not None:
        return "each address keeps its own"
    has = one if one.safe is not None else other
    return f"that of {masked(has.handle)} holds for all that have none"
