"""``console setup twilio`` as somebody with a new account meets it."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pytest

from channels.twilio.setup.asking import Asking
from console.cli import setup
from console.config import load
from tests.cli.account import HUB, ONE, TOKEN, TWO, Console, own_account

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

SETUP = ("setup", "twilio", "--public-url", HUB)
ELSEWHERE = "https://ops:hunter2@other.example.net/calls?key=hunter2"


@pytest.fixture
async def console(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Console]:
    async def at_once(_: float) -> None:
        pass

    monkeypatch.setattr(setup, "patience", lambda: Asking(pause=at_once))
    async with own_account(capsys, monkeypatch) as console:
        yield console


def changes(console: Console) -> list[str]:
    return [line for line in console.network.journal.requests if line.startswith("POST")]


async def test_it_shows_the_plan_asks_does_it_and_says_what_to_write_down(
    console: Console, tmp_path: Path
) -> None:
    done = await console.runs(*SETUP, types="yes\n")

    assert (done.status, done.err) == (0, "")
    assert f"change    number  {ONE}" in done.out
    assert f"voice_url: (nothing) -> {HUB}/twilio/voice#ct=2000&rt=6000&rc=1&rp=ct,5xx" in done.out
    assert "make      messaging service  Steadyline texts" in done.out
    assert "made      TwiML app  Steadyline browser audio" in done.out
    assert "Type yes to do them:" in done.out
    lines = done.out.partition("belong in your config.toml:\n")[2]
    file = tmp_path / "config.toml"
    file.write_text(lines, "utf-8")
    twilio = load(file, {}).twilio
    assert tomllib.loads(lines)["hub"]["public_url"] == HUB
    assert (twilio.twiml_app_sid[:2], twilio.messaging_service_sid[:2]) == ("AP", "MG")
    assert twilio.sip_domain == "steadyline-1f1f1f1f1f1f.sip.twilio.com"


async def test_a_second_run_says_that_there_is_nothing_to_change(console: Console) -> None:
    await console.runs(*SETUP, "--yes")
    before = changes(console)

    again = await console.runs(*SETUP)

    assert (again.status, again.err) == (0, "")
    assert f"ok        number  {TWO}" in again.out
    assert "Nothing to change." in again.out
    assert 'messaging_service_sid = "MG' in again.out
    assert changes(console) == before


async def test_what_was_written_down_finds_things_whatever_they_are_called_now(
    console: Console,
) -> None:
    done = await console.runs(*SETUP, "--yes")
    (sid,) = re.findall(r'twiml_app_sid = "(AP\w+)"', done.out)
    console.has(STEADYLINE_TWILIO_TWIML_APP_SID=sid)

    assert "Nothing to change." in (await console.runs(*SETUP)).out


@pytest.mark.parametrize("given", [("--dry-run",), ("--dry-run", "--yes")])
async def test_a_dry_run_does_nothing(given: tuple[str, ...], console: Console) -> None:
    done = await console.runs(*SETUP, *given)

    assert done.status == 0
    assert "make      credential list  Steadyline softphones" in done.out
    assert done.out.endswith("Nothing was done: this was a dry run.\n")
    assert changes(console) == []


@pytest.mark.parametrize("types", ["no\n", "\n", "", None])
async def test_without_a_yes_nothing_is_done(types: str | None, console: Console) -> None:
    done = await console.runs(*SETUP, types=types)

    assert done.status == 1
    assert done.sentence.startswith("Nothing was done")
    assert changes(console) == []


async def test_a_webhook_of_somebody_else_is_kept_said_and_shown_without_its_secrets(
    console: Console,
) -> None:
    number = console.network.settings.numbers[0]
    number.voice_url = ELSEWHERE

    done = await console.runs(*SETUP, "--yes")

    assert f"keep      number  {ONE}: calls now go elsewhere" in done.out
    assert "voice_url: https://…@other.example.net/calls?… -> " in done.out
    assert "--replace changes it" in done.out
    assert "hunter2" not in done.out + done.err
    assert number.voice_url == ELSEWHERE
    replaced = await console.runs(*SETUP, "--yes", "--replace")
    assert replaced.status == 0
    assert number.voice_url.startswith(f"{HUB}/twilio/voice#")


async def test_the_softphones_may_be_given_a_name(console: Console) -> None:
    done = await console.runs(*SETUP, "--yes", "--sip-domain", "acme-sf")

    assert 'sip_domain = "acme-sf.sip.twilio.com"' in done.out
    refused = await console.runs(*SETUP, "--yes", "--sip-domain", "taken")
    assert refused.status == 1
    assert refused.sentence.endswith("Choose another: --sip-domain NAME.")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://hub.example.com", "must be an https address"),
        ("https://127.0.0.1", "only your own network can reach"),
        ("https://10.1.2.3:8443", "only your own network can reach"),
        ("https://[fd00::1]", "only your own network can reach"),
        ("https://hub", "only your own network can reach"),
        ("https://hub.corp.internal", "only your own network can reach"),
        ("https://localhost", "only your own network can reach"),
        ("https://hub_1.example.com", "must not have an underscore"),
        ("https://hub.example.com/console", "must be https://host"),
        ("https://ana:hunter2@hub.example.com", "must be https://host"),
        ("hub.example.com", "must be https://host"),
    ],
)
async def test_an_address_twilio_can_not_use_is_refused_at_once(
    url: str, says: str, console: Console
) -> None:
    done = await console.runs("setup", "twilio", "--public-url", url)

    assert (done.status, done.out) == (1, "")
    assert says in done.sentence
    assert "hunter2" not in done.sentence
    assert console.network.journal.requests == []


@pytest.mark.parametrize(
    ("environ", "says"),
    [
        ({"STEADYLINE_TWILIO_ACCOUNT_SID": "AC" + "a" * 32}, "account_sid is the simulator's"),
        ({"TWILIO_AUTH_TOKEN": ""}, "TWILIO_AUTH_TOKEN is not set"),
        ({"STEADYLINE_TWILIO_API_KEY_SID": "SK" + "b" * 32}, "TWILIO_API_KEY_SECRET is not set"),
        ({"TWILIO_AUTH_TOKEN": "wrong"}, "check [twilio] account_sid and TWILIO_AUTH_TOKEN."),
        (
            {
                "STEADYLINE_TWILIO_API_KEY_SID": "SK" + "b" * 32,
                "TWILIO_API_KEY_SECRET": "a-wrong-secret",
            },
            "api_key_sid and TWILIO_API_KEY_SECRET.",
        ),
        (
            {"STEADYLINE_TWILIO_NUMBERS": '[{number = "+14155550199"}]'},
            f"names +14155550199, which the account does not have; it has {ONE}, {TWO}.",
        ),
        ({"STEADYLINE_TWILIO_NUMBERS": "[]"}, "names no number; the account has"),
        ({"STEADYLINE_TWILIO_API_BASE": "http://127.0.0.1:9"}, "cannot be reached. (asked at"),
    ],
)
async def test_what_is_wrong_with_account_or_settings_is_one_sentence(
    environ: dict[str, str], says: str, console: Console
) -> None:
    console.has(**environ)

    done = await console.runs(*SETUP, "--yes")

    assert (done.status, done.out) == (1, "")
    assert says in done.sentence
    assert changes(console) == []


async def test_an_account_without_a_number_is_told_to_buy_one(console: Console) -> None:
    console.network.settings.numbers.clear()

    assert "buy one at Twilio" in (await console.runs(*SETUP, "--yes")).sentence


async def test_a_run_that_broke_off_says_so_and_the_next_one_goes_on(console: Console) -> None:
    console.network.faults.fail_next("timeout-after", match="POST /v1/Services")

    broken = await console.runs(*SETUP, "--yes")
    again = await console.runs(*SETUP, "--yes")

    assert broken.status == 1
    assert "made      TwiML app" in broken.out
    assert broken.sentence.startswith("Making the messaging service Steadyline texts: ")
    assert broken.sentence.endswith("Run the same command again: what is done stays done.")
    assert again.status == 0
    assert "ok        messaging service  Steadyline texts" in again.out
    assert "Nothing to change." in (await console.runs(*SETUP)).out


async def test_a_provider_that_limits_us_is_said_to(console: Console) -> None:
    console.network.faults.fail_next("429", match="Applications", times=9)

    assert "limiting our requests" in (await console.runs(*SETUP, "--yes")).sentence


def _holding(secret: str, folder: Path) -> list[Path]:
    files = [one for one in folder.rglob("*") if one.is_file()]
    return [one for one in files if secret in one.read_text("utf-8")]


async def test_no_secret_is_printed_or_logged(console: Console, home: Path) -> None:
    done = await console.runs(*SETUP, "--yes")

    assert TOKEN not in done.out + done.err
    assert _holding(TOKEN, home) == []
