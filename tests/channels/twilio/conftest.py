"""A provider client on an intercepted network, and a clock that only moves when told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx
import pytest

from channels.twilio.transport import api_client

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from twilio.rest import Client  # type: ignore[import-untyped]

ACCOUNT = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"


@dataclass
class FrozenClock:
    """Seconds that pass only while somebody pauses."""

    now: float = 1000.0
    pauses: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with httpx.AsyncClient(trust_env=False) as http:
        yield api_client(ACCOUNT, ("SKtest", "secret"), http)
