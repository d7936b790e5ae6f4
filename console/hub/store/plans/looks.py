"""The plan that writes down who looked at what; it is no entry, so no desk is sent it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.hub.store.looks import add_looks
from console.hub.wishes_access import Looked

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish


def _looked(tx: Tx, _wish: Wish, looked: Looked) -> None:
    add_looks(tx.conn, looked.looks)


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {Looked: _looked}
