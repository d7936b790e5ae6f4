"""The card beside the note as it is shown: as a card, or one line of it to be read out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.cards.aloud import Aloud
from console.desk.cards.sight import CardSight
from console.domain.script_use import TouchScript

if TYPE_CHECKING:
    from pathlib import Path

    from console.desk.cards.place import Place
    from console.desk.session import Session


class CardShown(CardSight):
    """Shows what is open, and keeps what of it was used."""

    def __init__(self, session: Session, folder: Path) -> None:
        super().__init__(session, folder)
        self._aloud: dict[int, Aloud] = {}
        self._in_parts: set[int] = set()
        """Incidents in which an interpreter is on the line."""

    @property
    def aloud(self) -> Aloud | None:
        """What is read out of the open card; None while the card itself is shown."""
        aloud = self._aloud.get(self.number)
        return aloud if aloud is not None and aloud.place is self.place else None

    def read(self) -> bool:
        """Read lines out from here; whether there are any."""
        place = self.place
        aloud = Aloud(place, self.number in self._in_parts) if place is not None else None
        if aloud is None or not aloud.lines:
            self.stop_reading()
            return False
        aloud.begin()
        self._aloud[self.number] = aloud
        self.show_read()
        return True

    def show_read(self) -> None:
        """Show the line that is read out; the step it belongs to has been used."""
        if (aloud := self.aloud) is not None and aloud.line.step:
            self.touch(aloud.place, aloud.line.step)
        self.paint()

    def stop_reading(self) -> None:
        """Show the card again."""
        self._aloud.pop(self.number, None)
        self.paint()

    def split(self) -> bool:
        """Have an interpreter in this incident, or none any more; whether there is one now."""
        self._in_parts ^= {self.number}
        is_in_parts = self.number in self._in_parts
        if self.aloud is not None:
            self.aloud.split(is_in_parts=is_in_parts)
        self.paint()
        return is_in_parts

    def touch(self, place: Place, step: str) -> None:
        """Keep that a card was shown, or a step of it used, once for each version."""
        if self.number and self._session.sender is not None:
            card = place.card
            incident = self._session.showing.incident
            known = incident.scripts.get(f"{card.id}@{card.version}") if incident else None
            if known is None or step not in ("", *known):
                self._session.give(
                    TouchScript(
                        incident=self.number,
                        card=card.id,
                        version=card.version,
                        step=step,
                        because=place.because if not step else "",
                    )
                )

    def _reads_spanish(self) -> bool:
        """Whether the agent says it in Spanish: to an interpreter one speaks one's own language."""
        me = self._session.model.me
        if self.number not in self._in_parts or me is None or not me.languages:
            return self._spanish()
        return me.languages[0].startswith("es")

    def paint(self) -> None:
        """Show the card, or the people where there is none."""
        screen, place = self._session.screen, self.place
        for part in ("#left", "#right"):
            # Not a class of the screen: that would style everything anew.
            screen.query_one(part).set_class(place is not None, "-script")
        if place is not None:
            screen.script.show_card(
                place,
                self._ticked(place.card),
                spanish_first=self._reads_spanish(),
                values=self._values(),
                aloud=self.aloud,
            )
