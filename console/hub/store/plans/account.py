"""Plans that put on the account's own stream what concerns all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.domain.account import Account, StoredLate, decide_token_ended, decide_token_used
from console.hub.wishes import TokenRotated
from console.hub.wishes_kept import KeptAside

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish


def _rotated(tx: Tx, _wish: Wish, told: TokenRotated) -> None:
    account = tx.get(Account, told.account) or Account(sid=told.account)
    if told.what == "used":
        events = decide_token_used(account, told.until)
    else:
        events = decide_token_ended(account, told.until) if told.until else []
    tx.emit(f"account/{told.account}", None, *events)


def _kept_aside(tx: Tx, _wish: Wish, told: KeptAside) -> None:
    late = StoredLate(since=told.since, until=told.until, count=told.count)
    tx.emit(f"account/{told.account}", None, late)


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    TokenRotated: _rotated,
    KeptAside: _kept_aside,
}
