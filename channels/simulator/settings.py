"""What the simulated provider knows of its one customer: credentials, numbers, webhooks, pace."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from channels.simulator.sids import new_sid


class NotLoopback(ValueError):
    """An address outside this computer was asked for; the simulator never leaves it."""


def require_loopback(host: str) -> None:
    """Raise NotLoopback unless ``host`` is this computer."""
    if host == "localhost":
        return
    try:
        is_local = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_local = False
    if not is_local:
        raise NotLoopback(f"The simulator talks to loopback only, not to {host!r}.")


def require_loopback_url(url: str) -> None:
    """Raise NotLoopback unless the URL's host is this computer."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        raise NotLoopback(f"Not an absolute http URL: {url!r}.")
    require_loopback(parts.hostname or "")


@dataclass(slots=True)
class OwnedNumber:
    """A number of the account (an IncomingPhoneNumber) and where its webhooks go."""

    number: str
    voice_url: str = ""
    voice_method: str = "POST"
    voice_fallback_url: str = ""
    voice_fallback_method: str = "POST"
    status_callback: str = ""
    status_callback_method: str = "POST"
    sms_url: str = ""
    sms_method: str = "POST"
    sms_fallback_url: str = ""
    sms_fallback_method: str = "POST"
    voice_application_sid: str = ""
    """Like the two below, it goes before the URLs."""
    sms_application_sid: str = ""
    trunk_sid: str = ""
    friendly_name: str = ""
    sid: str = field(default_factory=lambda: new_sid("PN"))


@dataclass(frozen=True, slots=True)
class Latencies:
    """How long the network takes, in seconds of network time."""

    initiated: float = 0.1
    ringing: float = 1.0
    no_answer_grace: float = 5.0
    """Added by the network to every ring timeout."""
    between_rest_legs: float = 1.0
    """One REST leg per second: the default calls-per-second limit of an account."""
    text_sent: float = 1.0
    text_delivered: float = 3.0
    mail_processed: float = 1.0
    mail_delivered: float = 3.0
    recording_ready: float = 2.0
    detection: float = 3.0
    """How long machine detection listens before it says what it heard."""
    word: float = 0.3
    """Time to say one word."""
    play: float = 10.0
    """Length of every played file."""


@dataclass(slots=True)
class Settings:
    """One account of the simulated provider.

    Webhook URLs may be empty (nothing is called) and must be on loopback otherwise.
    """

    account_sid: str = "AC" + "a" * 32
    account_type: Literal["Trial", "Full"] = "Full"
    auth_tokens: tuple[str, ...] = ("practice-auth-token",)
    """The first one signs webhooks; all of them open the REST interface."""
    api_key_sid: str = "SK" + "b" * 32
    api_key_secret: str = "practice-api-secret"  # noqa: S105 - opens nothing but the simulator
    numbers: list[OwnedNumber] = field(default_factory=list)
    sendgrid_api_key: str = "SG.practice"
    parse_url: str = ""
    parse_mode: Literal["raw", "parsed"] = "raw"
    parse_signed: bool = True
    mail_events_url: str = ""
    host: str = "127.0.0.1"
    port: int = 0
    """0: any free port."""
    media_base: str = ""
    """Scheme and host of media and recording URLs in webhooks; empty: the simulator's own."""
    latencies: Latencies = field(default_factory=Latencies)

    def number(self, number: str) -> OwnedNumber | None:
        """The owned number in E.164, or None when the account does not own it."""
        return next((owned for owned in self.numbers if owned.number == number), None)
