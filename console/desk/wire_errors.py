"""What can go wrong between desk and hub: refused for good, or away for now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
from pydantic import BaseModel, ValidationError

from console.domain.wire import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping


class Refused(Exception):
    """The hub said no; the message is shown verbatim, sending it again will not help."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


class Away(Exception):
    """The hub can't be reached now; the same request may be sent again."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def said(trouble: Away | Refused) -> str:
    """What went wrong, in the words for the agent."""
    return trouble.reason if isinstance(trouble, Away) else trouble.message


class _ErrorBody(BaseModel):
    error: Refusal


_PLAIN: Mapping[int, Refusal] = {
    401: Refusal(code="unauthorized", message="The hub does not know this token. Sign in again."),
    403: Refusal(code="forbidden", message="Your role does not allow this; ask a lead."),
    404: Refusal(code="not_found", message="The hub has no such thing."),
    413: Refusal(code="too_long", message="This is too long for the hub. Shorten it."),
    422: Refusal(code="invalid", message="The hub does not understand this desk. Update it."),
}
_PASSING = frozenset({408, 425, 429})
"""Client errors that another attempt may well get past (RFC 9110, RFC 8470, RFC 6585)."""


def check(status: int, body: bytes) -> None:
    """Let a good answer pass. Raises Refused or Away."""
    if 200 <= status < 300:
        return
    if status < 400:
        raise Away("this address leads somewhere else: check the hub's address")
    if status >= 500 or status in _PASSING:
        raise Away(f"the hub is not ready (HTTP {status})")
    try:
        refusal = _ErrorBody.model_validate_json(body).error
    except ValidationError:
        refusal = _PLAIN.get(
            status, Refusal(code="rejected", message=f"The hub refused this (HTTP {status}).")
        )
    raise Refused(refusal.message, refusal.code)


def reason_of(error: Exception) -> str:
    """Words for why a request got no answer."""
    match error:
        case httpx.ConnectTimeout() | httpx.PoolTimeout():
            return "the hub can't be reached"
        case httpx.ReadTimeout():
            return "no word from the hub for too long"
        case httpx.ConnectError():
            return "the hub can't be reached"
        case httpx.TransportError():
            return "the connection to the hub broke"
        case _:
            return "the hub's answer can't be read"
