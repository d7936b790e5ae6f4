"""Tokens as their owners and admins see them: how long they live and where they were used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import exists, or_, select

from console.hub.store.tables import AgentRow, TokenPlaceRow, TokenRow, table

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

TOKEN, PLACE, AGENT = table(TokenRow), table(TokenPlaceRow), table(AgentRow)
MOST = 10_000


@dataclass(frozen=True, slots=True)
class Use:
    """A place a token was used at."""

    place: str
    """An IPv4 address, or the network of an IPv6 address."""
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Token:
    """One personal token; what it opens is known to its owner only."""

    id: str
    agent: int
    login: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    uses: tuple[Use, ...]
    """Newest first."""

    def state(self, now: datetime) -> str:
        """Give ``live``, ``revoked`` or ``expired``."""
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires_at is not None and self.expires_at <= now else "live"


def is_live(now: datetime) -> ColumnElement[bool]:
    """Give the condition under which a token opens the hub.

    In the statement and not after it: a token that is dead costs as much as one that never was.
    """
    return (
        TOKEN.c.revoked_at.is_(None)
        & or_(TOKEN.c.expires_at.is_(None), TOKEN.c.expires_at > now)
        & AGENT.c.disabled.is_(False)
    )


def live_tokens(now: datetime) -> Callable[[Connection], dict[str, bool]]:
    """Give the digests of all tokens that open the hub, and whether each was used before."""
    was_used = exists().where(PLACE.c.token == TOKEN.c.id)
    wanted = (
        select(TOKEN.c.digest, was_used)
        .join(AGENT, AGENT.c.number == TOKEN.c.agent)
        .where(is_live(now))
        .order_by(TOKEN.c.created_at.desc())
        .limit(MOST)
    )

    def reading(connection: Connection) -> dict[str, bool]:
        return {digest: bool(used) for digest, used in connection.execute(wanted)}

    return reading


def tokens_of(agent: int | None = None) -> Callable[[Connection], list[Token]]:
    """List the tokens of an agent, or of everybody; newest first."""
    tokens = (
        select(TOKEN, AGENT.c.login)
        .join(AGENT, AGENT.c.number == TOKEN.c.agent)
        .order_by(TOKEN.c.created_at.desc(), TOKEN.c.id)
        .limit(MOST)
    )
    places = (
        select(PLACE)
        .join(TOKEN, TOKEN.c.id == PLACE.c.token)
        .order_by(PLACE.c.last_at.desc(), PLACE.c.place)
    )
    if agent is not None:
        tokens = tokens.where(TOKEN.c.agent == agent)
        places = places.where(TOKEN.c.agent == agent)

    def reading(connection: Connection) -> list[Token]:
        uses: dict[str, list[Use]] = {}
        for row in connection.execute(places):
            uses.setdefault(row.token, []).append(Use(row.place, row.first_at, row.last_at))
        return [
            Token(
                id=row.id,
                agent=row.agent,
                login=row.login,
                created_at=row.created_at,
                expires_at=row.expires_at,
                revoked_at=row.revoked_at,
                uses=tuple(uses.get(row.id, ())),
            )
            for row in connection.execute(tokens)
        ]

    return reading
