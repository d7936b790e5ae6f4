"""An effect that fails whatever is tried is set aside; what comes after it is done."""

from __future__ import annotations

from sqlalchemy import insert

from console.hub.effects.table import EFFECT
from console.hub.effects.worker import MOST_ATTEMPTS
from tests.hub.effects.crew import Crew, crew

LEASE_IS_OVER = 40


async def poisoned(us: Crew, call: str) -> None:
    """Leave an effect behind that nobody can read: it names no guest."""
    row = {
        "id": "1:guest.drop",
        "kind": "guest.drop",
        "stream": f"call/{call}",
        "seq": 1,
        "state": "ready",
        "due": us.hub.clock.now().timestamp(),
        "attempts": 0,
        "payload": "{}",
    }
    with us.hub.engine.begin() as conn:
        conn.execute(insert(EFFECT), row)


async def test_what_always_fails_is_given_up_and_counted(database_url: str) -> None:
    async with crew(database_url) as us:
        await us.opens()
        await poisoned(us, await us.accepts())
        for _ in range(MOST_ATTEMPTS):
            assert us.effects.set_aside == 0
            await us.passes(LEASE_IS_OVER)
        assert us.effects.set_aside == 1
        assert us.effect("guest.drop") == "failed"
        await us.sends("we are on our way")
        await us.settle()
        assert [text.body for text in us.texts.sent] == ["we are on our way"]
