"""The provider's account as commands ask it: as the hub does, and as its owner."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from twilio.rest import Client  # type: ignore[import-untyped]

    from console.config import Settings

API, MESSAGING = "api.twilio.com", "messaging.twilio.com"


def bases(settings: Settings) -> dict[str, str]:
    """Where the provider's hosts are asked instead; none for the real ones."""
    base = settings.twilio.api_base
    return {API: base, MESSAGING: base} if base else {}


@asynccontextmanager
async def clients(settings: Settings) -> AsyncIterator[tuple[Client, Client]]:
    """Give one client that signs in with the auth token and one that signs in as the hub does."""
    import logging

    import httpx

    from channels.trust import trusted
    from channels.twilio.transport import TIMEOUT, api_client

    # It logs whole addresses, which name numbers.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    twilio, held = settings.twilio, settings.credentials
    token = (twilio.account_sid, held.twilio_auth_tokens[0].get_secret_value())
    key = (twilio.api_key_sid, held.twilio_api_key_secret.get_secret_value())
    where = bases(settings)
    async with httpx.AsyncClient(trust_env=False, verify=trusted(), timeout=TIMEOUT) as http:
        owner = api_client(twilio.account_sid, token, http, where)
        yield owner, api_client(twilio.account_sid, key, http, where) if key[0] else owner
