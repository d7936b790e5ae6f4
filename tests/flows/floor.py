"""A whole floor for flow tests: a real hub, a telephone network with people on it, and desks."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from channels.simulator.clock import RealClock
from channels.simulator.network import Network
from channels.simulator.phones import Phone, TextDelivery, answers
from console.hub.admin import add_agent
from console.hub.parts import HubLimits
from console.hub.serve import RunningHub, running_hub
from console.hub.store.engine import read_engine
from console.hub.store.verify import verify
from console.hub.wishes import AddAgent
from tests.flows.customer import OUR_NUMBER, Customer
from tests.flows.desk import Desk
from tests.flows.patience import PACE, quick_hub
from tests.flows.settings import captioned, hub_settings, network_settings
from tests.ports import free_port

__all__ = ["OUR_NUMBER", "Customer", "Desk", "Floor", "floor"]

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from console.config import Settings

LOST_SECONDS = 30.0


@dataclass
class Floor:
    """Hub, network, and who is on them."""

    network: Network
    hub: RunningHub
    settings: Settings
    closing: AsyncExitStack
    running: AsyncExitStack
    """Ends the hub."""

    async def goes_down(self) -> None:
        """End the hub, in good order."""
        await self.running.aclose()

    async def comes_back(self) -> None:
        """Start the hub again, on the same database and port."""
        limits = HubLimits.of(self.settings)
        self.hub = await self.running.enter_async_context(running_hub(self.settings, limits=limits))

    async def agent(
        self,
        login: str = "sam",
        name: str = "Sam Lee",
        *,
        phone: Phone | None = None,
        role: str = "agent",
    ) -> Desk:
        """Let somebody sign in at a desk; without another word their telephone presses 1."""
        number = f"+1415555011{len(self.network.people)}"
        behaves = phone or answers(0.5, presses="1")
        person = self.network.person(number, name=name, phone=behaves)
        wanted = AddAgent(login=login, name=name, role=role, phone=number)
        token = await add_agent(self.settings.database.url, wanted)
        desk = Desk(self.hub.url, token, person)
        await desk.starts()
        self.closing.push_async_callback(desk.stops)
        return desk

    def customer(
        self,
        name: str = "Dana Reyes",
        number: str = "+14155550142",
        *,
        email: str = "dana@example.com",
        phone: Phone | None = None,
        delivery: TextDelivery | None = None,
    ) -> Customer:
        """Somebody out there."""
        behaves = phone or answers(0.5)
        return Customer(
            self.network.person(number, name=name, email=email, phone=behaves, delivery=delivery)
        )


@asynccontextmanager
async def floor(
    url: str,
    *,
    undo_seconds: int = 0,
    lost_seconds: float = LOST_SECONDS,
    captions: bool = False,
    **rules: object,
) -> AsyncIterator[Floor]:
    """Run a hub on a database and a network beside it; whatever went wrong fails the test.

    Args:
        url: A database at the newest schema; a SQLite file may be missing.
        undo_seconds: How long a mail waits in the outbox.
        lost_seconds: How long a desk may be away.
        captions: Whether calls are captioned.
        rules: Fields of the hub's policy that are to be otherwise.
    """
    errors = _Errors()
    port = free_port()
    network = Network(network_settings(f"http://127.0.0.1:{port}"), RealClock(PACE))
    await network.start()
    try:
        settings = hub_settings(url, port, network, undo_seconds)
        settings = captioned(settings) if captions else settings
        limits = replace(HubLimits.of(settings), lost_seconds=lost_seconds)
        with errors.noted(), quick_hub(**rules):
            async with AsyncExitStack() as running, AsyncExitStack() as closing:
                hub = await running.enter_async_context(running_hub(settings, limits=limits))
                yield Floor(network, hub, settings, closing, running)
    finally:
        await network.stop()
    assert network.complaints == []
    assert errors.found == []
    assert await asyncio.to_thread(_faults, url) == []
    assert _received_twice(network) == []


class _Errors(logging.Handler):
    """Keeps what was logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(f"{record.name}: {record.getMessage()} {record.exc_info}")

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Listen to every logger."""
        logging.getLogger().addHandler(self)
        try:
            yield
        finally:
            logging.getLogger().removeHandler(self)


def _faults(url: str) -> list[str]:
    engine = read_engine(url)
    try:
        with engine.connect() as connection:
            return verify(connection)
    finally:
        engine.dispose()


def _received_twice(network: Network) -> list[str]:
    """Texts that somebody got more than once: flows never say the same thing twice."""
    return [
        body
        for person in network.people.values()
        for body, times in Counter(text.body for text in person.received).items()
        if times > 1
    ]
