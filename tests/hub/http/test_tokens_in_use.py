"""Tokens in wrong hands: seen where they are used, ended by owner or admin (T5 to T7)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from console.hub.admin import add_agent, list_tokens, revoke_token, token_digest
from console.hub.auth import AuthLimits
from console.hub.parts import HubLimits
from console.hub.peers import Peers
from console.hub.wishes import AddAgent
from tests.hub.http.kit import HandClock, World, digest_of, settings_for, world

if TYPE_CHECKING:
    from pathlib import Path

    from console.config import Settings

SHORT = HubLimits(auth=AuthLimits(cache_seconds=0.05))


@pytest.fixture
def behind_a_proxy(tmp_path: Path) -> Settings:
    """A hub whose proxy is on this machine."""
    url = f"sqlite:///{tmp_path / 'hub.db'}"
    return settings_for(url, hub_trusted_proxies='["127.0.0.1"]')


def _from(headers: dict[str, str], address: str) -> dict[str, str]:
    return {**headers, "x-forwarded-for": address}


async def _tokens(place: World, headers: dict[str, str]) -> list[dict[str, Any]]:
    await place.hub.parts.sessions.save()
    found: list[dict[str, Any]] = (await place.client.get("/api/tokens", headers=headers)).json()[
        "tokens"
    ]
    return found


async def test_a_token_is_listed_with_where_it_was_used_last(behind_a_proxy: Settings) -> None:
    hand = HandClock()
    async with world(behind_a_proxy, SHORT, hand.clock()) as place:
        ana, bo = await place.agent("ana"), await place.agent("bo")
        await place.client.get("/api/me", headers=_from(ana, "192.0.2.7"))
        await place.hub.parts.sessions.save()
        hand.passes(120)
        await place.client.get("/api/me", headers=_from(ana, "192.0.2.7"))
        (mine,) = await _tokens(place, _from(ana, "192.0.2.7"))
        assert (mine["login"], mine["state"], mine["is_this"]) == ("ana", "live", True)
        (seen,) = mine["places"]
        assert seen["place"] == "192.0.2.7"
        assert seen["last_at"] > seen["first_at"]
        assert ana["authorization"].partition(" ")[2] not in str(mine)
        assert digest_of(ana) not in str(mine)
        assert [one["login"] for one in await _tokens(place, bo)] == ["bo"]


async def test_a_new_place_is_told_once_and_without_its_address(behind_a_proxy: Settings) -> None:
    hand = HandClock()
    async with world(behind_a_proxy, SHORT, hand.clock()) as place:
        ana = await place.agent("ana")
        for address in ("192.0.2.7", "192.0.2.7", "203.0.113.9", "192.0.2.7", "203.0.113.9"):
            hand.passes(61)
            await place.client.get("/api/me", headers=_from(ana, address))
            await place.hub.parts.sessions.save()
        assert (await place.kinds()).count("agent.token_seen_elsewhere") == 1
        (mine,) = await _tokens(place, _from(ana, "203.0.113.9"))
        assert [one["place"] for one in mine["places"]] == ["203.0.113.9", "192.0.2.7"]
        assert "203.0.113" not in str(await place.entries())


async def test_supervisors_are_told_of_a_token_at_a_new_place(behind_a_proxy: Settings) -> None:
    hand = HandClock()
    async with world(behind_a_proxy, SHORT, hand.clock()) as place:
        ana, kim = await place.agent("ana"), await place.agent("kim", "lead")
        for address in ("192.0.2.7", "203.0.113.9"):
            hand.passes(61)
            await place.client.get("/api/me", headers=_from(ana, address))
            await place.hub.parts.sessions.save()
        (notice,) = (await place.client.get("/api/snapshot", headers=kim)).json()["notices"]
        assert notice["words"].startswith("A token of Ana is used at a new place.")
        assert "203.0.113" not in notice["words"]
        assert (await place.client.get("/api/snapshot", headers=ana)).json()["notices"] == []
        hand.passes(3601)
        assert (await place.client.get("/api/snapshot", headers=kim)).json()["notices"] == []


async def test_an_owner_ends_their_token_and_an_admin_anybodys(settings: Settings) -> None:
    hand = HandClock()
    async with world(settings, SHORT, hand.clock()) as place:
        ana, bo = await place.agent("ana"), await place.agent("bo")
        admin = await place.agent("max", "admin")
        everybodys = {one["login"]: one["id"] for one in await _tokens(place, admin)}
        assert set(everybodys) == {"ana", "bo", "max"}
        path = f"/api/tokens/{everybodys['ana']}"
        foreign = await place.client.delete(path, headers=bo)
        nothing = await place.client.delete("/api/tokens/00000000", headers=bo)
        assert (foreign.status_code, foreign.content) == (404, nothing.content)
        for _ in range(2):
            assert (await place.client.delete(path, headers=admin)).status_code == 204
        hand.passes(1)
        assert (await place.client.get("/api/me", headers=ana)).status_code == 401
        mine = f"/api/tokens/{everybodys['bo']}"
        assert (await place.client.delete(mine, headers=bo)).status_code == 204
        hand.passes(1)
        assert (await place.client.get("/api/me", headers=bo)).status_code == 401
        assert (await place.kinds()).count("agent.token_revoked") == 2


@pytest.mark.parametrize(
    "path", ["/api/tokens/..%2f..", "/api/tokens/" + "a" * 300, "/api/tokens/"]
)
async def test_what_is_no_token_id_is_not_there(settings: Settings, path: str) -> None:
    async with world(settings) as place:
        got = await place.client.delete(path, headers=await place.agent())
        assert got.status_code == 404


async def test_a_token_dies_with_the_shift(settings: Settings) -> None:
    hand = HandClock()
    async with world(settings, SHORT, hand.clock()) as place:
        ana = await place.agent("ana")
        hand.passes(11.9 * 3600)
        assert (await place.client.get("/api/me", headers=ana)).status_code == 200
        hand.passes(0.2 * 3600)
        assert (await place.client.get("/api/me", headers=ana)).status_code == 401
    assert settings.hub.token_hours == 12


async def test_tokens_carry_256_random_bits_and_are_stored_hashed(settings: Settings) -> None:
    async with world(settings) as place:
        url = settings.database.url
        tokens = [
            await add_agent(url, AddAgent(f"agent{number}", "Ana", "agent", ""), hours=1)
            for number in range(20)
        ]
        assert len(set(tokens)) == 20
        assert all(re.fullmatch(r"sl_[0-9a-f]{8}_[\w-]{43}", token) for token in tokens)
        assert len({token[12:] for token in tokens}) == 20
        stored = "".join(await place.stored())
        assert all(token_digest(token) in stored for token in tokens)
        assert not any(token[12:] in stored for token in tokens)
        listed = list_tokens(url)
        assert all(one.expires_at - one.created_at <= timedelta(hours=1, seconds=5)
                   for one in listed if one.expires_at)  # fmt: skip
        await revoke_token(url, listed[0].id)
        assert list_tokens(url, listed[0].login)[0].revoked_at is not None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("x-remote-user", "ana"),
        ("remote-user", "ana"),
        ("x-forwarded-user", "ana"),
        ("x-auth-request-user", "ana"),
        ("x-forwarded-email", "ana@example.com"),
        ("x-agent", "1"),
        ("cookie", "token=sl_1"),
        ("forwarded", "for=127.0.0.1"),
    ],
)
async def test_a_header_of_a_stranger_is_no_login(
    behind_a_proxy: Settings, name: str, value: str
) -> None:
    async with world(behind_a_proxy) as place:
        await place.agent("ana")
        assert (await place.client.get("/api/me", headers={name: value})).status_code == 401


async def test_forwarded_addresses_are_ignored_unless_a_proxy_of_ours_says_them(
    settings: Settings,
) -> None:
    async with world(settings) as place:
        ana = await place.agent("ana")
        await place.client.get("/api/me", headers=_from(ana, "192.0.2.7"))
        (mine,) = await _tokens(place, ana)
        assert [one["place"] for one in mine["places"]] == ["127.0.0.1"]


async def test_numbers_are_not_told_to_who_came_through_a_proxy(settings: Settings) -> None:
    async with world(settings) as place:
        assert (await place.client.get("/metrics")).status_code == 200
        for name in ("x-forwarded-for", "forwarded", "x-real-ip", "via"):
            got = await place.client.get("/metrics", headers={name: "127.0.0.1"})
            assert got.status_code == 401


@pytest.mark.parametrize(
    ("peer", "told", "place"),
    [
        ("192.0.2.1", "203.0.113.9", "192.0.2.1"),
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "203.0.113.9, nonsense", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.2", "10.0.0.2"),
        ("::ffff:10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:3::4", "203.0.113.9", "2001:db8:1:2::/64"),
        ("testclient", "203.0.113.9", ""),
        ("10.0.0.1", ", ".join(["203.0.113.9"] * 10_000), "203.0.113.9"),
    ],
)
def test_the_nearest_address_that_is_no_proxy_counts(peer: str, told: str, place: str) -> None:
    scope = {"client": (peer, 1), "headers": [(b"x-forwarded-for", told.encode())]}
    assert Peers(["10.0.0.0/24"]).place(scope) == place
