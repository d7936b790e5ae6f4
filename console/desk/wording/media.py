"""Attachments in words: what the sender wrote with them comes before what they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.safe_text import clean_line
from console.domain.sniff import UNKNOWN, is_as_announced

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.desk.names import Names
    from console.domain.message import Message
    from console.domain.message_events import MediaItem

LONGEST_NAME = 60
"""Characters of a sender's name for a file that are shown."""
FIRST_WORDS = 48
"""Characters of the message that are shown before its file."""


def size_words(size: int | None) -> str:
    """``240 KB``; texts do not say how large their files are."""
    if size is None:
        return "size unknown"
    if size < 1000:
        return f"{size} B"
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{size // 1000} KB"


def kind_words(item: MediaItem) -> str:
    """What the sender says it is."""
    return clean_line(item.content_type[:LONGEST_NAME]) or "of no stated type"


def name_words(item: MediaItem) -> str:
    """What the sender calls it, safe to show; texts have no names."""
    shown = clean_line(item.name[: LONGEST_NAME * 2])
    return f"{shown[:LONGEST_NAME]}…" if len(shown) > LONGEST_NAME else shown


def item_words(item: MediaItem) -> str:
    """Type, size and name: ``image/png · 240 KB · leg.png``."""
    return " · ".join(filter(None, (kind_words(item), size_words(item.size), name_words(item))))


def choices(messages: Iterable[Message], names: Names, first: str) -> tuple[tuple[str, str], ...]:
    """Every attachment to choose from, newest first, those of one message before all others."""
    ordered = sorted((m for m in messages if m.inbound and m.media), key=lambda m: m.id != first)
    return tuple(
        (f"{place} {message.id}", _choice(message, place, names))
        for message in ordered
        for place in range(len(message.media))
    )


def _choice(message: Message, place: int, names: Names) -> str:
    said = " ".join((message.body or message.subject).split())
    words = said[:FIRST_WORDS] + ("…" if len(said) > FIRST_WORDS else "")
    told = [f"“{words}”" if words else "no words with it", item_words(message.media[place])]
    told.append(f"from {names.party(message.handle)}")
    if place in message.opened:
        told.append("opened before")
    return " · ".join(told)


def truth_words(item: MediaItem, sniffed: str) -> tuple[str, bool]:
    """What the first bytes say beside what the sender said; and whether the two agree."""
    said = kind_words(item)
    if sniffed == UNKNOWN:
        return f"said to be {said}, which its first bytes do not show", False
    if is_as_announced(item.content_type, sniffed):
        return sniffed, True
    return f"NOT WHAT IT SAYS: said to be {said}, is {sniffed}", False
