"""Signed input that fits nothing we know: kept and counted, attached to nobody."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from console.hub.store.repeat import set_aside

if TYPE_CHECKING:
    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

log = logging.getLogger(__name__)


def is_foreign(tx: Tx, account: str) -> bool:
    """Tell whether input names another provider account than ours."""
    return bool(tx.policy.account) and account != tx.policy.account


def keep_foreign(tx: Tx, wish: Wish) -> None:
    """Keep the input where an admin sees it."""
    log.warning("quarantined", extra={"cause": wish.cause})
    set_aside(tx.conn, wish, "unknown id or foreign account", tx.now)
