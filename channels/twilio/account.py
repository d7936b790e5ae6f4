"""One provider account: its settings, and the adapters that work with them."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

import httpx

from channels.trust import trusted
from channels.twilio.media import TwilioMedia
from channels.twilio.pace import Pace
from channels.twilio.recordings import TwilioRecordings
from channels.twilio.rooms import TwilioRooms
from channels.twilio.signature import Verifier
from channels.twilio.sms import TwilioMessaging
from channels.twilio.transcripts import TwilioCaptions
from channels.twilio.transport import TIMEOUT, api_client
from channels.twilio.voice import TwilioVoice

if TYPE_CHECKING:
    from collections.abc import Mapping

SID = re.compile(r"[A-Za-z0-9]{2,64}")
CONNECTIONS = httpx.Limits(max_connections=50, max_keepalive_connections=20, keepalive_expiry=30.0)
"""Kept between requests: a new connection costs a call two round trips more."""


@dataclass(frozen=True, slots=True)
class TwilioAccount:
    """The settings of one account; secrets are not shown.

    Raises:
        ValueError: A setting that is missing or cannot be right; names it.
    """

    account_sid: str
    auth_tokens: tuple[str, ...] = field(repr=False)
    """Webhooks may be signed with any of them; the first also authenticates requests."""
    api_key_sid: str = ""
    api_key_secret: str = field(default="", repr=False)
    """With an API key, requests do not use the auth token."""
    bases: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Hosts asked elsewhere: ``{"api.twilio.com": "http://127.0.0.1:9000"}``."""
    legs_per_second: float = 1.0
    """Legs created per second; 0 for no limit."""

    def __post_init__(self) -> None:
        if not SID.fullmatch(self.account_sid):
            raise ValueError("account_sid must be the account's sid (AC…)")
        if not self.auth_tokens or not all(token.strip() for token in self.auth_tokens):
            raise ValueError("auth_tokens needs at least one token and none may be blank")
        if bool(self.api_key_sid) != bool(self.api_key_secret):
            raise ValueError("api_key_sid and api_key_secret go together")
        if self.legs_per_second < 0:
            raise ValueError("legs_per_second must not be negative")

    @property
    def credentials(self) -> tuple[str, str]:
        """User and secret of every request."""
        if self.api_key_sid:
            return self.api_key_sid, self.api_key_secret
        return self.account_sid, self.auth_tokens[0]

    def verifier(self, public_base: str) -> Verifier:
        """The check of the account's webhooks at a public base."""
        return Verifier(self.auth_tokens, public_base)


@dataclass(frozen=True, slots=True)
class TwilioConnection:
    """The adapters of one account on one shared client."""

    messaging: TwilioMessaging
    voice: TwilioVoice
    rooms: TwilioRooms
    recordings: TwilioRecordings
    media: TwilioMedia
    captioning: TwilioCaptions
    pace: Pace
    """Lets legs through one by one."""
    http: httpx.AsyncClient = field(repr=False)

    async def aclose(self) -> None:
        """Close the connections."""
        await self.http.aclose()


def connect(account: TwilioAccount, http: httpx.AsyncClient | None = None) -> TwilioConnection:
    """Build the adapters; connections open with the first request.

    Args:
        account: The settings.
        http: A client to use instead of an own one.
    """
    # httpx logs whole addresses at INFO, and a lookup's address carries phone numbers.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    shared = http or httpx.AsyncClient(
        timeout=TIMEOUT, limits=CONNECTIONS, trust_env=False, verify=trusted()
    )
    client = api_client(account.account_sid, account.credentials, shared, account.bases)
    # The library loads a hundred modules at the first use of each; no caller should wait for that.
    for resource in ("calls", "conferences", "messages"):
        getattr(client, resource)
    pace = Pace(account.legs_per_second)
    return TwilioConnection(
        messaging=TwilioMessaging(client),
        voice=TwilioVoice(client, pace=pace),
        rooms=TwilioRooms(client, pace=pace),
        recordings=TwilioRecordings(client),
        media=TwilioMedia(shared, account.credentials, bases=account.bases),
        captioning=TwilioCaptions(client),
        pace=pace,
        http=shared,
    )
