"""The gate before every number that somebody dials: may it be rung, and not too often."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from console.domain.base import Rejected
from console.domain.dialling import NumberRung, check_dialable
from console.hub.store.tables import EntryRow, table

if TYPE_CHECKING:
    from console.hub.store.tx import Tx

ENTRY = table(EntryRow)
RUNG: str = NumberRung.model_fields["kind"].default
WINDOW = timedelta(hours=1)


def dialable(tx: Tx, agent: int, to: str, *, is_counted: bool = True) -> str:
    """Give the number of a handle, or of what was typed, as E.164. Raises Rejected."""
    number = check_dialable(to, tx.policy.dialling)
    if not is_counted:
        return number
    most = tx.policy.dialling.per_hour
    newest = tx.query(
        select(ENTRY.c.at)
        .where(ENTRY.c.stream == f"agent/{agent}", ENTRY.c.kind == RUNG)
        .order_by(ENTRY.c.seq.desc())
        .limit(most)
    )
    if sum(at > tx.now - WINDOW for at in newest.scalars()) >= most:
        words = f"You have rung {most} numbers within an hour; wait, or ask a lead."
        raise Rejected(words, code="too_many")
    return number


def count_dial(tx: Tx, agent: int, call: str) -> None:
    """Count a number that is rung for an agent."""
    tx.emit(f"agent/{agent}", None, NumberRung(call=call))
