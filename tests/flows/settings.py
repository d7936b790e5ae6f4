"""A hub and a network that are set up for each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import SecretStr

from channels.simulator.settings import OwnedNumber
from channels.simulator.settings import Settings as NetworkSettings
from console.config import Settings
from console.settings import Credentials
from console.settings.queues import QueueLine
from tests.flows.customer import OUR_NUMBER

if TYPE_CHECKING:
    from channels.simulator.network import Network

SECRET = "flow-tests-only"
PARSE_PATH = f"{SECRET}-path-for-mail"


def network_settings(hub: str) -> NetworkSettings:
    """An account whose webhooks go to a hub."""
    number = OwnedNumber(
        OUR_NUMBER,
        voice_url=f"{hub}/twilio/voice",
        voice_fallback_url=f"{hub}/twilio/fallback/voice",
        status_callback=f"{hub}/twilio/voice/status",
        sms_url=f"{hub}/twilio/sms",
    )
    return NetworkSettings(
        auth_tokens=(SECRET,),
        numbers=[number],
        sendgrid_api_key=SECRET,
        parse_url=f"{hub}/sendgrid/parse/{PARSE_PATH}",
        mail_events_url=f"{hub}/sendgrid/events",
    )


def captioned(settings: Settings) -> Settings:
    """The same hub, with captions of every call."""
    queues = (QueueLine(name="safety", captions=True),)
    routing = settings.routing.model_copy(update={"queues": queues})
    return settings.model_copy(update={"routing": routing})


def hub_settings(url: str, port: int, network: Network, undo_seconds: int) -> Settings:
    """A hub on a database, with a network as its providers."""
    key = network.post.signer.public_key
    written = Settings.model_validate(
        {
            "database": {"url": url},
            "hub": {"port": port},
            "twilio": {
                "account_sid": network.settings.account_sid,
                "api_base": network.url,
                "legs_per_second": 0,
                "numbers": [{"number": OUR_NUMBER, "queue": "safety", "language": "en"}],
            },
            "sendgrid": {
                "api_base": network.url,
                "parse_secret_path": PARSE_PATH,
                "event_public_key": key,
                "parse_public_key": key,
            },
            "messages": {"undo_seconds": {"sms": 0, "email": undo_seconds}},
            "people": {"night": ""},
        }
    )
    secret = SecretStr(SECRET)
    credentials = Credentials(
        twilio_auth_tokens=(secret,), sendgrid_api_key=secret, threading_key=secret
    )
    return written.model_copy(update={"credentials": credentials})
