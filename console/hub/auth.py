"""Who is asking: bearer tokens, looked up by their digest and never stored."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select

from console.domain.agent import Agent
from console.hub.asgi import NotServed, header
from console.hub.failures import FailureLimit, Failures
from console.hub.store.tables import AgentRow, TokenRow, table
from console.hub.store.tokens import is_live

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from sqlalchemy import Connection
    from starlette.types import Scope

    from console.domain.base import Role
    from console.hub.hub import Clock
    from console.hub.peers import Peers
    from console.hub.sessions import Sessions
    from console.hub.store.read import Readings

LONGEST = 512
"""Bytes of a token; more is not even hashed."""
PREFIX = 12
"""Characters by which guesses at one token are counted together: ``sl_`` and its public id."""
MOST_KNOWN = 10_000
PER_ADDRESS = FailureLimit(20, 60.0)
PER_TOKEN = FailureLimit(5, 60.0)
TOKEN = table(TokenRow)
AGENT = table(AgentRow)

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class AuthLimits:
    """How long rights are believed, and how many wrong tokens are heard."""

    cache_seconds: float = 2.0
    per_address: FailureLimit = PER_ADDRESS
    per_token: FailureLimit = PER_TOKEN


@dataclass(frozen=True, slots=True)
class Caller:
    """An agent with a valid token."""

    agent: int
    role: Role
    name: str
    digest: str
    """SHA-256 (hex) of the token."""
    token: str
    """Its public id."""


class Gate:
    """Decides whose token it is."""

    def __init__(
        self,
        readings: Readings,
        clock: Clock,
        limits: AuthLimits,
        *,
        peers: Peers,
        sessions: Sessions,
    ) -> None:
        self.limits = limits
        self._readings = readings
        self._clock = clock
        self._peers = peers
        self._sessions = sessions
        self._anchor = (clock.now(), clock.monotonic())
        self._addresses = Failures(self.limits.per_address, clock.monotonic)
        self._prefixes = Failures(self.limits.per_token, clock.monotonic)
        self._fresh: OrderedDict[str, tuple[Caller, float]] = OrderedDict()
        self._known: OrderedDict[str, str] = OrderedDict()
        """Tokens that were good here, and where they were used last."""

    async def caller(self, scope: Scope) -> Caller:
        """Tell who asks. Raises NotServed (401, 429) or StoreUnavailable."""
        token = _bearer(scope)
        digest = hashlib.sha256(token).hexdigest()
        place = self._peers.place(scope)
        held = self._fresh.get(digest)
        if held is not None and self._clock.monotonic() < held[1]:
            self._sessions.used(held[0].token, place)
            return held[0]
        prefix = token[:PREFIX].decode("latin-1")
        if digest not in self._known and await self._is_refused(place, prefix, digest):
            raise NotServed(429, "limited", "Too many wrong tokens.", ((b"retry-after", b"60"),))
        found = (await self._look_up([digest])).get(digest)
        if found is None:
            self._addresses.count(place)
            self._prefixes.count(prefix)
            raise _unknown()
        _remember(self._known, digest, place)
        self._sessions.used(found.token, place)
        return found

    async def _is_refused(self, place: str, prefix: str, digest: str) -> bool:
        """Tell whether a token is not even looked up.

        Strangers who fill the limits must lock nobody out: a token that was good before always
        opens, and one that is good for the first time unless it was guessed at itself. An
        address is shared by everybody behind one router.
        """
        is_guessed = self._prefixes.is_limited(prefix)
        if not (is_guessed or self._addresses.is_limited(place)):
            return False
        is_session = await self._sessions.is_session(digest)
        return is_session is None or (is_guessed and not is_session)

    async def rights(self, digests: Collection[str]) -> dict[str, Caller]:
        """Look up what tokens of open streams are good for now; those that are not are left out."""
        found = await self._look_up(digests)
        for digest, caller in found.items():
            if (place := self._known.get(digest)) is not None:
                self._sessions.used(caller.token, place)
        return found

    async def _look_up(self, digests: Collection[str]) -> dict[str, Caller]:
        found = await self._readings.run(_rights(digests, self._now))
        until = self._clock.monotonic() + self.limits.cache_seconds
        for digest in digests:
            caller = found.get(digest)
            if caller is None:
                self._fresh.pop(digest, None)
                self._known.pop(digest, None)
            else:
                _remember(self._fresh, digest, (caller, until))
        return found

    def _now(self) -> datetime:
        """The time as it went on since the start: a clock that is set must not end shifts."""
        wall, monotonic = self._anchor
        return wall + timedelta(seconds=self._clock.monotonic() - monotonic)


def is_bearer(scope: Scope) -> bool:
    """Tell whether a request carries any token."""
    return header(scope, b"authorization") is not None


def _remember(held: OrderedDict[str, V], key: str, value: V) -> None:
    held[key] = value
    held.move_to_end(key)
    if len(held) > MOST_KNOWN:
        held.popitem(last=False)


def _bearer(scope: Scope) -> bytes:
    given = header(scope, b"authorization") or b""
    scheme, _, token = given.partition(b" ")
    token = token.strip()
    if scheme.lower() != b"bearer" or not 0 < len(token) <= LONGEST:
        raise _unknown()
    return token


def _unknown() -> NotServed:
    """Unknown, expired, revoked, disabled: nobody learns which."""
    challenge = (b"www-authenticate", b"Bearer")
    return NotServed(401, "unauthorised", "This token is not valid here.", (challenge,))


def _rights(
    digests: Collection[str], now: Callable[[], datetime]
) -> Callable[[Connection], dict[str, Caller]]:
    def reading(connection: Connection) -> dict[str, Caller]:
        wanted = (
            select(TOKEN.c.id, TOKEN.c.digest, AGENT.c.state)
            .join(AGENT, TOKEN.c.agent == AGENT.c.number)
            .where(TOKEN.c.digest.in_(list(digests)), is_live(now()))
        )
        found: dict[str, Caller] = {}
        for row in connection.execute(wanted):
            agent = Agent.model_validate_json(row.state)
            found[row.digest] = Caller(
                agent=agent.number,
                role=agent.role,
                name=agent.name,
                digest=row.digest,
                token=row.id,
            )
        return found

    return reading
