"""A simulated account that nobody has set up, asked by the provider's own library."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx

from channels.simulator import Network, OwnedNumber, Settings, SimulatedClock
from channels.twilio.setup.apply import apply
from channels.twilio.setup.asking import Asking
from channels.twilio.setup.plan import plan
from channels.twilio.setup.reading import Reading, read_account
from channels.twilio.setup.wanted import Wanted
from channels.twilio.transport import api_client

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from twilio.rest import Client  # type: ignore[import-untyped]

    from channels.twilio.setup.steps import Known, Plan

ONE, TWO = "+14155550100", "+14155550101"
HUB = "https://hub.example.com"
WANTED = Wanted(HUB, (ONE, TWO))
DEMO = "https://demo.twilio.com/welcome/voice/"


@dataclass
class Account:
    """A simulated account, asked by the provider's own library."""

    network: Network
    clock: SimulatedClock
    owner: Client
    client: Client
    pauses: list[float] = field(default_factory=list)

    @property
    def asking(self) -> Asking:
        return Asking(tries=3, pause=self._pause)

    async def _pause(self, seconds: float) -> None:
        self.pauses.append(seconds)

    @property
    def numbers(self) -> list[OwnedNumber]:
        return self.network.settings.numbers

    @property
    def requests(self) -> list[str]:
        """What was asked so far, with our sids as dots."""
        return self.network.journal.requests

    async def read(self) -> Reading:
        return await read_account(self.owner, self.client, self.asking)

    async def plan(self, wanted: Wanted = WANTED, *, replacing: bool = False) -> Plan:
        return plan(await self.read(), wanted, replacing=replacing)

    async def set_up(self, wanted: Wanted = WANTED, *, replacing: bool = False) -> Known:
        wish = await self.plan(wanted, replacing=replacing)
        return await apply(wish, self.client, self.asking, tell=lambda _: None)


@asynccontextmanager
async def own_account() -> AsyncIterator[Account]:
    """Run one of two numbers; nothing may be misused there."""
    settings = Settings(numbers=[OwnedNumber(ONE, voice_url=DEMO, sms_url=DEMO), OwnedNumber(TWO)])
    clock = SimulatedClock()
    network = Network(settings, clock)
    await network.start()
    async with httpx.AsyncClient(trust_env=False) as http:
        owner = (settings.account_sid, settings.auth_tokens[0])
        key = (settings.api_key_sid, settings.api_key_secret)
        bases = {"api.twilio.com": network.url, "messaging.twilio.com": network.url}
        yield Account(
            network,
            clock,
            api_client(settings.account_sid, owner, http, bases),
            api_client(settings.account_sid, key, http, bases),
        )
    await network.stop()
    assert network.complaints == []
