"""Invitations open an account once, soon, and for as long as it is the same account (T6)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.hub.admin import change_agent, disable_agent, invite_agent
from tests.hub.http.kit import HandClock, world

if TYPE_CHECKING:
    import httpx

    from console.config import Settings
    from tests.hub.http.kit import World


async def exchange(place: World, code: str) -> httpx.Response:
    return await place.client.post("/api/invitations", json={"code": code})


async def test_it_gives_a_token_once_and_is_stored_as_a_digest_only(settings: Settings) -> None:
    async with world(settings) as place:
        await place.agent("ana")
        code = await invite_agent(settings.database.url, "ana", hours=24)
        assert re.fullmatch(r"sli_[0-9a-f]{8}_[\w-]{43}", code)
        answer = await exchange(place, code)
        assert answer.status_code == 200
        token = answer.json()["token"]
        assert answer.headers["cache-control"] == "no-store"
        me = await place.client.get("/api/me", headers={"authorization": f"Bearer {token}"})
        assert me.json()["login"] == "ana"
        assert (await exchange(place, code)).status_code == 401
        everything = "".join(await place.stored())
        assert code[13:] not in everything
        assert token[12:] not in everything
        kinds = await place.kinds()
        assert kinds[-3:] == ["agent.invited", "agent.invitation_used", "agent.token_issued"]


async def test_used_old_void_and_guessed_are_refused_alike(settings: Settings) -> None:
    clock = HandClock()
    url = settings.database.url
    async with world(settings, clock=clock.clock()) as place:
        for login in ("ana", "bo", "kim", "lee"):
            await place.agent(login)
        used = await invite_agent(url, "ana", hours=24)
        await exchange(place, used)
        replaced = await invite_agent(url, "ana", hours=24)
        await invite_agent(url, "ana", hours=24)
        promoted = await invite_agent(url, "bo", hours=24)
        await change_agent(url, "bo", role="lead")
        closed = await invite_agent(url, "kim", hours=24)
        await disable_agent(url, "kim")
        old = await invite_agent(url, "lee", hours=1)
        clock.passes(3601)
        wrong = (used, replaced, promoted, closed, old, "sli_0a1b2c3d_" + "x" * 43, "x")
        answers = [await exchange(place, code) for code in wrong]
        assert {(one.status_code, one.content) for one in answers} == {(401, answers[0].content)}
        assert "not valid" in answers[0].text


async def test_only_so_many_guesses_are_heard(settings: Settings) -> None:
    async with world(settings) as place:
        seen = [(await exchange(place, f"sli_{number}")).status_code for number in range(22)]
        assert seen.count(401) == 20
        assert seen[-1] == 429
