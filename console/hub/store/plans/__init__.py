"""Plans: which streams a wish touches, and what is read for its decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.hub.store.plans import admin, calls, effects, incidents, mails, messages, notes, rooms

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    **incidents.PLANS,
    **messages.PLANS,
    **mails.PLANS,
    **notes.PLANS,
    **calls.PLANS,
    **rooms.PLANS,
    **effects.PLANS,
    **admin.PLANS,
}
"""Command type to the plan that grants it."""


def plan(tx: Tx, wish: Wish) -> None:
    """Grant a wish. Raises Rejected."""
    PLANS[type(wish.command)](tx, wish, wish.command)
