"""What of the scripts is to be seen: the card of the open incident, and those its words need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.cards.facts import ticked
from console.desk.cards.hints import Hints, said

if TYPE_CHECKING:
    from pathlib import Path

    from console.desk.cards.hints import Hint
    from console.desk.cards.place import Place
    from console.desk.session import Session
    from console.library.card import Card
    from console.library.shelf import Shelf
    from console.library.suggesting import Rules

FALLBACK = "upset-caller"
"""What opens when neither words nor category call for a card."""


class CardSight:
    """Reads the model; what it finds is shown elsewhere."""

    def __init__(self, session: Session, folder: Path) -> None:
        self._session = session
        self._folder = folder
        self._shelf: Shelf | None = None
        self._rules: Rules | None = None
        """None until they have been made ready, which takes a moment."""
        self._hints = Hints()
        self._places: dict[int, Place] = {}
        self.is_open = False

    @property
    def shelf(self) -> Shelf:
        """The cards, read at once where a key cannot wait for them."""
        if self._shelf is None:
            from console.library.shelf import load

            self._shelf = load(self._folder)[0]
        return self._shelf

    @property
    def number(self) -> int:
        """The incident on the screen; 0 for none."""
        return self._session.showing.number

    @property
    def place(self) -> Place | None:
        """The open card of the incident on the screen."""
        return self._places.get(self.number) if self.is_open else None

    def found_more(self) -> bool:
        """Look at what is new of the open incident; whether it calls for another card."""
        opened = self._session.model.opened.get(self.number)
        if self._rules is None or opened is None:
            return False
        return self._hints.look(self.number, said(opened), self._rules)

    def words(self) -> list[tuple[str, str]]:
        """What is suggested, for the line over the note; a crisis stays until it is opened."""
        open_card = self.place.card.id if self.place is not None else ""
        words = []
        for hint in self._hints.of(self.number):
            card = self.shelf.card(hint.card)
            if card is None or hint.card == open_card or self._was_opened(card):
                continue
            title = card.title.es if self._spanish() else card.title.en
            loud = "alarm" if hint.is_crisis else "warn"
            before = "PINNED " if hint.is_crisis else ""
            key = self._session.screen.script_key
            words.append((f"{before}card: {title} · they said “{hint.words[:40]}” · {key}", loud))
        return words[:2]

    def _was_opened(self, card: Card) -> bool:
        incident = self._session.showing.incident
        return incident is not None and f"{card.id}@{card.version}" in incident.scripts

    def _spanish(self) -> bool:
        """Whether they speak Spanish, as calls know it, else as whom the reply reaches does."""
        opened = self._session.model.opened.get(self.number)
        calls = opened.scene.calls.values() if opened is not None else ()
        known = [call.language for call in calls if call.language]
        return any(one.startswith("es") for one in known or [self._session.abbreviations.language])

    def called_for(self) -> list[tuple[Card, Hint | None]]:
        """Cards by words, then by category, each once, with the words that did it."""
        found: dict[str, Hint | None] = {one.card: one for one in self._hints.of(self.number)}
        incident = self._session.showing.incident
        if incident is not None and incident.category != "uncategorised":
            for card in self.shelf.of_category(incident.category)[:1]:
                found.setdefault(card.id, None)
        cards = [
            (self.shelf.card(name), hint) for name, hint in (found or {FALLBACK: None}).items()
        ]
        return [(card, hint) for card, hint in cards if card is not None]

    def _is_known(self, card: Card) -> bool:
        known = self._places.get(self.number)
        return (known is not None and known.card.id == card.id) or self._was_opened(card)

    def _ticked(self, card: Card) -> frozenset[str]:
        opened = self._session.model.opened.get(self.number)
        notes = opened.scene.notes.values() if opened is not None else ()
        return ticked(card, [note.text for note in notes if not note.deleted])

    def _values(self) -> dict[str, str]:
        """What is known of the variables of lines."""
        values = self._session.abbreviations.values()
        names = [contact.name for contact in self._session.showing.contacts if contact.name]
        return values | {"caller": values.get("caller") or (names[0] if names else "")}
