"""``console doctor``: what is right, what somebody should know, and what is wrong."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from channels.twilio.setup.wanted import number_wirings
from console.cli import doctor_here, doctor_provider, doctor_ring, doctor_signature
from console.cli.doctor_signature import Answer
from console.cli.doctor_words import Finding
from console.config import load
from tests.cli.account import ONE, TWO, Console, own_account

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from console.cli.doctor_words import Mark
    from console.config import Settings

    Look = Callable[[Settings], Iterator[Finding]]

NOWHERE = "http://127.0.0.1:9"
NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
async def console(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Console]:
    async with own_account(capsys, monkeypatch, hub=NOWHERE) as console:
        yield console


async def found(look: Look, settings: Settings | None = None) -> list[Finding]:
    """What a look finds, from beside the event loop."""
    return await asyncio.to_thread(lambda: list(look(settings or load())))


def lead(console: Console, hub: str = NOWHERE) -> None:
    """Let every number of the account lead to a hub, as a setup does."""
    for number in console.network.settings.numbers:
        for wiring in number_wirings(hub):
            for name, value in wiring.values.items():
                setattr(number, name, value)


async def test_an_account_that_leads_here_is_well(console: Console) -> None:
    lead(console)

    findings = await found(doctor_provider.look)

    assert Finding("clock", "Our clock agrees with the provider's.") in findings
    assert Finding("account", "The provider takes our credentials.") in findings
    wired = [one.words for one in findings if one.about == "numbers"]
    assert wired == [
        f"{what} to {number} come here, with a fallback and retries."
        for number in (ONE, TWO)
        for what in ("Calls", "Texts")
    ]
    assert {one.mark for one in findings} == {"ok", "attention"}
    assert "Run: console setup twilio" in findings[-1].words


@pytest.mark.parametrize(
    ("place", "value", "mark", "says"),
    [
        ("voice_url", "", "wrong", f"Calls to {ONE} go elsewhere (now (nothing))"),
        ("voice_url", "https://other.example.net/x", "wrong", f"Calls to {ONE} go elsewhere"),
        ("voice_application_sid", "AP" + "c" * 32, "wrong", f"Calls to {ONE} go elsewhere"),
        ("sms_url", f"{NOWHERE}/twilio/voice", "wrong", f"Texts to {ONE} go elsewhere"),
        ("sms_url", f"{NOWHERE}/twilio/sms", "attention", "but sms_url could be better"),
        ("voice_fallback_url", "", "attention", "but voice_fallback_url could be better"),
    ],
)
async def test_a_number_that_leads_elsewhere_is_named(
    place: str, value: str, mark: Mark, says: str, console: Console
) -> None:
    lead(console)
    setattr(console.network.settings.numbers[0], place, value)

    told = [one for one in await found(doctor_provider.look) if "come here, with" not in one.words]

    (finding,) = [one for one in told if one.about == "numbers"]
    assert finding.mark == mark
    assert says in finding.words
    assert finding.words.endswith("Run: console setup twilio")


@pytest.mark.parametrize(
    ("environ", "about", "says"),
    [
        ({"TWILIO_AUTH_TOKEN": "wrong"}, "account", "answers 401 to our credentials"),
        ({"STEADYLINE_TWILIO_API_BASE": NOWHERE}, "account", f"Nothing answers at {NOWHERE}"),
        (
            {"STEADYLINE_TWILIO_NUMBERS": '[{number = "+14155550199"}]'},
            "numbers",
            "+14155550199 is in [twilio] numbers, and the account does not have it.",
        ),
        (
            {"STEADYLINE_TWILIO_API_KEY_SID": "SK" + "c" * 32, "TWILIO_API_KEY_SECRET": "wrong"},
            "numbers",
            "Twilio refused the credentials",
        ),
    ],
)
async def test_an_account_that_can_not_be_used_is_wrong(
    environ: dict[str, str], about: str, says: str, console: Console
) -> None:
    console.has(**environ)

    wrong = [one for one in await found(doctor_provider.look) if one.mark == "wrong"]

    assert [one.about for one in wrong] == [about]
    assert says in wrong[0].words


@pytest.mark.parametrize(
    ("seconds", "mark", "says"),
    [
        (0, "ok", "agrees"),
        (-10, "ok", "agrees"),
        (60, "attention", "60 s ahead of"),
        (-3600, "wrong", "3600 s behind"),
    ],
)
def test_a_clock_that_is_wrong_is_found_by_the_providers(
    seconds: int, mark: Mark, says: str
) -> None:
    theirs = format_datetime(NOW - timedelta(seconds=seconds), usegmt=True)

    (finding,) = doctor_provider.clock(theirs, NOW)

    assert finding.mark == mark
    assert says in finding.words


def test_a_provider_that_does_not_say_the_time_is_only_noted() -> None:
    assert [one.mark for one in doctor_provider.clock("", NOW)] == ["attention"]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Answer(0), "Nothing answers"),
        (Answer(0, why="certificate"), "is not trusted"),
        (Answer(403), "another auth token or another [hub] public_url"),
        (Answer(301), "leads webhooks elsewhere (301)"),
        (Answer(502), "answers a webhook with 502: does the proxy"),
        (Answer(200, "<html>"), "Somebody else than a hub"),
    ],
)
def test_what_stands_between_twilio_and_the_hub_is_named(answer: Answer, says: str) -> None:
    (finding,) = doctor_signature.judged(answer, "https://hub.example.com")

    assert finding.mark == "wrong"
    assert says in finding.words
    assert finding.words.endswith("see docs/guide/deploy.md.")


@pytest.mark.parametrize(
    ("url", "marks"),
    [("https://hub.example.com", []), ("", ["wrong"]), ("https://10.0.0.1", ["wrong"])],
)
def test_an_address_the_real_provider_can_not_reach_is_wrong(
    url: str, marks: list[Mark], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEADYLINE_TWILIO_API_BASE", "")
    monkeypatch.setenv("STEADYLINE_HUB_PUBLIC_URL", url)

    assert [one.mark for one in doctor_here.reach(load())] == marks


async def test_without_a_token_nothing_is_asked(console: Console) -> None:
    console.has(TWILIO_AUTH_TOKEN="")
    for look in (doctor_provider.look, doctor_signature.look):
        assert [one.mark for one in await found(look)] == ["wrong"]
    assert console.network.journal.requests == []


async def test_the_status_says_whether_anything_is_wrong_and_every_line_is_marked(
    console: Console,
) -> None:
    lead(console)

    done = await console.runs("doctor")

    assert (done.status, done.err) == (1, "")
    marks = {line.split()[0] for line in done.out.splitlines()}
    assert marks == {"ok", "attention", "wrong"}
    wrong = [line.split()[1] for line in done.out.splitlines() if line.startswith("wrong")]
    assert wrong == ["hub", "webhooks"]


async def test_a_secret_that_mail_needs_is_wrong_only_where_there_is_mail(
    console: Console,
) -> None:
    console.has(SENDGRID_API_KEY="SG.hidden")

    done = await console.runs("doctor")

    assert "wrong      secrets    MAIL_THREADING_KEY is not set" in done.out
    assert "SG.hidden" not in done.out + done.err
    assert SecretStr("SG.hidden") == load().credentials.sendgrid_api_key


@pytest.mark.parametrize(
    ("state", "mark", "says"),
    [
        ({"was_answered": True, "key": "1"}, "ok", "Answered, key 1 pressed"),
        ({"was_answered": True, "key": "7"}, "attention", "key 7 was pressed instead of 1"),
        ({"was_answered": True, "status": "completed"}, "wrong", "no key was pressed"),
        ({"status": "no-answer"}, "wrong", "No answer."),
        ({"status": "busy"}, "wrong", "busy"),
        ({"status": "failed", "sip_code": 404}, "wrong", "failed (SIP 404)"),
        ({"status": "ringing"}, "wrong", "Nothing was heard"),
    ],
)
def test_how_a_test_of_a_telephone_went_is_told(
    state: dict[str, object], mark: Mark, says: str
) -> None:
    from console.domain.line_check import LineCheckState

    finding = doctor_ring.told(LineCheckState.model_validate({"id": "1", **state}))

    assert finding.mark == mark
    assert says in finding.words


async def test_mail_that_would_not_be_believed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await found(doctor_here.mail) == []
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "0123456789abcdef0123456789abcdef")
    assert await found(doctor_here.mail) == []
    monkeypatch.setenv("SENDGRID_API_KEY", "SG.of-a-test")
    told = await found(doctor_here.mail)
    assert [(one.about, one.mark) for one in told] == [("mail", "wrong")] * 2
    assert "event_public_key" in told[0].words
    assert "parse_secret_path" in told[1].words
    monkeypatch.setenv("STEADYLINE_SENDGRID_EVENT_PUBLIC_KEY", "abcd")
    monkeypatch.setenv("STEADYLINE_SENDGRID_PARSE_SECRET_PATH", "a-secret-of-16-or-more")
    assert await found(doctor_here.mail) == []
