"""Who the open incident is about: names, ways to reach them, what was seen before."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from console.desk.widgets.words import Words
from console.desk.wording.earlier import counted, in_words
from console.desk.wording.flags import flag_parts
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
FACTS = 8
"""Facts on the card, risks first, then the newest."""
CHECKLIST = 8
"""Things of the checklist on the card, those to do first."""
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
        words: Collection[str] = (),
        earlier: SeenBefore | None = None,
    ) -> None:
        """Show the parties, then flags, then attachments, none of them opened.

        Times are in the zone of ``now``; handles ``revealed`` are shown whole, and code words of
        handles ``words``.
        """
        parts: Parts = []
        for contact in contacts:
            parts += self._safe(contact, now, shows=contact.handle in words)
            parts += self._party(contact, incident, now, is_whole=contact.handle in revealed)
        parts += self._facts(incident)
        parts += self._earlier(earlier, now) if earlier and earlier.rows else []
        parts += self._promises(incident, now) + self._checklist(incident)
        parts += self._flags(incident, now) + self._media(messages)
        self.show(parts or [("Nobody is known here yet.", "quiet")])

    @staticmethod
    def _safe(contact: Contact, now: datetime, *, shows: bool) -> Parts:
        # Loaded with the first incident: the first paint does not wait for it.
        from console.desk.wording.safe_contact import card_parts

        word = contact.safe.code_word if shows and contact.safe else ""
        return [*card_parts(contact, now, word)]

    @staticmethod
    def _party(contact: Contact, incident: Incident, now: datetime, *, is_whole: bool) -> Parts:
        # Loaded with the first incident: the first paint does not wait for it.
        from console.desk.wording.safe_contact import hour_words
        from console.domain.person import masked

        way, _, address = contact.handle.partition(":")
        shown = address if is_whole else masked(contact.handle)
        parts: Parts = [(clean_line(contact.name) or "Unknown person", "plain"), ("\n", "text")]
        parts.append((f"{_WAYS.get(way, way)} {clean_line(shown)}\n", "text"))
        if role := incident.roles.get(contact.handle):
            parts.append((f"{role} in this incident\n", "plain"))
        if hour := hour_words(contact, now):
            parts.append((f"{hour}\n", "quiet"))
        for flag in contact.flags:
            parts += [] if flag.is_over(now) else flag_parts(flag, now)
        if contact.opted_out:
            parts.append(("STOP: must not be texted\n", "alarm"))
        if how := incident.verified.get(contact.handle):
            parts.append((f"verified: {clean_line(how)}\n", "good"))
        elif incident.severity == "critical":
            parts.append(("NOT VERIFIED who this is\n", "warn"))
        ours = {incident.number, *incident.parts}
        others = [n for n in contact.open if n not in ours]
        if others:
            parts.append((f"{len(others)} other open incident{_s(others)}\n", "warn"))
        words = f"{contact.past} earlier" if contact.past else "not seen before"
        return [*parts, (f"{words}\n\n", "quiet")]

    @staticmethod
    def _facts(incident: Incident) -> Parts:
        # Loaded with the first incident: the first paint does not wait for it.
        from console.domain.noted_facts import in_words as said
        from console.domain.noted_facts import standing

        newest = reversed(standing(incident.facts))
        found = sorted(newest, key=lambda fact: fact.what != "risk")
        risks = sum(fact.what == "risk" for fact in found)
        # No risk is left out, however many there are.
        shown = found[: max(FACTS, risks)]
        parts: Parts = []
        for fact in shown:
            loud = "alarm" if fact.what == "risk" else "text"
            parts += [(clean_line(said(fact)), loud), ("\n", "text")]
        if len(found) > len(shown):
            parts.append((f"and {len(found) - len(shown)} more in the notes\n", "quiet"))
        return [("FACTS\n", "quiet"), *parts, ("\n", "text")] if parts else []

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
    def _promises(incident: Incident, now: datetime) -> Parts:
        # Loaded with the first incident: the first paint does not wait for it.
        from console.desk.wording.promise import in_words as said
        from console.domain.next_contact import is_said
        from console.domain.promise import owed

        found = owed(incident)
        if not found:
            words = f"no next contact owed: {clean_line(incident.none_owed)}\n\n"
            if incident.none_owed or is_said(incident):
                return [(words, "quiet")] if incident.none_owed else []
            return [("next contact: nobody has said\n\n", "warn")]
        parts: Parts = [("PROMISED\n", "quiet")]
        for promise in found[:SIGHT]:
            loud = "alarm" if promise.standing == "broken" else "text"
            parts += [(said(promise, now.tzinfo or UTC), loud), ("\n", "text")]
        if len(found) > SIGHT:
            parts.append((f"and {len(found) - SIGHT} more\n", "quiet"))
        return [*parts, ("\n", "text")]

    @staticmethod
    def _checklist(incident: Incident) -> Parts:
        items = sorted(incident.checklist, key=lambda item: item.is_done)
        done = sum(item.is_done for item in items)
        parts: Parts = [(f"CHECKLIST {done} of {len(items)}\n", "quiet")]
        for item in items[:CHECKLIST]:
            by = f" · {clean_line(item.done_by)}" if item.is_done else ""
            sign, loud = ("[x]", "quiet") if item.is_done else ("[ ]", "text")
            parts.append((f"{sign} {clean_line(item.text)}{by}\n", loud))
        if len(items) > CHECKLIST:
            parts.append((f"and {len(items) - CHECKLIST} more\n", "quiet"))
        return [*parts, ("\n", "text")] if items else []

    @staticmethod
    def _flags(incident: Incident, now: datetime) -> Parts:
        parts = [part for flag in incident.active_flags(now) for part in flag_parts(flag, now)]
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
