"""An account is checked when it is configured and never shows its secrets."""

from __future__ import annotations

import logging
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import httpx
import pytest
import respx

from channels.base import LegWish, OutboundText
from channels.twilio.account import TwilioAccount, connect

if TYPE_CHECKING:
    from collections.abc import Iterator

ACCOUNT = TwilioAccount(
    account_sid="ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    auth_tokens=("token-one", "token-two"),
    bases={"api.twilio.com": "http://127.0.0.1:9000"},
)
SIMULATOR = f"http://127.0.0.1:9000/2010-04-01/Accounts/{ACCOUNT.account_sid}"
TEXT = OutboundText("msg_9", "+15550100123", "+15550100001", "He is here", "https://h.example.com")


@pytest.fixture(autouse=True)
def restored_loggers() -> Iterator[None]:
    level = logging.getLogger("httpx").level
    yield
    logging.getLogger("httpx").setLevel(level)


def test_secrets_are_not_shown() -> None:
    account = replace(ACCOUNT, api_key_sid="SKkey", api_key_secret="key-secret")
    shown = f"{account!r} {account} {connect(account)!r}"
    assert account.account_sid in shown
    for secret in ("token-one", "token-two", "key-secret"):
        assert secret not in shown


def test_requests_use_the_api_key_where_there_is_one() -> None:
    assert ACCOUNT.credentials == (ACCOUNT.account_sid, "token-one")
    keyed = replace(ACCOUNT, api_key_sid="SKkey", api_key_secret="key-secret")
    assert keyed.credentials == ("SKkey", "key-secret")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"account_sid": ""}, "account_sid"),
        ({"account_sid": "AC/../x"}, "account_sid"),
        ({"auth_tokens": ()}, "auth_tokens"),
        ({"auth_tokens": ("", "x")}, "auth_tokens"),
        ({"api_key_sid": "SKkey"}, "api_key_secret"),
        ({"legs_per_second": -1.0}, "legs_per_second"),
    ],
)
def test_a_wrong_setting_is_named(change: dict[str, object], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        TwilioAccount(**{**asdict(ACCOUNT), **change})


@respx.mock
async def test_all_adapters_speak_to_the_simulator() -> None:
    respx.post(f"{SIMULATOR}/Messages.json").respond(201, json={"sid": "SM1"})
    respx.post(f"{SIMULATOR}/Calls.json").respond(201, json={"sid": "CA1"})
    respx.get(f"{SIMULATOR}/Recordings/RE1").respond(content=b"RIFF")
    connection = connect(ACCOUNT)
    assert (await connection.messaging.send(TEXT)).sid == "SM1"
    leg = LegWish("+15550100123", "+15550100001", "https://h.example.com", "https://h.example.com")
    assert (await connection.voice.ring(leg)).sid == "CA1"
    url = f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT.account_sid}/Recordings/RE1"
    assert b"".join([chunk async for chunk in connection.media.fetch(url)]) == b"RIFF"
    await connection.aclose()
    assert connection.http.is_closed


@respx.mock
async def test_no_number_no_word_and_no_secret_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    respx.get(f"{SIMULATOR}/Messages.json").respond(json={"messages": []})
    sending = respx.post(f"{SIMULATOR}/Messages.json")
    sending.side_effect = [httpx.ConnectError("refused"), httpx.Response(201, json={"sid": "SM1"})]
    connection = connect(ACCOUNT)
    await connection.messaging.send(TEXT)
    await connection.messaging.find(TEXT, sent_after=0)
    await connection.aclose()
    logged = "\n".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    assert "msg_9" in logged
    for private in ("555010", "He is here", "token-one"):
        assert private not in logged


def test_webhooks_are_checked_with_every_token() -> None:
    assert "2 tokens" in repr(ACCOUNT.verifier("https://hub.example.com"))
