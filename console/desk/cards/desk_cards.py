"""The scripts of one desk: opened by a key, suggested by words, never in the way of typing."""

from __future__ import annotations

import asyncio
import gc
import logging
from typing import TYPE_CHECKING

from console.desk.cards.facts import beginning
from console.desk.cards.place import Place, Way
from console.desk.cards.shown import CardShown

if TYPE_CHECKING:
    from pathlib import Path

    from console.desk.cards.hints import Hint
    from console.library.card import Card, Fact
    from console.library.shelf import Shelf

log = logging.getLogger(__name__)


class DeskCards(CardShown):
    """What the keys of scripts do; there is one place in a card for each incident."""

    async def load(self) -> None:
        """Read the cards a file at a time, so that keys are answered in between."""
        from console.library.shelf import keep, known

        shelf = known(self._folder)
        if shelf is None:
            shelf = await _read(self._folder)
            # Thousands of rules take a moment; keys are answered meanwhile.
            await asyncio.to_thread(getattr, shelf, "rules")
            keep(self._folder, shelf)
            # All of it stays: no collection of garbage needs to walk through it.
            gc.freeze()
        self._rules = shelf.rules
        self._shelf = shelf
        self.look()

    def look(self) -> None:
        """Look at the words of the incident on the screen, once the cards are there."""
        if self.found_more():
            self._session.showing.everything()
        self.paint()

    def toggle(self) -> None:
        """Open what is called for and was not opened yet; else close, or open the last again."""
        fresh = [one for one in self.called_for() if not self._is_known(one[0])]
        if self.place is not None and not any(hint for _, hint in fresh):
            self.close()
        elif self.place is None and self.number in self._places and not fresh:
            self.show(self._places[self.number].card)
        else:
            card, hint = (fresh or self.called_for())[0]
            self.show(card, hint)

    def emergency(self) -> None:
        """Open the first emergency card, or the one after the open one."""
        cards = self.shelf.emergency
        if not cards:
            self._session.screen.say("There are no emergency cards here.", "alarm")
            return
        pinned = [hint.card for hint in self._hints.of(self.number) if hint.is_crisis]
        current = self.place.card.id if self.place is not None else ""
        ids = [card.id for card in cards]
        if current in ids:
            following = cards[(ids.index(current) + 1) % len(cards)]
        else:
            following = next((card for card in cards if card.id in pinned), cards[0])
        self.show(following)

    def show(self, card: Card, hint: Hint | None = None) -> None:
        """Open a card beside the note; where somebody was in it, they are again."""
        known = self._places.get(self.number)
        if known is None or known.card.id != card.id:
            known = Place(card, *(hint.rule, hint.words) if hint is not None else ())
            known.mark_open_fact(self._ticked(card))
            self._places[self.number] = known
        self.is_open = True
        self.touch(known, "")
        self.paint()

    def close(self) -> None:
        """Put the people back where the card was."""
        self._aloud.pop(self.number, None)
        self.is_open = False
        self.paint()

    def move(self, by: int) -> None:
        """Move the mark."""
        if self.place is not None:
            self.place.move(by)
            self.paint()

    def choose(self) -> None:
        """Begin the note line of a fact, or go on to the next step."""
        place = self.place
        if place is None:
            return
        if place.below:
            # Nothing is chosen among what holds at every step: back to where one goes on.
            place.mark_ways()
        elif isinstance(place.choice, Way):
            place.go(place.choice)
            if place.step is not None:
                self.touch(place, place.step.id)
        elif place.choice is not None:
            self._begin(place.choice)
            place.move(1)
        self.paint()

    def back(self) -> None:
        """Return to the step before."""
        if self.place is not None and not self.place.back():
            self._session.screen.say("This is the first step of the card.", "quiet")
        self.paint()

    def _begin(self, fact: Fact) -> None:
        note = self._session.screen.note
        note.page.turn()
        note.page.insert(beginning(fact))
        self._session.screen.focus_box("note")


async def _read(folder: Path) -> Shelf:
    from console.library.reading import CardWrong, lists_of, read
    from console.library.shelf import Shelf

    cards = []
    lists, unread = lists_of(folder)
    for path in _files(folder):
        try:
            cards.append(read(path, lists.words))
        except CardWrong as error:
            unread.append(error)
        await asyncio.sleep(0)
    for wrong in unread:
        log.warning("card_unread", extra={"why": str(wrong)[:200]})
    return Shelf.of(cards, lists)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.toml"))
