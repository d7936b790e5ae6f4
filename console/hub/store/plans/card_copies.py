"""Where the words of a safe-to-contact card stand besides the entry that somebody wrote."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from console.domain.one_person import PeopleMerged
from console.domain.person import Contact
from console.domain.safe_contact import SafeContactSet
from console.hub.store.plans.safe_contact import addresses
from console.hub.store.tables import EntryRow, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Row

    from console.hub.store.tx import Tx

ENTRY = table(EntryRow)
SET: str = SafeContactSet.model_fields["kind"].default
MERGED: str = PeopleMerged.model_fields["kind"].default


def card_copies(tx: Tx, row: Row[Any]) -> list[Row[Any]]:
    """Give the entries that repeat the card of one: at other addresses of theirs, and in merges.

    People who were one and are two again by now had it too.
    """
    if row.kind != SET:
        return []
    card, handle = json.loads(row.data)["terms"], row.stream.removeprefix("contact/")
    contact = tx.get(Contact, handle)
    person = contact.person if contact is not None else None
    theirs = set(addresses(tx, person, handle))
    wanted = select(ENTRY).where(ENTRY.c.kind.in_((SET, MERGED))).order_by(ENTRY.c.seq)
    told = [(one, json.loads(one.data)) for one in tx.query(wanted).all()]
    for one, event in told:
        if one.kind == MERGED and _is_of(one, event, person, theirs):
            theirs.update(_given(event, card))
    return list(_repeating(told, row.seq, card, theirs))


def _is_of(one: Row[Any], event: dict[str, Any], person: int | None, theirs: set[str]) -> bool:
    """Whether they are one of the two people of a merge."""
    moved = {found["handle"] for found in (*event["moved"], *event["carded"])}
    return one.stream == f"person/{person}" or bool(moved & theirs)


def _given(event: dict[str, Any], card: object) -> Iterator[str]:
    """Who got this very card by a merge."""
    return (one["handle"] for one in event["carded"] if one["card"] == card)


def _repeating(
    told: list[tuple[Row[Any], dict[str, Any]]], but: int, card: object, theirs: set[str]
) -> Iterator[Row[Any]]:
    for one, event in told:
        if one.kind == MERGED:
            is_copy = any(handle in theirs for handle in _given(event, card))
        else:
            is_theirs = one.stream.removeprefix("contact/") in theirs
            is_copy = one.seq != but and is_theirs and event["terms"] == card
        if is_copy:
            yield one
