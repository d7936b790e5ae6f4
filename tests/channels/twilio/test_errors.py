"""A failed request is refused, repeatable or unknown, and always has words."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx
import pytest
from twilio.base.exceptions import (  # type: ignore[import-untyped]
    TwilioException,
    TwilioRestException,
    TwilioServiceException,
)
from twilio.http.response import Response  # type: ignore[import-untyped]

from channels.base import ChannelError, Refused, Uncertain, Unreachable
from channels.twilio.codes import EXPLANATIONS
from channels.twilio.errors import explain, rate_limited, seconds_asked, translate, translated

NOW = datetime(2026, 1, 6, 18, 0, 0, tzinfo=UTC)

DOCUMENTED = {
    *(21211, 21212, 21606, 21659, 21408, 21602, 21619, 21603, 21604, 21608, 21609, 21610, 21612),
    *(21614, 21617, 21620, 21654, 21910, 21266, 30001, 30002, 30003, 30004, 30005, 30006, 30007),
    *(30008, 30009, 30024, 30034, 30500, 60005, 63016, 63018, 63003, 63007, 63024, 63038, 63049),
    *(63051, 20003, 20404, 20429, 11200, 11215, 12100, 12300, 13224, 13225, 13240, 16025, 21210),
    *(21220, 95200, 10004),
}


def rest(status: int, code: int | None = None) -> TwilioException:
    return TwilioRestException(status, "/Messages.json", "Unable to create record", code, "POST")


def problem(status: int, code: int) -> TwilioException:
    return TwilioServiceException("about:blank", "Problem", status, code)


def page(status: int, body: str = "") -> TwilioException:
    return TwilioException("Unable to fetch page", Response(status, body))


@pytest.mark.parametrize("code", sorted(DOCUMENTED | set(EXPLANATIONS)))
def test_every_documented_code_says_what_happened_and_what_to_do(code: int) -> None:
    what, do = EXPLANATIONS[code]
    assert what.endswith((".", "!"))
    assert do.endswith(".")
    assert explain(code) == (what, do)


def test_an_unknown_code_is_named_so_that_an_admin_can_look_it_up() -> None:
    assert "99999" in explain(99999).what
    assert explain(0).what == "The provider refused it."


@pytest.mark.parametrize(
    "error",
    [
        rest(429, 20429),
        rest(429, 429),
        rest(400, 20429),
        problem(429, 20429),
        page(429),
        httpx.ConnectError("refused"),
        httpx.ConnectTimeout("slow"),
        httpx.PoolTimeout("busy"),
    ],
    ids=repr,
)
def test_what_surely_was_not_processed_may_be_repeated(error: Exception) -> None:
    assert isinstance(translate(error), Unreachable)


@pytest.mark.parametrize(
    "error",
    [
        rest(500, 20500),
        rest(502, 502),
        rest(503, 503),
        rest(408, 408),
        problem(500, 20500),
        page(503),
        httpx.ReadTimeout("slow"),
        httpx.WriteTimeout("slow"),
        httpx.ReadError("reset"),
        httpx.WriteError("reset"),
        httpx.RemoteProtocolError("gone"),
        httpx.DecodingError("garbage"),
    ],
    ids=repr,
)
def test_what_may_have_been_processed_is_unknown(error: Exception) -> None:
    assert isinstance(translate(error), Uncertain)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (rest(400, 21610), 21610),
        (rest(401, 20003), 20003),
        (rest(404, 20404), 20404),
        (rest(400, 21220), 21220),
        (rest(403, 403), 0),
        (rest(400, None), 0),
        (rest(307, 307), 0),
        (problem(400, 21211), 21211),
        (page(401, '{"code":20003,"message":"Authenticate"}'), 20003),
        (page(400, "<html>"), 0),
        (page(400, "[]"), 0),
        (TwilioException("Credentials are required"), 0),
        (httpx.UnsupportedProtocol("gopher"), 0),
        (httpx.InvalidURL("no"), 0),
    ],
    ids=repr,
)
def test_what_the_provider_refused_is_never_repeated(error: Exception, code: int) -> None:
    translated_error = translate(error)
    assert isinstance(translated_error, Refused)
    assert translated_error.code == code
    assert translated_error.what
    assert translated_error.do


def test_a_refusal_speaks_plainly_and_without_terminal_codes() -> None:
    words = str(translate(rest(400, 21610)))
    assert words.startswith("This person replied STOP")
    assert "\x1b" not in words


def test_a_channel_error_stays_what_it_is() -> None:
    error = Unreachable("Busy.", retry_after=3.0)
    assert translate(error) is error


def test_only_channel_errors_leave_a_request_and_they_remember_the_cause() -> None:
    cause = httpx.ReadTimeout("slow")
    with pytest.raises(ChannelError) as caught, translated():
        raise cause
    assert caught.value.__cause__ is cause
    with pytest.raises(KeyError), translated():
        raise KeyError("ours")


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("2", 2.0),
        ("0.5", 0.5),
        ("-3", 0.0),
        ("Tue, 06 Jan 2026 18:00:05 GMT", 5.0),
        ("Tue, 06 Jan 2026 17:00:00 GMT", 0.0),
        ("soon", None),
        ("inf", None),
        ("nan", None),
        ("", None),
        (None, None),
    ],
)
def test_the_providers_delay_is_a_number_or_a_date(
    header: str | None, seconds: float | None
) -> None:
    assert seconds_asked(header, NOW) == seconds
    assert rate_limited(header, NOW).retry_after == seconds
