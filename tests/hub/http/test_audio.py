"""Who gets into the audio page, and what the page may do."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from console.hub.admin import add_agent
from console.hub.store.migrate import upgrade
from console.hub.wishes import AddAgent
from tests.hub.http.kit import HandClock, World, following, settings_for, world

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from console.config import Settings

LINE = {"state": "ready"}
BLOCKED = {"state": "blocked"}


async def at_a_browser(place: World, login: str = "sam") -> dict[str, str]:
    wanted = AddAgent(login=login, name=login.title(), role="agent", phone="browser")
    token = await add_agent(place.settings.database.url, wanted)
    return {"authorization": f"Bearer {token}"}


async def code_of(place: World, desk: dict[str, str]) -> str:
    answer = await place.client.post("/api/audio/code", headers=desk)
    assert answer.status_code == 200
    return str(answer.json()["code"])


async def entering(place: World, code: str) -> httpx.Response:
    return await place.client.post("/api/audio/session", json={"code": code})


async def page_of(place: World, desk: dict[str, str]) -> dict[str, str]:
    answer = await entering(place, await code_of(place, desk))
    return {"authorization": f"Bearer {answer.json()['session']}"}


async def test_a_code_opens_the_page_once(settings: Settings) -> None:
    async with world(settings) as place:
        code = await code_of(place, await at_a_browser(place))
        assert len(code) >= 22
        assert (await entering(place, code)).status_code == 200
        assert (await entering(place, code)).status_code == 401


async def test_a_code_is_void_after_a_minute_and_when_there_is_a_newer_one(
    settings: Settings,
) -> None:
    time = HandClock()
    async with world(settings, clock=time.clock()) as place:
        desk = await at_a_browser(place)
        older, newer = await code_of(place, desk), await code_of(place, desk)
        assert (await entering(place, older)).status_code == 401
        time.passes(60)
        assert (await entering(place, newer)).status_code == 401


async def test_the_page_ends_with_the_token_that_opened_it(settings: Settings) -> None:
    async with world(settings) as place:
        desk = await at_a_browser(place)
        page = await page_of(place, desk)
        told = await place.client.post("/api/audio/line", headers=page, json=LINE)
        assert told.status_code == 204
        own = (await place.client.get("/api/tokens", headers=desk)).json()["tokens"][0]["id"]
        assert (await place.client.delete(f"/api/tokens/{own}", headers=desk)).status_code == 204
        ended = await place.client.post("/api/audio/line", headers=page, json=LINE)
        assert ended.status_code == 401


async def test_a_second_page_ends_the_first(settings: Settings) -> None:
    async with world(settings) as place:
        desk = await at_a_browser(place)
        first, second = await page_of(place, desk), await page_of(place, desk)
        assert (await place.client.get("/api/audio/legs/CA1", headers=first)).status_code == 401
        found = await place.client.get("/api/audio/legs/CA1", headers=second)
        assert found.json() == {"accepted": False}


async def test_two_hubs_of_one_account_are_one_door(postgres_database: str) -> None:
    key = {"TWILIO_API_KEY_SECRET": "an-api-secret-as-long-as-real-ones-are"}
    settings = settings_for(postgres_database, key, twilio_api_key_sid="SK" + "b" * 32)
    await asyncio.to_thread(upgrade, postgres_database)
    async with world(settings) as one, world(settings) as other:
        desk = await at_a_browser(one)
        async with following(other, desk) as stream:
            await stream.comment()
            older, first = await code_of(one, desk), await page_of(one, desk)
            code = await code_of(one, desk)
            await one.client.post("/api/audio/line", headers=first, json=LINE)
            assert (await stream.event())["event"] == "line", "and nothing of the door"
        assert (await entering(other, older)).status_code == 401, "there is a newer one"
        entered = await entering(other, code)
        assert entered.status_code == 200
        second = {"authorization": f"Bearer {entered.json()['session']}"}
        lines = one.hub.parts.effects.browsers
        assert (await other.client.post("/api/audio/line", headers=second, json=LINE)).is_success
        async with following(one, desk) as stream:
            await stream.comment()
            told = await other.client.post("/api/audio/line", headers=second, json=BLOCKED)
            assert told.is_success
            while (await stream.event())["data"] != '{"agent":1,"state":"blocked"}':
                pass
        assert lines() == frozenset()
        assert (await entering(one, code)).status_code == 401, "it was good once"
        again = await one.client.get("/api/audio/token", headers=first)
        assert again.status_code == 401, "the newer page ended it"
        assert (await one.client.get("/api/audio/token", headers=second)).is_success


async def test_who_can_be_rung_is_known_until_their_page_falls_silent(settings: Settings) -> None:
    time = HandClock()
    async with world(settings, clock=time.clock()) as place:
        desk = await at_a_browser(place)
        page, lines = await page_of(place, desk), place.hub.parts.effects.browsers
        assert lines() == frozenset()
        for state, can in (("asking", False), ("ready", True), ("offline", False), ("call", True)):
            told = await place.client.post("/api/audio/line", headers=page, json={"state": state})
            assert told.status_code == 204
            assert lines() == (frozenset({1}) if can else frozenset())
        time.passes(40)
        assert lines() == frozenset()


async def test_an_open_page_outlives_a_restart_of_the_hub(tmp_path: Path) -> None:
    key = {"TWILIO_API_KEY_SECRET": "an-api-secret-as-long-as-real-ones-are"}
    url, sid = f"sqlite:///{tmp_path / 'hub.db'}", "SK" + "b" * 32
    settings = settings_for(url, key, twilio_api_key_sid=sid)
    async with world(settings) as place:
        page = await page_of(place, await at_a_browser(place))
    async with world(settings) as place:
        assert (await place.client.get("/api/audio/token", headers=page)).status_code == 200
        told = await place.client.post("/api/audio/line", headers=page, json={"state": "closed"})
        assert told.status_code == 204
        assert (await place.client.get("/api/audio/token", headers=page)).status_code == 401


@pytest.mark.parametrize("forged", [".", "e30=.", "WzEsICIiLCAiIl0=.AAAA", "é.é"])
async def test_a_session_that_was_made_up_opens_nothing(settings: Settings, forged: str) -> None:
    async with world(settings) as place:
        await at_a_browser(place)
        shown = {b"authorization": f"Bearer {forged}".encode("latin-1")}
        answer = await place.client.get("/api/audio/legs/CA1", headers=shown)
        assert answer.status_code == 401


@pytest.mark.parametrize("path", ["/api/audio/token", "/api/audio/legs/CA1"])
async def test_a_personal_token_is_no_page_and_a_page_is_no_desk(
    settings: Settings, path: str
) -> None:
    async with world(settings) as place:
        desk = await at_a_browser(place)
        assert (await place.client.get(path, headers=desk)).status_code == 401
        page = await page_of(place, desk)
        assert (await place.client.get("/api/snapshot", headers=page)).status_code == 401


async def test_without_an_api_key_the_page_is_told_what_is_missing(settings: Settings) -> None:
    async with world(settings) as place:
        page = await page_of(place, await at_a_browser(place))
        answer = await place.client.get("/api/audio/token", headers=page)
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "no_key")


async def test_somebody_with_a_telephone_is_told_that_they_need_no_page(
    settings: Settings,
) -> None:
    async with world(settings) as place:
        answer = await place.client.post("/api/audio/code", headers=await place.agent())
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "no_browser")


async def test_a_browser_is_not_rung_to_test_a_telephone(settings: Settings) -> None:
    async with world(settings) as place:
        desk = await at_a_browser(place)
        answer = await place.client.post("/api/line-checks", headers=desk, json={})
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "no_line")


async def test_the_line_is_told_to_the_desks_of_its_agent_only(settings: Settings) -> None:
    async with world(settings) as place:
        desk, other = await at_a_browser(place), await place.agent("lee")
        page = await page_of(place, desk)
        async with following(place, desk) as mine, following(place, other) as theirs:
            await mine.comment()
            await theirs.comment()
            await place.client.post("/api/audio/line", headers=page, json=LINE | {"agent": 2})
            told = await mine.event()
            assert (told["event"], told["data"]) == ("line", '{"agent":1,"state":"ready"}')
            viewed = {"incident": 7, "agent": 0, "name": "", "doing": "viewing"}
            await place.client.post("/api/typing", headers=desk, json=viewed)
            assert (await theirs.event())["event"] == "typing"


async def test_codes_and_sessions_are_neither_stored_nor_logged(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    async with world(settings) as place:
        desk = await at_a_browser(place)
        code = await code_of(place, desk)
        session = (await entering(place, code)).json()["session"]
        kept = "\n".join(await place.stored())
    assert code not in kept + caplog.text
    assert session not in kept + caplog.text


async def test_the_page_lets_nobody_frame_it_and_runs_only_its_own_scripts(
    settings: Settings,
) -> None:
    async with world(settings) as place:
        answer = await place.client.get("/audio")
        assert answer.status_code == 200
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'; script-src 'self';" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-frame-options"] == "DENY"
        assert "<script>" not in answer.text
        for name in ("page.css", "page.js", "line.js", "meter.js", "words.js"):
            assert (await place.client.get(f"/audio/{name}")).status_code == 200
        assert (await place.client.get("/audio/__init__.py")).status_code == 404
        elsewhere = await place.client.get("/audio", headers={"host": "evil.example.com"})
        assert elsewhere.status_code == 421


async def test_a_library_that_is_missing_or_was_changed_is_not_served(
    settings: Settings,
) -> None:
    async with world(settings) as place:
        missing = await place.client.get("/audio/sdk.js")
        assert (missing.status_code, missing.json()["error"]["code"]) == (404, "no_sdk")
        path = settings.audio.sdk_path
        path.parent.mkdir(parents=True)
        path.write_bytes(b"something else")
        changed = await place.client.get("/audio/sdk.js")
        assert (changed.status_code, changed.json()["error"]["code"]) == (404, "bad_sdk")


async def test_a_library_of_ones_own_is_served_as_it_is(tmp_path: Path) -> None:
    own = tmp_path / "own.js"
    own.write_text("window.Twilio = {};", "utf-8")
    settings = settings_for(f"sqlite:///{tmp_path / 'hub.db'}", audio_sdk_file=str(own))
    async with world(settings) as place:
        assert (await place.client.get("/audio/sdk.js")).text == "window.Twilio = {};"
