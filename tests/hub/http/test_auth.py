"""Tokens: guessed, expired, revoked, and clocks that jump (T1 to T3, T9, Z2)."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Engine, event, update

from console.hub.admin import disable_agent
from console.hub.auth import AuthLimits
from console.hub.failures import MOST_KEYS, FailureLimit, Failures
from console.hub.parts import HubLimits
from console.hub.store.engine import write_engine
from console.hub.store.tables import TokenRow, table
from console.hub.stream import StreamLimits
from tests.hub.http.kit import HandClock, World, digest_of, following, world

if TYPE_CHECKING:
    from datetime import datetime

    from console.config import Settings

TOKEN = table(TokenRow)
QUICK = HubLimits(auth=AuthLimits(cache_seconds=0.05), stream=StreamLimits(recheck_seconds=0.1))


async def _change(place: World, headers: dict[str, str], **values: datetime) -> None:
    engine = write_engine(place.settings.database.url)
    wanted = update(TOKEN).where(TOKEN.c.digest == digest_of(headers)).values(**values)

    def change() -> None:
        with engine.begin() as connection:
            connection.execute(wanted)
        engine.dispose()

    await asyncio.to_thread(change)


async def test_unknown_expired_and_revoked_tokens_get_one_answer(settings: Settings) -> None:
    hand = HandClock()
    async with world(settings, QUICK, hand.clock()) as place:
        expired, revoked = await place.agent("ana"), await place.agent("bo")
        await _change(place, expired, expires_at=hand.wall)
        await _change(place, revoked, revoked_at=hand.wall)
        bearers = [
            expired,
            revoked,
            {"authorization": "Bearer sl_00000000_" + "x" * 43},
            {"authorization": "Bearer " + "x" * 100_000},
            {"authorization": "Bearer \xff"},
            {"authorization": "Basic YW5hOmFuYQ=="},
            {"authorization": ""},
            {},
            {"x-remote-user": "ana"},
        ]
        raw = [[(n.encode(), v.encode("latin-1")) for n, v in one.items()] for one in bearers]
        got = [await place.client.get("/api/me", headers=one) for one in raw]
        statuses = [one.status_code for one in got]
        assert set(statuses) <= {400, 401}
        assert statuses[:2] == [401, 401]
        assert len({one.text for one in got if one.status_code == 401}) == 1


async def test_a_token_in_the_address_is_no_login(settings: Settings) -> None:
    async with world(settings) as place:
        token = (await place.agent())["authorization"].removeprefix("Bearer ")
        assert (await place.client.get("/api/me", params={"token": token})).status_code == 401


async def _guesses(place: World, count: int, prefix: str = "") -> list[int]:
    statuses = []
    for number in range(count):
        token = f"{prefix}{number}" if prefix else f"sl_{number:08x}_wrong"
        wrong = {"authorization": f"Bearer {token}", "x-forwarded-for": f"192.0.2.{number}"}
        statuses.append((await place.client.get("/api/me", headers=wrong)).status_code)
    return statuses


async def test_guessing_is_stopped_and_locks_nobody_out_of_a_shift(settings: Settings) -> None:
    hand = HandClock()
    async with world(settings, clock=hand.clock()) as place:
        known, fresh = await place.agent("ana"), await place.agent("bo")
        assert (await place.client.get("/api/me", headers=known)).status_code == 200
        assert await _guesses(place, 30) == [401] * 20 + [429] * 10
        wrong = {"authorization": "Bearer sl_00000099_wrong"}
        limited = await place.client.get("/api/me", headers=wrong)
        assert limited.status_code == 429
        assert "retry-after" in limited.headers
        # Agents behind the same router as the guesser work on, and begin their shift.
        hand.passes(3)
        assert (await place.client.get("/api/me", headers=known)).status_code == 200
        assert (await place.client.get("/api/me", headers=fresh)).status_code == 200
        hand.passes(61)
        assert (await place.client.get("/api/me", headers=wrong)).status_code == 401


async def test_a_token_that_is_guessed_at_does_not_open_for_the_first_time(
    settings: Settings,
) -> None:
    hand = HandClock()
    async with world(settings, clock=hand.clock()) as place:
        fresh = await place.agent("ana")
        prefix = fresh["authorization"].removeprefix("Bearer ")[:12]
        assert await _guesses(place, 8, prefix) == [401] * 5 + [429] * 3
        assert (await place.client.get("/api/me", headers=fresh)).status_code == 429
        hand.passes(61)
        assert (await place.client.get("/api/me", headers=fresh)).status_code == 200


async def test_a_session_outlives_a_restart_whatever_is_guessed(settings: Settings) -> None:
    hand = HandClock()
    async with world(settings, clock=hand.clock()) as place:
        known = await place.agent("ana")
        assert (await place.client.get("/api/me", headers=known)).status_code == 200
        await place.hub.parts.sessions.save()
    async with world(settings, clock=hand.clock()) as place:
        prefix = known["authorization"].removeprefix("Bearer ")[:12]
        assert set(await _guesses(place, 8, prefix)) == {401, 429}
        assert set(await _guesses(place, 30)) == {401, 429}
        assert (await place.client.get("/api/me", headers=known)).status_code == 200


async def test_guesses_cost_the_database_nothing_once_they_are_limited(settings: Settings) -> None:
    hand = HandClock()
    asked: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        if "FROM token" in statement:
            asked.append(statement)

    async with world(settings, clock=hand.clock()) as place:
        await _guesses(place, 21)
        event.listen(Engine, "before_cursor_execute", note)
        try:
            assert set(await _guesses(place, 50)) == {429}
        finally:
            event.remove(Engine, "before_cursor_execute", note)
    assert asked == []


async def test_guesses_at_one_token_are_counted_together(settings: Settings) -> None:
    async with world(settings, clock=HandClock().clock()) as place:
        statuses = []
        for number in range(8):
            bad = {"authorization": f"Bearer sl_0a1b2c3d_{number}"}
            statuses.append((await place.client.get("/api/me", headers=bad)).status_code)
        assert statuses == [401] * 5 + [429] * 3


async def test_an_open_stream_ends_when_its_token_is_revoked(settings: Settings) -> None:
    async with world(settings, QUICK) as place:
        headers = await place.agent()
        async with following(place, headers) as stream:
            assert stream.response.status_code == 200
            await _change(place, headers, revoked_at=HandClock().wall)
            assert await stream.event(seconds=5) == {}
        assert (await place.client.get("/api/me", headers=headers)).status_code == 401


async def test_an_open_stream_ends_when_its_account_is_closed(settings: Settings) -> None:
    async with world(settings, QUICK) as place:
        headers = await place.agent("ana")
        async with following(place, headers) as stream:
            await disable_agent(settings.database.url, "ana")
            while await stream.event(seconds=5):
                pass
        assert place.hub.parts.streams.count == 0


async def test_a_clock_that_is_set_neither_ends_nor_prolongs_a_shift(settings: Settings) -> None:
    hand = HandClock()
    async with world(settings, QUICK, hand.clock()) as place:
        headers = await place.agent()
        await _change(place, headers, expires_at=hand.wall + timedelta(hours=1))
        for jump in (2, -4):
            hand.wall += timedelta(hours=jump)
            hand.steady += 1
            assert (await place.client.get("/api/me", headers=headers)).status_code == 200
        hand.passes(3600)
        assert (await place.client.get("/api/me", headers=headers)).status_code == 401


def test_failures_are_remembered_in_bounded_memory() -> None:
    hand = HandClock()
    failures = Failures(FailureLimit(2, 60), lambda: hand.steady)
    for number in range(2 * MOST_KEYS):
        failures.count(str(number))
    failures.count("last")
    assert not failures.is_limited("last")
    failures.count("last")
    assert failures.is_limited("last")
    assert not failures.is_limited("0")
    assert len(vars(failures)["_times"]) == MOST_KEYS
