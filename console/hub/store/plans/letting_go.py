"""The gate before somebody lets go of an open incident: what comes next has been said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.incident import Incident
from console.domain.letting_go import check_said
from console.hub.store.family import home, whole

if TYPE_CHECKING:
    from console.domain.base import Command
    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish


def check_let_go(tx: Tx, wish: Wish, number: int, command: Command) -> None:
    """Refuse who leaves its people without a word on what comes next. Raises Rejected."""
    incident = tx.get(Incident, home(tx, number)) if tx.policy.asks_next else None
    # Who may not see it any more can't say anything of it either.
    if incident is not None:
        check_said(whole(tx, incident), command, wish.agent)
