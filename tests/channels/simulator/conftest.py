"""A hub, a network with a clock moved by hand, and a client with the account's credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from channels.simulator import Network, OwnedNumber, Settings, SimulatedClock
from tests.channels.simulator.hub import Hub

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

OURS = "+14155550100"


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    hub = Hub()
    await hub.start()
    yield hub
    await hub.stop()


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


@pytest.fixture
async def network(hub: Hub, clock: SimulatedClock) -> AsyncIterator[Network]:
    number = OwnedNumber(
        OURS,
        voice_url=f"{hub.url}/voice",
        voice_fallback_url=f"{hub.url}/fallback",
        status_callback=f"{hub.url}/number-status",
        sms_url=f"{hub.url}/sms",
    )
    settings = Settings(
        numbers=[number], parse_url=f"{hub.url}/parse", mail_events_url=f"{hub.url}/events"
    )
    network = Network(settings, clock)
    await network.start()
    yield network
    await network.stop()


class Api(httpx.AsyncClient):
    """Requests relative to the account's resources."""

    async def make(self, path: str, **form: str | list[str]) -> httpx.Response:
        """POST a form; ``From_`` and the like lose their underscore."""
        data = {name.rstrip("_"): value for name, value in form.items()}
        return await self.post(path, data=data)


@pytest.fixture
async def api(network: Network) -> AsyncIterator[Api]:
    settings = network.settings
    base = f"{network.url}/2010-04-01/Accounts/{settings.account_sid}/"
    login = (settings.account_sid, settings.auth_tokens[0])
    async with Api(base_url=base, auth=login, trust_env=False) as client:
        yield client
