"""The provider's library speaks over our client, to the configured hosts, without environment."""

from __future__ import annotations

import httpx
import pytest
import respx

from channels.base import Uncertain, Unreachable
from channels.twilio.transport import api_client, rewrite

ACCOUNT = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
BASES = {"api.twilio.com": "http://127.0.0.1:9000"}
CALLS = f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json"


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://api.twilio.com/a%20b?x=%2B1", "http://127.0.0.1:9000/a%20b?x=%2B1"),
        ("https://lookups.twilio.com/v2", "https://lookups.twilio.com/v2"),
        ("https://api.twilio.com.example.com/a", "https://api.twilio.com.example.com/a"),
    ],
)
def test_only_a_named_host_is_asked_elsewhere(url: str, asked: str) -> None:
    assert rewrite(url, BASES) == asked


def test_a_base_may_have_a_path() -> None:
    base = {"api.twilio.com": "http://127.0.0.1:9000/sim/"}
    assert rewrite("https://api.twilio.com/a", base) == "http://127.0.0.1:9000/sim/a"


@respx.mock
async def test_requests_and_further_pages_go_to_the_simulator_with_our_credentials() -> None:
    more = f"{CALLS}?Page=1&PageToken=x"
    first = respx.get(f"http://127.0.0.1:9000{CALLS}", params={"PageSize": "2"}).respond(
        json={"calls": [{"sid": "CA1"}], "next_page_uri": more, "page": 0}
    )
    second = respx.get(f"http://127.0.0.1:9000{CALLS}", params={"PageToken": "x"}).respond(
        json={"calls": [{"sid": "CA2"}], "next_page_uri": None, "page": 1}
    )
    async with httpx.AsyncClient() as http:
        client = api_client(ACCOUNT, ("SKtest", "secret"), http, BASES)
        calls = await client.calls.list_async(limit=2, page_size=2)
    assert [call.sid for call in calls] == ["CA1", "CA2"]
    assert first.call_count == second.call_count == 1
    basic = httpx.BasicAuth("SKtest", "secret")
    expected = next(basic.auth_flow(httpx.Request("GET", "http://x"))).headers["Authorization"]
    assert first.calls.last.request.headers["Authorization"] == expected


@respx.mock
async def test_the_environment_changes_neither_host_nor_credentials(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", "ACstranger")
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "stranger")
    monkeypatch.setenv("TWILIO_REGION", "ie1")
    monkeypatch.setenv("TWILIO_EDGE", "dublin")
    asked = respx.get(f"https://api.twilio.com{CALLS}").respond(json={"calls": []})
    async with httpx.AsyncClient() as http:
        client = api_client(ACCOUNT, ("SKtest", "secret"), http)
        assert await client.calls.list_async(limit=1) == []
    assert asked.call_count == 1
    assert (client.username, client.password) == ("SKtest", "secret")


@respx.mock
async def test_every_request_has_time_limits() -> None:
    asked = respx.get(f"https://api.twilio.com{CALLS}").respond(json={"calls": []})
    async with httpx.AsyncClient(timeout=None) as http:  # noqa: S113  (the limit under test)
        await api_client(ACCOUNT, ("SKtest", "secret"), http).calls.list_async(limit=1)
    limits = asked.calls.last.request.extensions["timeout"]
    assert all(0 < limits[step] <= 15 for step in ("connect", "read", "write", "pool"))


@respx.mock
async def test_being_limited_keeps_the_providers_delay() -> None:
    respx.get(f"https://api.twilio.com{CALLS}").respond(429, headers={"Retry-After": "7"})
    async with httpx.AsyncClient() as http:
        with pytest.raises(Unreachable) as caught:
            await api_client(ACCOUNT, ("SKtest", "secret"), http).calls.list_async(limit=1)
    assert caught.value.retry_after == 7.0


@respx.mock
@pytest.mark.parametrize("body", ["<html>welcome</html>", "[]", '{"sid": "CA', "null"])
async def test_a_success_that_cannot_be_read_is_unknown(body: str) -> None:
    respx.post(f"https://api.twilio.com{CALLS}").respond(201, text=body)
    async with httpx.AsyncClient() as http:
        client = api_client(ACCOUNT, ("SKtest", "secret"), http)
        with pytest.raises(Uncertain):
            await client.calls.create_async(to="+15550100", from_="+15550101", twiml="<R/>")


@respx.mock
async def test_a_redirect_is_not_followed_with_our_credentials() -> None:
    respx.post(f"https://api.twilio.com{CALLS}").respond(
        307, headers={"Location": "https://evil.example.com/"}
    )
    stranger = respx.post("https://evil.example.com/").respond(201, json={})
    async with httpx.AsyncClient(follow_redirects=True) as http:
        client = api_client(ACCOUNT, ("SKtest", "secret"), http)
        with pytest.raises(Exception, match="307"):
            await client.calls.create_async(to="+15550100", from_="+15550101", twiml="<R/>")
    assert stranger.call_count == 0
