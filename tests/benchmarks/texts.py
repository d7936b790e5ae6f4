"""Signed webhooks of inbound texts, built before the clock starts so that a client costs little."""

from __future__ import annotations

import itertools
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from channels.simulator.signing import twilio_signature
from console.settings import PRACTICE_ACCOUNT

if TYPE_CHECKING:
    from collections.abc import Iterator

PATH = "/twilio/sms"
OUR_NUMBER = "+14155550100"
AREAS = (202, 206, 213, 305, 312, 503, 617, 702, 808, 901)


def handle(number: int) -> str:
    """Give one of a thousand telephone numbers that nobody has."""
    return f"+1{AREAS[number // 100 % len(AREAS)]}55501{number % 100:02d}"


@dataclass(frozen=True, slots=True)
class Source:
    """Makes webhooks for one hub, each with a message id of its own."""

    base: str
    """Scheme, host and port that the provider calls."""
    token: str = field(repr=False)
    """The auth token that signs."""
    tag: str = field(default_factory=lambda: secrets.token_hex(4))
    count: Iterator[int] = field(default_factory=itertools.count)

    def text(self, sender: str, body: str) -> tuple[str, bytes]:
        """Make one webhook; gives the message id and the whole HTTP request."""
        sid = f"SM{self.tag}{next(self.count):024x}"
        form = {
            "ToCountry": "US",
            "SmsStatus": "received",
            "NumMedia": "0",
            "NumSegments": "1",
            "MessageSid": sid,
            "SmsMessageSid": sid,
            "AccountSid": PRACTICE_ACCOUNT,
            "MessagingServiceSid": "MG" + "1" * 32,
            "From": sender,
            "To": OUR_NUMBER,
            "Body": body,
            "ApiVersion": "2010-04-01",
        }
        return sid, self.signed(PATH, form)

    def signed(self, path: str, form: dict[str, str]) -> bytes:
        """Make one HTTP request as the provider sends and signs it; ``path`` with its query."""
        content = urlencode(form).encode()
        head = (
            f"POST {path} HTTP/1.1\r\n"
            f"Host: {urlsplit(self.base).netloc}\r\n"
            "User-Agent: TwilioProxy/1.1\r\n"
            "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n"
            f"X-Twilio-Signature: {twilio_signature(self.token, self.base + path, form)}\r\n"
            f"Content-Length: {len(content)}\r\n\r\n"
        )
        return head.encode() + content

    def many(self, count: int, *, senders: int) -> list[bytes]:
        """Make webhooks of several people in turn, with texts of a usual length."""
        said = "Hi, the sitter has not come and I'm worried – can you call me? 🐕 (text {})"
        return [self.text(handle(n % senders), said.format(n))[1] for n in range(count)]
