"""SendGrid's v3 API: sends mail, checks signed webhooks and reads delivery events."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import json
import logging
import math
import random
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from channels.base import Receipt, Refused, Uncertain, Unreachable
from channels.email.charsets import clean
from channels.email.compose import check, trimmed_references

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from channels.base import OutboundMail

BASE_URL = "https://api.sendgrid.com"
TIMEOUT_SECONDS = 10.0
ATTEMPTS = 4
LONGEST_PAUSE_SECONDS = 30.0
_MAX_REASON = 2_000
_MAX_DIGITS = 18
_SEND_PATH = "/v3/mail/send"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MailEvent:
    """One event of the event webhook, https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event."""

    event_id: str
    """The provider's id, or a hash of the event when it has none: drop what was seen before."""
    kind: str
    """Verbatim: processed, delivered, deferred, bounce, dropped, spamreport …"""
    message_id: str
    """The send receipt's sid; empty for some late bounces."""
    smtp_id: str
    """The mail's Message-ID as the provider saw it."""
    out: str
    """Our own message id, from the custom argument ``out``."""
    email: str
    at: datetime | None
    reason: str
    bounce_type: str
    """``bounce`` or ``blocked``, for bounces."""
    attempt: int = 0
    """Of a deferred mail."""


def verify(public_key: str, signature: str | None, timestamp: str | None, raw_body: bytes) -> bool:
    """Whether SendGrid signed exactly these bytes; False for anything wrong or missing.

    There is no time window: a retry may be days old with its first timestamp. Replays are
    harmless because events are dropped by id. Keys and signature are base64 of DER, see
    https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
    """
    if not signature or not timestamp:
        return False
    try:
        key = serialization.load_der_public_key(base64.b64decode(public_key, validate=True))
        if not isinstance(key, ec.EllipticCurvePublicKey):
            return False
        proof = base64.b64decode(signature, validate=True)
        key.verify(proof, timestamp.encode("ascii") + raw_body, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, UnsupportedAlgorithm, binascii.Error, ValueError, TypeError):
        return False
    return True


class SendGridMail:
    """Sends mail through ``POST /v3/mail/send``; implements ``channels.base.Mail``."""

    def __init__(
        self,
        api_key: str,
        client: httpx.AsyncClient,
        *,
        base_url: str = BASE_URL,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        if not api_key or not api_key.isascii() or not api_key.isprintable():
            raise ValueError("The SendGrid API key is empty or contains odd characters.")
        self._api_key = api_key
        self._client = client
        self._base_url = base_url.rstrip("/")
        self._pause = pause

    def __repr__(self) -> str:
        return f"SendGridMail(base_url={self._base_url!r}, api_key='SG.***')"

    async def send(self, mail: OutboundMail) -> Receipt:
        """Send once; only what surely was not processed is repeated, a few times."""
        try:
            check(mail)
        except ValueError as error:
            raise Refused(str(error), do="Correct it and send again.") from error
        for attempt in range(1, ATTEMPTS):
            try:
                return await self._post(mail)
            except Unreachable as error:
                seconds = _back_off(attempt, error.retry_after)
                log.info("mail send repeated", extra={"out": mail.out, "attempt": attempt})
                await self._pause(seconds)
        return await self._post(mail)

    async def _post(self, mail: OutboundMail) -> Receipt:
        try:
            response = await self._client.post(
                self._base_url + _SEND_PATH,
                content=json.dumps(payload(mail)).encode(),
                headers={
                    "Authorization": f"Bearer {self._api_key}",
                    "Content-Type": "application/json",
                },
                timeout=TIMEOUT_SECONDS,
                follow_redirects=False,
            )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as e:
            raise Unreachable("SendGrid cannot be reached.", do="It is tried again.") from e
        except (httpx.UnsupportedProtocol, httpx.LocalProtocolError, httpx.InvalidURL) as e:
            raise Refused("The SendGrid settings are wrong.", do="Check address and key.") from e
        except httpx.HTTPError as e:
            raise Uncertain("SendGrid did not answer in time; the mail may have been sent.") from e
        return _receipt(response)


def payload(mail: OutboundMail) -> dict[str, object]:
    """The request body, https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send.

    Tracking is off: a link rewritten by a third party is unfit for a person in trouble.
    """
    headers = {"Message-ID": mail.message_id}
    if mail.in_reply_to:
        headers["In-Reply-To"] = mail.in_reply_to
    if references := trimmed_references(mail):
        headers["References"] = " ".join(references)
    to = list({one.lower(): one for one in reversed(mail.to)}.values())[::-1]
    named = {one.lower() for one in to}
    cc = {one.lower(): one for one in mail.cc if one.lower() not in named}
    person: dict[str, object] = {
        "to": [{"email": one} for one in to],
        "custom_args": {"out": mail.out},
    }
    if cc:
        person["cc"] = [{"email": one} for one in cc.values()]
    sender = {"email": mail.sender} | ({"name": mail.sender_name} if mail.sender_name else {})
    body: dict[str, object] = {
        "personalizations": [person],
        "from": sender,
        "subject": mail.subject,
        "headers": headers,
        "content": [{"type": "text/plain", "value": clean(mail.text)}],
        "tracking_settings": {
            "click_tracking": {"enable": False, "enable_text": False},
            "open_tracking": {"enable": False},
        },
    }
    return body | ({"reply_to": {"email": mail.reply_to}} if mail.reply_to else {})


def parse_events(raw: bytes) -> list[MailEvent]:
    """The events of one webhook request, as they came; raises ValueError for what is not JSON."""
    try:
        found: object = json.loads(raw, parse_int=_int, parse_constant=lambda _: None)
    except RecursionError as error:
        raise ValueError("The events are nested too deep.") from error
    items = [found] if isinstance(found, dict) else found
    if not isinstance(items, list):
        raise ValueError("The events are not a JSON array.")
    return [_event(item) for item in items if isinstance(item, dict)]


def _event(item: dict[str, object]) -> MailEvent:
    return MailEvent(
        event_id=_text(item, "sg_event_id") or _hash(item),
        kind=_text(item, "event"),
        message_id=_text(item, "sg_message_id").partition(".")[0],
        smtp_id=_text(item, "smtp-id") or _text(item, "smtp_id"),
        out=_text(item, "out"),
        email=_text(item, "email"),
        at=_time(item.get("timestamp")),
        reason=_text(item, "reason") or _text(item, "response"),
        bounce_type=_text(item, "type"),
        attempt=int(found) if (found := _text(item, "attempt")[:4]).isdecimal() else 0,
    )


def _receipt(response: httpx.Response) -> Receipt:
    status = response.status_code
    if response.is_success:
        return Receipt(sid=response.headers.get("X-Message-Id", ""), status="accepted")
    if status == httpx.codes.TOO_MANY_REQUESTS:
        wait = _seconds(response.headers.get("Retry-After", ""))
        raise Unreachable("SendGrid takes no more mail just now.", code=status, retry_after=wait)
    if status >= 500 or status == httpx.codes.REQUEST_TIMEOUT:
        raise Uncertain("SendGrid failed; the mail may have been sent.", code=status)
    told = _messages(response)
    what = f"SendGrid refused the mail: {told}" if told else f"SendGrid refused it ({status})."
    do = {
        401: "Ask an admin to check the API key.",
        403: "Ask an admin to check the API key's rights and the verified sender.",
        413: "The mail is too large: send less of it.",
    }.get(status, "Correct it and send again.")
    raise Refused(what, do=do, code=status)


def _messages(response: httpx.Response) -> str:
    try:
        found: object = json.loads(response.content)
    except (ValueError, RecursionError):
        return ""
    errors = found.get("errors") if isinstance(found, dict) else None
    entries = errors if isinstance(errors, list) else []
    return " ".join(_text(one, "message") for one in entries[:5] if isinstance(one, dict)).strip()


def _back_off(attempt: int, asked: float | None) -> float:
    """Seconds: what was asked for, else doubling; spread so that hubs do not return in step."""
    base = asked if asked is not None else 0.5 * 2.0**attempt
    return min(LONGEST_PAUSE_SECONDS, base * random.SystemRandom().uniform(1.0, 1.5))


def _seconds(value: str) -> float | None:
    try:
        seconds = float(value)
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def _text(item: dict[str, object], key: str) -> str:
    value = item.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return clean(str(value))[:_MAX_REASON]


def _int(digits: str) -> int:
    """A number too long to mean anything is zero; Python would refuse the whole batch."""
    return int(digits) if len(digits) <= _MAX_DIGITS else 0


def _time(value: object) -> datetime | None:
    try:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            return None
        return datetime.fromtimestamp(float(value), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _hash(item: dict[str, object]) -> str:
    try:
        whole = json.dumps(item, sort_keys=True).encode()
    except (RecursionError, ValueError):
        whole = "".join(f"{key}={_text(item, key)}\n" for key in sorted(item)).encode(
            "utf-8", "replace"
        )
    return "sha256:" + hashlib.sha256(whole).hexdigest()
