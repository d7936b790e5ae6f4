"""Turns every way a provider request can fail into one of three errors with words.

The question that decides is whether the request may have been processed: Twilio has no
idempotency key, so only what surely was not processed may be repeated.
"""

from __future__ import annotations

import json
import math
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, NamedTuple

import httpx
from twilio.base.exceptions import (  # type: ignore[import-untyped]
    TwilioException,
    TwilioRestException,
    TwilioServiceException,
)

from channels.base import ChannelError, Refused, Uncertain, Unreachable
from channels.twilio.codes import EXPLANATIONS, TOO_MANY_REQUESTS, Explanation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
NOT_SENDABLE = (httpx.UnsupportedProtocol, httpx.InvalidURL)

UNREACHABLE = Explanation("The provider cannot be reached.", "Try again in a moment.")
UNCERTAIN = Explanation("The provider gave no clear answer.", "Check whether it happened.")
UNWRITABLE = Explanation("The text contains characters that cannot be sent.", "Remove them.")
MISCONFIGURED = Explanation("The provider's address is wrong.", "Tell an admin.")


class _Failure(NamedTuple):
    """What an exception of the provider's library says: HTTP status and code, 0 for none."""

    status: int
    code: int


def explain(code: int) -> Explanation:
    """Words for an error code, also of a failed delivery report; general ones if unknown."""
    return EXPLANATIONS.get(
        code,
        Explanation(f"The provider refused it (error {code}).", "Tell an admin the number.")
        if code
        else Explanation("The provider refused it.", "Tell an admin."),
    )


def translate(error: Exception) -> ChannelError:
    """The channel error that a failed request amounts to."""
    if isinstance(error, ChannelError):
        return error
    if isinstance(error, TwilioException):
        return _of_answer(_failure(error))
    if isinstance(error, NEVER_SENT):
        return Unreachable(UNREACHABLE.what, do=UNREACHABLE.do)
    if isinstance(error, NOT_SENDABLE):
        return Refused(MISCONFIGURED.what, do=MISCONFIGURED.do)
    if isinstance(error, UnicodeEncodeError):
        return Refused(UNWRITABLE.what, do=UNWRITABLE.do)
    return Uncertain(UNCERTAIN.what, do=UNCERTAIN.do)


@contextmanager
def translated() -> Iterator[None]:
    """Let only channel errors out of a block that talks to the provider."""
    try:
        yield
    except (TwilioException, httpx.HTTPError, httpx.InvalidURL, UnicodeEncodeError) as error:
        raise translate(error) from error


def rate_limited(retry_after: str | None, now: datetime) -> Unreachable:
    """HTTP 429: not processed, may be repeated after the provider's delay."""
    what, do = explain(TOO_MANY_REQUESTS)
    return Unreachable(
        what, do=do, code=TOO_MANY_REQUESTS, retry_after=seconds_asked(retry_after, now)
    )


def seconds_asked(retry_after: str | None, now: datetime) -> float | None:
    """Seconds a ``Retry-After`` header asks for (a number or a date); None if it says nothing.

    Source: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
    """
    if not retry_after:
        return None
    try:
        seconds = float(retry_after)
    except ValueError:
        seconds = _seconds_until(retry_after, now)
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _seconds_until(date: str, now: datetime) -> float:
    try:
        return (parsedate_to_datetime(date) - now).total_seconds()
    except (ValueError, TypeError):
        return math.inf


def _of_answer(failure: _Failure) -> ChannelError:
    status, code = failure
    if status == 429 or code == TOO_MANY_REQUESTS:
        what, do = explain(TOO_MANY_REQUESTS)
        return Unreachable(what, do=do, code=TOO_MANY_REQUESTS)
    if status >= 500 or status == 408:
        return Uncertain(UNCERTAIN.what, do=UNCERTAIN.do, code=code)
    what, do = explain(code)
    return Refused(what, do=do, code=code)


def _failure(error: TwilioException) -> _Failure:
    if isinstance(error, TwilioRestException | TwilioServiceException):
        status = int(error.status or 0)
        code = int(error.code or 0)
        # Without a JSON body the library repeats the HTTP status as the code.
        return _Failure(status, 0 if code == status else code)
    answer = error.args[1] if len(error.args) > 1 else None
    return _Failure(int(getattr(answer, "status_code", 0)), _code_in(getattr(answer, "text", "")))


def _code_in(body: str) -> int:
    """The error code in a JSON error body, 0 if there is none."""
    try:
        code = json.loads(body).get("code")
    except (ValueError, AttributeError, TypeError):
        return 0
    return code if isinstance(code, int) and code > 999 else 0
