"""The gate before somebody lets go of an open incident: what comes next has been said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.letting_go import check_said
from console.hub.store.family import home, whole
from console.hub.store.plans.common import incident_of

if TYPE_CHECKING:
    from console.domain.base import Command
    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish


def check_let_go(tx: Tx, wish: Wish, number: int, command: Command) -> None:
    """Refuse who leaves its people without a word on what comes next. Raises Rejected."""
    if tx.policy.asks_next:
        incident = incident_of(tx, home(tx, number))
        check_said(whole(tx, incident), command, wish.agent)
