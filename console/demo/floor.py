"""The demo's agents as the network and the hub see them: phones that answer, presence."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import httpx

from console.demo.stage import KIM, SAM, VET
from console.desk.link import Link
from console.domain.agent import SetPresence
from console.domain.wire import CommandPost

if TYPE_CHECKING:
    from console.demo.stage import Stage

PATIENCE = 10.0


class Network:
    """The simulated network, steered from outside."""

    def __init__(self, url: str) -> None:
        self._client = httpx.AsyncClient(base_url=url, trust_env=False, timeout=PATIENCE)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def ask(self, what: str, **words: object) -> None:
        """Let somebody on the network do something; one that can't be done now is left out."""
        answer = await self._client.post(f"/__sim/{what}", json=words)
        if answer.status_code != httpx.codes.BAD_REQUEST:
            answer.raise_for_status()

    async def state(self) -> bytes:
        """Everything on the network, as JSON."""
        return (await self._client.get("/__sim/state")).raise_for_status().content


async def get_ready(stage: Stage, token: str, *, phone_seconds: float) -> None:
    """Put the agents' phones on the network, and let Sam be available."""
    network, link = Network(stage.network), Link(stage.hub, token)
    try:
        for agent in (SAM, KIM):
            await network.ask(
                "people",
                address=agent.phone,
                name=agent.name,
                phone="answers",
                after=phone_seconds,
                presses="1",
            )
        await network.ask(
            "people", address=VET, name="Northside Vet", phone="answers", after=phone_seconds
        )
        await link.send(CommandPost(id=uuid4().hex, command=SetPresence(state="available")))
    finally:
        await link.aclose()
        await network.aclose()
