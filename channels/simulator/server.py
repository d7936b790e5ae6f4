"""The network as a program of its own: listens, lets a shift of personas come on, runs for ever."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from channels.simulator.network import Network
from channels.simulator.performance import Performance

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from channels.simulator.clock import Clock
    from channels.simulator.personas import Persona
    from channels.simulator.settings import Settings


async def serve(
    settings: Settings,
    *,
    clock: Clock | None = None,
    cast: Sequence[tuple[float, Persona]] = (),
    ready: Callable[[Network], None] | None = None,
) -> None:
    """Run until cancelled; ``ready`` is told once requests are answered.

    ``cast`` is what `load_shift` returns: seconds from now, and who comes on.
    """
    network = Network(settings, clock)
    await network.start()
    try:
        for seconds, persona in cast:
            network.plant.tasks.start(_come_on(network, seconds, persona), "shift")
        if ready is not None:
            ready(network)
        await asyncio.Event().wait()
    finally:
        await network.stop()


async def _come_on(network: Network, seconds: float, persona: Persona) -> None:
    await network.clock.sleep(seconds)
    await Performance(network, persona).play()
