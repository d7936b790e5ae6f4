"""The guide's proxies fit the hub behind them: sizes, times, and nothing held back (H2)."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from console.config import check_hub, load
from console.hub.auth import PER_ADDRESS, PER_TOKEN
from console.hub.parts import HubLimits
from console.hub.stream import StreamLimits
from console.hub.webhooks.signed import LIMIT

PAGE = (Path(__file__).resolve().parents[3] / "docs/guide/deploy.md").read_text("utf-8")
MIB = 2**20
DOOR = HubLimits.of(load(None, {})).door


def _block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None, language
    return found[1]


def _seconds(block: str, name: str) -> list[int]:
    return [int(value) for value in re.findall(rf"^\s*{name}\s+(\d+)s;?$", block, re.MULTILINE)]


def test_the_page_says_what_the_hub_enforces() -> None:
    page = " ".join(PAGE.split())
    for words in (
        f"{DOOR.head_seconds:.0f} seconds, {DOOR.head_bytes // 1024} KiB, {DOOR.headers} headers",
        f"{DOOR.body_seconds:.0f} seconds in all",
        f"{DOOR.quiet_seconds:.0f} without a byte",
        f"{LIMIT.size // 1024} KiB for calls and texts",
        f"{load(None, {}).hub.max_mail_bytes // MIB} MiB for mail",
        f"between two requests | {DOOR.idle_seconds:.0f} seconds",
        f"does not read | {DOOR.stalled_seconds:.0f} seconds",
        f"connections | {DOOR.connections:,}",
        f"of one agent | {StreamLimits().per_agent} ",
        f"from one address | {PER_ADDRESS.failures} a minute",
        f"guesses at one token | {PER_TOKEN.failures} a minute",
        f"something on every event stream each {StreamLimits().heartbeat_seconds:.0f} seconds",
    ):
        assert words in page, words


@pytest.mark.parametrize("language", ["caddy", "nginx"])
def test_a_proxy_takes_every_mail_and_outlasts_no_connection_of_the_hub(language: str) -> None:
    block = _block(language)
    (largest,) = re.findall(r"(?:max_size|client_max_body_size)\s+(\d+)m", block, re.IGNORECASE)
    assert int(largest) * MIB >= load(None, {}).hub.max_mail_bytes
    upstream = "keepalive" if language == "caddy" else "keepalive_timeout"
    assert min(_seconds(block, upstream)) < DOOR.idle_seconds
    for name in (
        "read_header",
        "read_body",
        "idle",
        "client_header_timeout",
        "client_body_timeout",
    ):
        assert all(value <= 30 for value in _seconds(block, name))
    assert re.search(r"flush_interval -1|proxy_buffering\s+off", block)
    assert "/metrics" in block
    assert "$proxy_add_x_forwarded_for" not in block


def test_the_event_stream_is_silent_for_less_than_the_proxy_waits() -> None:
    waits = _seconds(_block("nginx"), "proxy_read_timeout")
    assert waits
    assert min(waits) >= 3 * StreamLimits().heartbeat_seconds


def test_times_of_nginx_hold_before_it_knows_whom_a_client_wants() -> None:
    outside = _block("nginx").partition("server {")[0]
    assert _seconds(outside, "client_header_timeout") == [10]
    assert _seconds(outside, "client_body_timeout") == [10]


def test_the_settings_of_the_page_are_settings_that_may_meet_strangers(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(_block("toml"), "utf-8")
    settings = load(file, {})
    check_hub(settings)
    assert settings.hub.trusted_proxies == ("127.0.0.1",)
    assert tomllib.loads(_block("toml"))["hub"]["public_url"] == settings.hub.url
