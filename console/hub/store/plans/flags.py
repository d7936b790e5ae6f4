"""Plans for flags: on an incident, on a person at every address, and their end by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.domain.base import Rejected
from console.domain.flags import (
    FlagExpired,
    FlagPerson,
    PersonFlagExpired,
    PersonFlagged,
    PersonUnflagged,
    UnflagPerson,
    check_until,
    everywhere,
    forbids_message,
    standing,
)
from console.domain.incident import Incident
from console.domain.incident_events import ClearFlag, FlagCleared, FlagSet, SetFlag
from console.domain.person import Contact
from console.hub.store.plans.common import agent_of, incident_of
from console.hub.store.plans.safe_contact import addresses, party_of
from console.hub.wishes_people import FlagDue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from console.domain.flags import Flag
    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish


def _parties(tx: Tx, handles: Iterable[str]) -> list[Contact]:
    found = (tx.get(Contact, handle) for handle in handles)
    return [contact for contact in found if contact is not None]


def flags_of(tx: Tx, incident: Incident) -> tuple[Flag, ...]:
    """What stands now on an incident and on its people."""
    return everywhere(incident, _parties(tx, incident.handles), tx.now)


def leaves_no_message(tx: Tx, incident: Incident, handle: str) -> bool:
    """Whether a flag or a card forbids to speak to a machine of somebody's."""
    parties = _parties(tx, (handle,))
    if any(one.safe is not None and not one.safe.voicemail for one in parties):
        return True
    return forbids_message(everywhere(incident, parties, tx.now))


def flags_due(tx: Tx, number: int) -> None:
    """Take down what of an incident is over."""
    incident = incident_of(tx, number)
    over = [flag.flag for flag in incident.flags if flag.is_over(tx.now)]
    tx.emit(f"incident/{number}", number, *(FlagExpired(flag=flag) for flag in over))


def _set(tx: Tx, wish: Wish, command: SetFlag) -> None:
    agent, number = agent_of(tx, wish), incident_of(tx, command.incident).number
    check_until(command.until, tx.now)
    event = FlagSet(flag=command.flag, until=command.until, note=command.note, name=agent.name)
    tx.emit(f"incident/{number}", number, event)


def _clear(tx: Tx, _wish: Wish, command: ClearFlag) -> None:
    incident = incident_of(tx, command.incident)
    if any(flag.flag == command.flag for flag in incident.flags):
        tx.emit(f"incident/{incident.number}", incident.number, FlagCleared(flag=command.flag))


def _flag(tx: Tx, wish: Wish, command: FlagPerson) -> None:
    agent, contact = agent_of(tx, wish), party_of(tx, command.incident, command.handle)
    check_until(command.until, tx.now)
    is_restricted = incident_of(tx, command.incident).restriction is not None
    if is_restricted and command.note:
        raise Rejected("This incident is restricted and everybody sees the flag: leave out why.")
    for handle in addresses(tx, contact.person, command.handle):
        is_copy = handle != command.handle
        flagged = PersonFlagged(
            flag=command.flag,
            until=command.until,
            note=command.note,
            name=agent.name,
            incident=0 if is_copy or is_restricted else command.incident,
            copied=is_copy,
        )
        tx.emit(f"contact/{handle}", command.incident, flagged)


def _unflag(tx: Tx, wish: Wish, command: UnflagPerson) -> None:
    agent, contact = agent_of(tx, wish), party_of(tx, command.incident, command.handle)
    for handle in addresses(tx, contact.person, command.handle):
        known = tx.get(Contact, handle)
        if known is not None and any(flag.flag == command.flag for flag in known.flags):
            is_copy = handle != command.handle
            down = PersonUnflagged(flag=command.flag, name=agent.name, copied=is_copy)
            tx.emit(f"contact/{handle}", command.incident, down)


def _due(tx: Tx, _wish: Wish, due: FlagDue) -> None:
    contact = tx.get(Contact, due.handle)
    for flag in contact.flags if contact is not None else ():
        if flag.is_over(tx.now):
            over = PersonFlagExpired(flag=flag.flag)
            tx.emit(f"contact/{due.handle}", _where(tx, flag), over)


def _where(tx: Tx, flag: Flag) -> int | None:
    """On whose timeline its end is told."""
    return flag.incident if flag.incident and tx.get(Incident, flag.incident) else None


def spread_flags(tx: Tx, handle: str, person: int | None) -> list[tuple[str, PersonFlagged]]:
    """What has to be written where, once an address turns out to be a known person's.

    Reads the tables: to be called before anything is staged.
    """
    handles = addresses(tx, person, handle)
    return lacking([tx.get(Contact, one) or Contact(handle=one) for one in handles], tx.now)


def lacking(contacts: list[Contact], now: datetime) -> list[tuple[str, PersonFlagged]]:
    """Which address lacks a flag that another one of the same person has."""
    known = {flag.flag: flag for one in contacts for flag in standing(one.flags, now)}
    return [
        (one.handle, _copy(flag))
        for one in contacts
        for words, flag in known.items()
        if all(has.flag != words for has in standing(one.flags, now))
    ]


def _copy(flag: Flag) -> PersonFlagged:
    return PersonFlagged(
        flag=flag.flag, until=flag.until, note=flag.note, name=flag.name, copied=True
    )


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    SetFlag: _set,
    ClearFlag: _clear,
    FlagPerson: _flag,
    UnflagPerson: _unflag,
    FlagDue: _due,
}
