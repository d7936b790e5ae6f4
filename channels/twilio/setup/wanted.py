"""What an account must look like for a hub at one public address."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MARK = "Steadyline"
"""How the friendly name of everything begins that was made here; nothing else is ours to change."""
SERVICE_NAME = f"{MARK} texts"
APP_NAME = f"{MARK} browser audio"
SOFTPHONES_NAME = f"{MARK} softphones"
SIP_SUFFIX = ".sip.twilio.com"

DOCUMENT = "#ct=2000&rt=6000&rc=1&rp=ct,5xx"
"""For documents that a caller waits for: one more try, and silence that stays bounded
(https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides)."""
REPORT = "#rc=3&rp=all"
"""For what nobody waits for and nobody may lose."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The hub, its numbers, and what an earlier run made for it."""

    public_url: str
    """Scheme and host, without a slash at the end."""
    numbers: tuple[str, ...]
    sip_domain: str = ""
    """Whole name of the softphones' domain; empty: one made of the account's sid."""
    service_sid: str = ""
    app_sid: str = ""

    def is_here(self, url: str) -> bool:
        """Whether an address leads to this hub."""
        return url.startswith(f"{self.public_url}/")


@dataclass(frozen=True, slots=True)
class Wiring:
    """Values that belong together: changed all or not at all."""

    what: str
    values: Mapping[str, str] = field(default_factory=dict)
    """By the names the provider's library has; flags are ``true`` and ``false``."""


def number_wirings(public_url: str) -> tuple[Wiring, Wiring]:
    """Where calls to a number go, and where texts to it go."""
    calls = {
        "voice_url": f"{public_url}/twilio/voice{DOCUMENT}",
        "voice_method": "POST",
        "voice_fallback_url": f"{public_url}/twilio/fallback/voice{DOCUMENT}",
        "voice_fallback_method": "POST",
        "status_callback": f"{public_url}/twilio/voice/status{REPORT}",
        "status_callback_method": "POST",
        "voice_application_sid": "",
        "trunk_sid": "",
    }
    texts = {
        "sms_url": f"{public_url}/twilio/sms{REPORT}",
        "sms_method": "POST",
        # The same place again: a text is stored once however often it comes.
        "sms_fallback_url": f"{public_url}/twilio/sms{REPORT}",
        "sms_fallback_method": "POST",
        "sms_application_sid": "",
    }
    return Wiring("calls", calls), Wiring("texts", texts)


def service_wiring(public_url: str) -> Wiring:
    """Where the texts of a messaging service go; a number's own webhook goes first."""
    return Wiring(
        "texts",
        {
            "inbound_request_url": f"{public_url}/twilio/sms{REPORT}",
            "inbound_method": "POST",
            "fallback_url": f"{public_url}/twilio/sms{REPORT}",
            "fallback_method": "POST",
            "status_callback": f"{public_url}/twilio/sms/status{REPORT}",
            "use_inbound_webhook_on_number": "true",
        },
    )


def app_wiring(public_url: str) -> Wiring:
    """Where a browser that calls is heard: as a caller like any other, never where it says."""
    return Wiring(
        "calls",
        {
            "voice_url": f"{public_url}/twilio/voice{DOCUMENT}",
            "voice_method": "POST",
            "voice_fallback_url": f"{public_url}/twilio/fallback/voice{DOCUMENT}",
            "voice_fallback_method": "POST",
            "status_callback": f"{public_url}/twilio/voice/status{REPORT}",
            "status_callback_method": "POST",
        },
    )


def domain_wiring() -> Wiring:
    """Softphones sign in and are rung; without a voice URL, a call of theirs leads nowhere."""
    return Wiring("phones", {"sip_registration": "true"})


def domain_name(account_sid: str) -> str:
    """A name that is likely to be free: domains of all accounts share one space of names."""
    return f"steadyline-{account_sid[-12:].lower()}{SIP_SUFFIX}"
