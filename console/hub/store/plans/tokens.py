"""Plans for tokens in use: where they are seen, and their end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from console.domain.agent import TokenIssued, TokenRevoked, TokenSeenElsewhere
from console.domain.base import Rejected
from console.hub.store.tables import TokenPlaceRow, TokenRow, table
from console.hub.wishes import RevokeToken, TokenSeen

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

TOKEN, PLACE = table(TokenRow), table(TokenPlaceRow)


def _seen(tx: Tx, _wish: Wish, seen: TokenSeen) -> None:
    owner = tx.query(select(TOKEN.c.agent).where(TOKEN.c.id == seen.token)).scalar()
    if owner is None:
        return
    known = select(PLACE.c.place).where(PLACE.c.token == seen.token)
    places = tx.query(known).scalars().all()
    if seen.place in places:
        here = (PLACE.c.token == seen.token) & (PLACE.c.place == seen.place)
        tx.conn.execute(update(PLACE).where(here).values(last_at=tx.now))
        return
    row = {"token": seen.token, "place": seen.place, "first_at": tx.now, "last_at": tx.now}
    tx.conn.execute(insert(PLACE), row)
    if places:
        # Without the address: every desk is sent every entry.
        tx.emit(f"agent/{owner}", None, TokenSeenElsewhere(token=seen.token))


def add_token(tx: Tx, agent: int, token: str, digest: str, until: datetime | None) -> None:
    """Let a new token open the hub for an agent."""
    tx.emit(f"agent/{agent}", None, TokenIssued(token=token))
    row = {
        "id": token,
        "agent": agent,
        "digest": digest,
        "created_at": tx.now,
        "expires_at": until,
        "revoked_at": None,
    }
    tx.conn.execute(insert(TOKEN), row)


def _revoke(tx: Tx, wish: Wish, command: RevokeToken) -> None:
    wanted = select(TOKEN.c.agent, TOKEN.c.revoked_at).where(TOKEN.c.id == command.token)
    row = tx.query(wanted).first()
    is_theirs = row is not None and wish.agent in (0, row.agent)
    if row is None or not (is_theirs or wish.role == "admin"):
        raise Rejected("There is no such token.", code="not_found")
    if row.revoked_at is not None:
        return
    tx.emit(f"agent/{row.agent}", None, TokenRevoked(token=command.token))
    dead = update(TOKEN).where(TOKEN.c.id == command.token)
    tx.conn.execute(dead.values(revoked_at=tx.now))


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    TokenSeen: _seen,
    RevokeToken: _revoke,
}
