"""The abbreviations of one desk: which words a name stands for here and now."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from console.domain.noted_facts import standing
from console.domain.promise import owed
from console.domain.safe_text import clean_line
from console.library.abbreviations import gaps, load
from console.library.placeholders import filled

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from console.desk.session import Session
    from console.domain.noted_facts import NotedFact
    from console.library.abbreviations import Abbreviation


PET = frozenset({"pet", "pet name", "dog", "cat", "mascota", "perro", "gato"})
"""Names of facts whose value is what an animal is called."""


class Abbreviations:
    """Reads the lists once, and fills in what is known of the incident on the screen."""

    def __init__(self, session: Session, files: tuple[Path, ...]) -> None:
        self._session = session
        self._files = files
        self.known: dict[str, Abbreviation] = {}

    async def load(self) -> None:
        """Read the lists; what can't be used is said, the rest works."""
        self.known, wrong = await asyncio.to_thread(load, self._files)
        screen = self._session.screen
        screen.note.page.words_of = self.for_note
        screen.reply.page.words_of = self.for_reply
        if wrong:
            screen.say(f"Abbreviations: {clean_line(wrong[0])}", "warn")

    def for_note(self, name: str) -> str:
        """The words of a name for us."""
        return self._words(name, "en")

    def for_reply(self, name: str) -> str:
        """The words of a name for whom the reply box reaches, in their language."""
        return self._words(name, self.language)

    def _words(self, name: str, language: str) -> str:
        found = self.known.get(name)
        return filled(found.text(language), self.values()) if found is not None else ""

    @property
    def language(self) -> str:
        """What the receiver speaks, as the contact or a call of theirs knows it."""
        session = self._session
        receiver = session.screen.reply.receiver
        contact = session.model.names.contacts.get(receiver.handle) if receiver else None
        if contact is not None and contact.language:
            return contact.language
        opened = session.model.opened.get(session.showing.number)
        calls = opened.scene.calls.values() if opened is not None else ()
        return "es" if any(call.language.startswith("es") for call in calls) else "en"

    def values(self) -> dict[str, str]:
        """What is known of the variables of prepared words."""
        session = self._session
        incident, model = session.showing.incident, session.model
        if incident is None:
            return {}
        receiver, me = session.screen.reply.receiver, model.me
        times = [p.due.astimezone(ZoneInfo(p.zone)) for p in owed(incident) if p.due is not None]
        return {
            "ref": incident.ref,
            "pet": pet_of(incident.facts),
            "place": incident.place,
            "agent": me.name.split()[0] if me is not None and me.name else "",
            "caller": clean_line(receiver.name) if receiver is not None else "",
            "callback": model.numbers[0] if len(model.numbers) == 1 else "",
            # Of two times nobody can know which one is meant, nor of two numbers.
            "time": f"{times[0]:%H:%M}" if len(times) == 1 else "",
        }


def pet_of(facts: Mapping[str, tuple[NotedFact, ...]]) -> str:
    """The name of the animal, as a note has marked it last: ``#pet Luna`` or ``Pet: Luna``."""
    named = [one.value for one in standing(facts) if one.name.casefold() in PET and one.value]
    return clean_line(named[-1])[:40] if named else ""


def unfilled_words(text: str) -> str:
    """Why a reply must not be sent yet: what in it is still to be filled in; empty: nothing."""
    names = dict.fromkeys(gap.name or "the gap" for gap in gaps(text))
    if not names:
        return ""
    return f"Not sent: fill in {', '.join(names)} first. Tab in the box goes there."
