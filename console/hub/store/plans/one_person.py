"""Plans for two people who are one: every address moves, and one word takes all of it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.domain.base import Rejected, check_reason
from console.domain.flags import PersonUnflagged
from console.domain.one_person import (
    Carded,
    ContactMoved,
    Flagged,
    Merge,
    MergePeople,
    Moved,
    OnePersonUndone,
    PeopleMerged,
    UnmergePeople,
)
from console.domain.person import Contact, Person
from console.domain.safe_contact import SafeCard, SafeContactSet
from console.hub.store.plans.common import agent_of
from console.hub.store.plans.flags import lacking
from console.hub.store.plans.safe_contact import addresses, addresses_of, party_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish


def _merge(tx: Tx, wish: Wish, command: MergePeople) -> None:
    agent_of(tx, wish)
    here = party_of(tx, command.incident, command.handle)
    other = party_of(tx, command.among, command.other)
    stays, goes = (here, other) if here.person is not None else (other, here)
    if stays.person is None:
        raise Rejected("Nobody has said who they are: identify one of them first.")
    if stays.person == goes.person:
        raise Rejected("They are one person already.", code="conflict")
    kept, rest = (here, other) if command.keep == "handle" else (other, here)
    one = _One(tx, stays.person, goes, kept.name or rest.name)
    tx.emit(f"person/{stays.person}", command.incident, one.merged(check_reason(command.reason)))
    one.write(command.incident)


class _One:
    """One person out of two; reads the tables, so it is made before anything is staged."""

    def __init__(self, tx: Tx, person: int, goes: Contact, name: str) -> None:
        self._tx, self.person, self.goes, self.name = tx, person, goes, name
        mine = addresses_of(tx, person)
        handles = dict.fromkeys((*mine, *addresses(tx, goes.person, goes.handle)))
        contacts = [tx.get(Contact, handle) or Contact(handle=handle) for handle in handles]
        self._moved = [one for one in contacts if (one.person, one.name) != (person, name)]
        self._cards, self._flags = _cards(contacts), lacking(contacts, tx.now)

    def merged(self, reason: str) -> PeopleMerged:
        """What is written of it, so that it can be taken back."""
        survivor = self._tx.get(Person, self.person)
        return PeopleMerged(
            other=self.goes.person,
            name=self.name,
            name_before=survivor.name if survivor is not None else "",
            moved=tuple(
                Moved(handle=one.handle, person=one.person, name=one.name) for one in self._moved
            ),
            carded=self._cards,
            flagged=tuple(Flagged(handle=one, flag=flag.flag) for one, flag in self._flags),
            reason=reason,
        )

    def write(self, number: int) -> None:
        """Write it to every address."""
        emit, moved = self._tx.emit, ContactMoved(person=self.person, name=self.name)
        for contact in self._moved:
            emit(f"contact/{contact.handle}", number, moved)
        for one in self._cards:
            emit(f"contact/{one.handle}", number, SafeContactSet(terms=one.card, copied=True))
        for handle, flag in self._flags:
            emit(f"contact/{handle}", number, flag)


def _cards(contacts: list[Contact]) -> tuple[Carded, ...]:
    """Who has no safe-to-contact card gets one; who has one keeps it."""
    card = next((one.safe for one in contacts if one.safe is not None), None)
    if card is None:
        return ()
    return tuple(Carded(handle=one.handle, card=card) for one in contacts if one.safe is None)


def _unmerge(tx: Tx, wish: Wish, command: UnmergePeople) -> None:
    agent_of(tx, wish)
    contact = party_of(tx, command.incident, command.handle)
    person = tx.get(Person, contact.person) if contact.person is not None else None
    if person is None or not person.merges:
        raise Rejected("They were never taken for one person with somebody else.")
    merge, number = person.merges[-1], command.incident
    undone = OnePersonUndone(name=merge.name, reason=check_reason(command.reason))
    tx.emit(f"person/{person.number}", number, undone)
    _take_back(tx, person.number, merge, number)


def _take_back(tx: Tx, person: int, merge: Merge, number: int) -> None:
    """Restore what nobody has changed since."""
    for one in merge.moved:
        if (found := tx.get(Contact, one.handle)) is not None and found.person == person:
            moved = ContactMoved(person=one.person, name=one.name)
            tx.emit(f"contact/{one.handle}", number, moved)
    for carded in merge.carded:
        found = tx.get(Contact, carded.handle)
        if found is not None and found.safe == carded.card:
            gone = SafeContactSet(terms=SafeCard(), copied=True)
            tx.emit(f"contact/{carded.handle}", number, gone)
    for flagged in merge.flagged:
        found = tx.get(Contact, flagged.handle)
        if found is not None and any(flag.flag == flagged.flag for flag in found.flags):
            down = PersonUnflagged(flag=flagged.flag, copied=True)
            tx.emit(f"contact/{flagged.handle}", number, down)


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    MergePeople: _merge,
    UnmergePeople: _unmerge,
}
