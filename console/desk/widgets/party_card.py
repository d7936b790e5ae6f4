"""Who the open incident is about: names, ways to reach them, what was seen before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.widgets.words import Words
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from console.desk.widgets.words import Parts
    from console.domain.incident import Incident
    from console.domain.message import Message
    from console.domain.person import Contact

_WAYS = {"tel": "phone", "mailto": "email", "raw": "sender"}


class PartyCard(Words):
    """A reading of the incident's contacts, flags and closed media."""

    DEFAULT_CSS = """
    PartyCard { height: 1fr; padding: 0 1; }
    """

    def show_parties(
        self,
        incident: Incident,
        contacts: Iterable[Contact],
        messages: Iterable[Message],
        now: datetime,
    ) -> None:
        """Show the parties, then flags, then attachments, none of them opened."""
        parts: Parts = []
        for contact in contacts:
            parts += self._party(contact, incident.number)
        parts += self._flags(incident, now) + self._media(messages)
        self.show(parts or [("Nobody is known here yet.", "quiet")])

    @staticmethod
    def _party(contact: Contact, number: int) -> Parts:
        # Loaded with the first incident: the first paint does not wait for it.
        from console.domain.person import masked

        way, _, _ = contact.handle.partition(":")
        parts: Parts = [(clean_line(contact.name) or "Unknown person", "plain"), ("\n", "text")]
        parts.append((f"{_WAYS.get(way, way)} {clean_line(masked(contact.handle))}\n", "text"))
        if contact.opted_out:
            parts.append(("STOP: must not be texted\n", "alarm"))
        others = [n for n in contact.open if n != number]
        if others:
            parts.append((f"{len(others)} other open incident{_s(others)}\n", "warn"))
        words = f"{contact.past} earlier" if contact.past else "not seen before"
        return [*parts, (f"{words}\n\n", "quiet")]

    @staticmethod
    def _flags(incident: Incident, now: datetime) -> Parts:
        parts: Parts = []
        for flag in incident.active_flags(now):
            until = f" until {flag.until:%d %b %H:%M} UTC" if flag.until else ""
            parts += [(clean_line(flag.flag), "warn"), (until, "quiet")]
            parts.append((f"\n{clean_line(flag.note)}\n" if flag.note else "\n", "quiet"))
        return [("FLAGS\n", "quiet"), *parts, ("\n", "text")] if parts else []

    @staticmethod
    def _media(messages: Iterable[Message]) -> Parts:
        parts: Parts = []
        for message in messages:
            for item in message.media:
                name = clean_line(item.name or item.content_type or "attachment")
                size = f" {max(1, item.size // 1000)} KB" if item.size else ""
                parts.append((f"{name}{size} — not opened\n", "text"))
        return [("ATTACHMENTS\n", "quiet"), *parts] if parts else []


def _s(things: list[int]) -> str:
    return "" if len(things) == 1 else "s"
