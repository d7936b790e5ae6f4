"""Who is asking: bearer tokens, looked up by their digest and never stored."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select

from console.domain.agent import Agent
from console.hub.asgi import NotServed, header, peer
from console.hub.failures import FailureLimit, Failures
from console.hub.store.tables import AgentRow, TokenRow, table

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from sqlalchemy import Connection
    from starlette.types import Scope

    from console.domain.base import Role
    from console.hub.hub import Clock
    from console.hub.store.read import Readings

LONGEST = 512
"""Bytes of a token; more is not even hashed."""
PREFIX = 12
"""Characters by which guesses at one token are counted together."""
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


class Gate:
    """Decides whose token it is."""

    def __init__(self, readings: Readings, clock: Clock, limits: AuthLimits | None = None) -> None:
        self.limits = limits or AuthLimits()
        self._readings = readings
        self._clock = clock
        self._anchor = (clock.now(), clock.monotonic())
        self._addresses = Failures(self.limits.per_address, clock.monotonic)
        self._prefixes = Failures(self.limits.per_token, clock.monotonic)
        self._fresh: OrderedDict[str, tuple[Caller, float]] = OrderedDict()
        self._known: OrderedDict[str, None] = OrderedDict()

    async def caller(self, scope: Scope) -> Caller:
        """Tell who asks. Raises NotServed (401, 429) or StoreUnavailable."""
        token = _bearer(scope)
        digest = hashlib.sha256(token).hexdigest()
        held = self._fresh.get(digest)
        if held is not None and self._clock.monotonic() < held[1]:
            return held[0]
        address, prefix = _network(peer(scope)), token[:PREFIX].decode("latin-1")
        limited = self._addresses.is_limited(address) or self._prefixes.is_limited(prefix)
        # A session that was good before is looked up all the same: strangers who fill the
        # limits must not lock anybody out of a shift.
        if limited and digest not in self._known:
            raise NotServed(429, "limited", "Too many wrong tokens.", ((b"retry-after", b"60"),))
        found = (await self.rights([digest])).get(digest)
        if found is None:
            self._addresses.count(address)
            self._prefixes.count(prefix)
            raise _unknown()
        return found

    async def rights(self, digests: Collection[str]) -> dict[str, Caller]:
        """Look up what several tokens are good for now; those that are not are left out."""
        found = await self._readings.run(_rights(digests, self._now))
        until = self._clock.monotonic() + self.limits.cache_seconds
        for digest in digests:
            caller = found.get(digest)
            if caller is None:
                self._fresh.pop(digest, None)
                self._known.pop(digest, None)
            else:
                _remember(self._fresh, digest, (caller, until))
                _remember(self._known, digest, None)
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


def _network(address: str) -> str:
    """The address, or for IPv6 the network that one customer has."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed, 64), strict=False))
    return address


def _rights(
    digests: Collection[str], now: Callable[[], datetime]
) -> Callable[[Connection], dict[str, Caller]]:
    wanted = select(
        TOKEN.c.digest, TOKEN.c.expires_at, TOKEN.c.revoked_at, AGENT.c.disabled, AGENT.c.state
    ).where(TOKEN.c.digest.in_(list(digests)), TOKEN.c.agent == AGENT.c.number)

    def reading(connection: Connection) -> dict[str, Caller]:
        found: dict[str, Caller] = {}
        for row in connection.execute(wanted):
            is_expired = row.expires_at is not None and row.expires_at <= now()
            if not (is_expired or row.revoked_at is not None or row.disabled):
                agent = Agent.model_validate_json(row.state)
                found[row.digest] = Caller(
                    agent=agent.number, role=agent.role, name=agent.name, digest=row.digest
                )
        return found

    return reading
