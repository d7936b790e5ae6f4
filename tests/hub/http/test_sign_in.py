"""Signing in tells strangers nothing, and does not wear the hub out (T2, T9)."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from itertools import combinations
from random import Random
from statistics import median
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from console.hub.admin import disable_agent
from console.hub.asgi import NotServed
from console.hub.auth import AuthLimits
from console.hub.failures import FailureLimit
from console.hub.parts import HubLimits
from console.hub.store.engine import write_engine
from console.hub.store.tables import TokenRow, table
from tests.hub.http.kit import World, digest_of, world

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.types import Scope

    from console.config import Settings

TOKEN = table(TokenRow)
ENDLESS = FailureLimit(10**9, 60.0)
OPEN = HubLimits(auth=AuthLimits(per_address=ENDLESS, per_token=ENDLESS))
NOISE = 0.05
ROUNDS, SAMPLES = 12, 150
PARALLEL = 1000


async def _bad_tokens(place: World) -> dict[str, bytes]:
    """A token of each kind that opens nothing; all of one length."""
    kinds = ("wrong", "expired", "revoked", "disabled")
    given = {kind: await place.agent(kind) for kind in kinds}
    now = place.hub.parts.api.clock.now()
    await asyncio.to_thread(_end, place, digest_of(given["expired"]), "expires_at", now)
    await asyncio.to_thread(_end, place, digest_of(given["revoked"]), "revoked_at", now)
    await disable_agent(place.settings.database.url, "disabled")
    tokens = {kind: one["authorization"].partition(" ")[2] for kind, one in given.items()}
    tokens["wrong"] = tokens["wrong"][:12] + "x" * (len(tokens["wrong"]) - 12)
    tokens["unknown"] = "sl_00000000_" + "x" * (len(tokens["wrong"]) - 12)
    return {kind: token.encode() for kind, token in tokens.items()}


def _end(place: World, digest: str, column: str, now: datetime) -> None:
    engine = write_engine(place.settings.database.url)
    with engine.begin() as connection:
        at = now - timedelta(seconds=1)
        connection.execute(update(TOKEN).where(TOKEN.c.digest == digest).values({column: at}))
    engine.dispose()


async def _cost(place: World, token: bytes) -> int:
    """Nanoseconds of processor that one refusal takes."""
    scope: Scope = {
        "headers": [(b"authorization", b"Bearer " + token)],
        "client": ("192.0.2.1", 1),
    }
    gate = place.hub.parts.api.gate
    began = time.process_time_ns()
    with pytest.raises(NotServed, match="not valid here"):
        await gate.caller(scope)
    return time.process_time_ns() - began


def _apart(costs: dict[str, list[int]]) -> float:
    """How far the medians are from each other."""
    middle = [median(found) for found in costs.values()]
    return max(abs(a - b) / min(a, b) for a, b in combinations(middle, 2))


async def test_no_kind_of_bad_token_takes_longer_than_another(settings: Settings) -> None:
    chance = Random(1)
    async with world(settings, OPEN) as place:
        tokens = await _bad_tokens(place)
        costs: dict[str, list[int]] = {kind: [] for kind in tokens}
        for _ in range(ROUNDS):
            for _ in range(SAMPLES):
                for kind in chance.sample(list(tokens), len(tokens)):
                    costs[kind].append(await _cost(place, tokens[kind]))
            if _apart(costs) < NOISE:
                break
        assert _apart(costs) < NOISE


async def test_a_monstrous_token_is_refused_before_it_is_hashed(settings: Settings) -> None:
    async with world(settings) as place:
        head = b"GET /api/me HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
        for token, statuses in (
            (b"x" * 10 * 2**20, {b"400"}),
            (b"x" * 60_000, {b"401"}),
            (b"sl_0a1b2c3d_\0" + b"x" * 42, {b"400"}),
            (b"\xff" * 500, {b"401"}),
        ):
            got = await place.exchange(head + token + b"\r\nConnection: close\r\n\r\n")
            assert not got or got[9:12] in statuses
        assert (await place.client.get("/healthz")).status_code == 200


async def test_a_thousand_who_sign_in_at_once_keep_nobody_waiting(settings: Settings) -> None:
    async with world(settings) as place:
        known = await place.agent("ana")
        assert (await place.client.get("/api/me", headers=known)).status_code == 200
        wires = [await place.raw() for _ in range(PARALLEL)]
        for number, (_, writer) in enumerate(wires):
            token = f"sl_{number:08x}_{'x' * 43}"
            head = f"GET /api/me HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}"
            writer.write(head.encode() + b"\r\nConnection: close\r\n\r\n")
        # Of our own processor: what the neighbours of this machine do keeps us waiting too.
        began = time.process_time()
        assert (await place.client.get("/healthz")).status_code == 200
        waited = time.process_time() - began
        assert (await place.client.get("/api/me", headers=known)).status_code == 200
        answers = await asyncio.gather(*(reader.read() for reader, _ in wires))
        assert {answer[9:12] for answer in answers} <= {b"401", b"429"}
        # Ten milliseconds for each, as a slow digest takes, would be ten seconds.
        assert waited < 5
        for _, writer in wires:
            writer.close()
