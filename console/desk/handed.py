"""Incidents that were handed to me: said once, their card over everything until it is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.key_names import shown
from console.desk.widgets.ask_panel import Question, Write
from console.desk.widgets.handoff_card import HandoffCard
from console.domain.handover import (
    AcceptHandover,
    Handover,
    HandoverAccepted,
    RefuseHandover,
    to_read,
)
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.desk.session import Session

ABOUT = "handover"
ACCEPTED: str = HandoverAccepted.model_fields["kind"].default


class Handed:
    """Follows what others hand to me, and what comes back of what I have handed to others."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._unread: dict[int, str] = {}
        """Incident to the version of its card."""
        self._given: dict[int, str] = {}
        """Incident to whom I have handed it."""

    @property
    def _me(self) -> int:
        me = self._session.model.me
        return me.number if me is not None else 0

    def _keys(self) -> tuple[str, str]:
        table = getattr(self._session.screen.app, "table", ())
        names = {key.id: shown(key.key) for key in table}
        return names.get("call.accept", ""), names.get("call.decline", "")

    def unread(self) -> tuple[int, Handover] | None:
        """Give the incident and card that a key is about: the open one, else the first."""
        model, open_now = self._session.model, self._session.showing.number
        for number in (open_now, *self._unread):
            incident = model.incidents.get(number)
            given = to_read(incident, self._me) if incident is not None else None
            if given is not None:
                return number, given
        return None

    def look(self, numbers: Iterable[int] | None = None) -> None:
        """Notice what changed about some incidents, by default all."""
        for number in list(self._session.model.incidents if numbers is None else numbers):
            self._came(number)
            self._came_back(number)
        if not self._unread:
            self._session.screen.notice.settled(ABOUT)
        self.card()

    def _came(self, number: int) -> None:
        incident = self._session.model.incidents.get(number)
        given = to_read(incident, self._me) if incident is not None else None
        if incident is None or given is None:
            self._unread.pop(number, None)
            return
        if self._unread.get(number) != given.version:
            self._unread[number] = given.version
            by, key = clean_line(given.by_name), self._keys()[0]
            words = f"{by} hands {incident.ref} over to you: {key} opens it with the card."
            self._say(words, ABOUT)

    def _came_back(self, number: int) -> None:
        incident = self._session.model.incidents.get(number)
        given = incident.handover if incident is not None else None
        if given is not None and given.by == self._me and given.agent is not None:
            self._given[number] = given.name
            return
        name = self._given.get(number, "")
        if incident is not None and incident.last_kind == ACCEPTED:
            self._given.pop(number, None)
        elif name and incident is not None and incident.owner == self._me:
            del self._given[number]
            words = f"{clean_line(name)} gives {incident.ref} back; its timeline says why."
            self._say(words, "given back")

    def _say(self, words: str, about: str) -> None:
        self._session.screen.app.bell()
        self._session.screen.say(words, "alarm", about=about)

    def card(self) -> None:
        """Put the card of the open incident over it, and take others away."""
        screen, number = self._session.screen, self._session.showing.number
        incident = self._session.model.incidents.get(number)
        given = to_read(incident, self._me) if incident is not None else None
        is_there = False
        for card in screen.query(HandoffCard):
            if card.incident and (given is None or card.incident != number):
                card.remove()
            is_there |= card.incident == number and given is not None
        if given is not None and not is_there:
            by = clean_line(given.by_name)
            card = HandoffCard(given, *self._keys(), incident=number, title=f"FROM {by}")
            screen.query_one("#middle").mount(card)

    def takes(self) -> None:
        """Open what was handed to me, read on in its card, or keep it."""
        found = self.unread()
        if found is None:
            return
        session, (number, given) = self._session, found
        if number != session.showing.number:
            session.places.show(number, focus="note")
            return
        cards = session.screen.query(HandoffCard)
        card = next((c for c in cards if c.incident == number), None)
        if card is not None and not card.is_read:
            card.turn()
            return
        session.give(AcceptHandover(incident=number, version=given.version, read=True))

    def refuses(self) -> None:
        """Ask why it is given back."""
        found = self.unread()
        if found is not None:
            number, given = found
            step = Write(f"why; {given.by_name} reads it")
            question = Question("transfer.give_back", "GIVE BACK", (step,), str(number))
            self._session.screen.put_question(question)

    def refused(self, number: str, reason: str) -> None:
        """Give it back."""
        self._session.give(RefuseHandover(incident=int(number), reason=reason[:200]))
