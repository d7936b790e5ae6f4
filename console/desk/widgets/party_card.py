"""Who the open incident is about: names, ways to reach them, what was seen before."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from console.desk.clock import moment_words
from console.desk.widgets.words import Words
from console.desk.wording.earlier import counted, in_words
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from console.desk.widgets.words import Parts
    from console.domain.incident import Incident
    from console.domain.message import Message
    from console.domain.person import Contact
    from console.domain.wire import SeenBefore

SIGHT = 4
"""Earlier incidents on the card; its key lists them all."""
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
        *,
        revealed: Collection[str] = (),
        earlier: SeenBefore | None = None,
    ) -> None:
        """Show the parties, then flags, then attachments, none of them opened.

        Times are in the zone of ``now``; handles ``revealed`` are shown whole.
        """
        parts: Parts = []
        for contact in contacts:
            parts += self._party(contact, incident, is_whole=contact.handle in revealed)
        parts += self._earlier(earlier, now) if earlier and earlier.rows else []
        parts += self._flags(incident, now) + self._media(messages)
        self.show(parts or [("Nobody is known here yet.", "quiet")])

    @staticmethod
    def _party(contact: Contact, incident: Incident, *, is_whole: bool) -> Parts:
        # Loaded with the first incident: the first paint does not wait for it.
        from console.domain.person import masked

        way, _, address = contact.handle.partition(":")
        shown = address if is_whole else masked(contact.handle)
        parts: Parts = [(clean_line(contact.name) or "Unknown person", "plain"), ("\n", "text")]
        parts.append((f"{_WAYS.get(way, way)} {clean_line(shown)}\n", "text"))
        if contact.opted_out:
            parts.append(("STOP: must not be texted\n", "alarm"))
        if how := incident.verified.get(contact.handle):
            parts.append((f"verified: {clean_line(how)}\n", "good"))
        elif incident.severity == "critical":
            parts.append(("NOT VERIFIED who this is\n", "warn"))
        others = [n for n in contact.open if n != incident.number]
        if others:
            parts.append((f"{len(others)} other open incident{_s(others)}\n", "warn"))
        words = f"{contact.past} earlier" if contact.past else "not seen before"
        return [*parts, (f"{words}\n\n", "quiet")]

    @staticmethod
    def _earlier(earlier: SeenBefore, now: datetime) -> Parts:
        zone = now.tzinfo or UTC
        parts: Parts = [("SEEN BEFORE ", "quiet"), (f"{counted(earlier)}\n", "warn")]
        for row in earlier.rows[:SIGHT]:
            parts.append((f"{in_words(row.incident, zone)}\n", "text"))
        if len(earlier.rows) > SIGHT:
            parts.append((f"and {earlier.total - SIGHT} more\n", "quiet"))
        return [*parts, ("\n", "text")]

    @staticmethod
    def _flags(incident: Incident, now: datetime) -> Parts:
        parts: Parts = []
        for flag in incident.active_flags(now):
            zone = now.tzinfo or UTC
            until = f"\nuntil {moment_words(flag.until, zone)}" if flag.until else ""
            parts += [(clean_line(flag.flag), "warn"), (until, "quiet")]
            parts.append((f"\n{clean_line(flag.note)}\n" if flag.note else "\n", "quiet"))
        return [("FLAGS\n", "quiet"), *parts, ("\n", "text")] if parts else []

    @staticmethod
    def _media(messages: Iterable[Message]) -> Parts:
        # Loaded with the first incident: the first paint does not wait for it.
        from console.desk.wording.media import item_words

        parts: Parts = []
        for message in messages:
            for place, item in enumerate(message.media):
                how = "opened" if place in message.opened else "not opened"
                parts.append((f"{item_words(item)} — {how}\n", "text"))
        warning = "May upset, or not be what it says\n"
        return [("ATTACHMENTS\n", "quiet"), *parts, (warning, "warn")] if parts else []


def _s(things: list[int]) -> str:
    return "" if len(things) == 1 else "s"
