"""How long a floor is waited for, and how much faster than life it runs."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from channels.simulator.clock import RealClock, within
from console.hub import build, parts
from console.hub.effects import calls, messages, sweep
from console.hub.store import asks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from console.config import Settings
    from console.hub.store.policy import Policy

PACE = 40.0
"""How much faster than life the network runs."""
PATIENCE = 20.0
"""Real seconds until a flow that does not come about has failed."""
TICK = 0.2
"""Network seconds between two looks."""


async def eventually(true: Callable[[], bool], what: str) -> None:
    """Wait until something holds of the network; raises AssertionError when it never does."""
    clock = RealClock(PACE)

    async def comes_true() -> None:
        while not true():
            await clock.sleep(TICK)

    if not await within(clock, PATIENCE * PACE, comes_true):
        raise AssertionError(f"it never came about: {what}")


@contextmanager
def quick_hub(**rules: object) -> Iterator[None]:
    """Shorten the hub's own waits as the network's are shortened."""

    def quick(settings: Settings) -> Policy:
        quicker = {"connect_seconds": 4, "leg_grace_seconds": 0.2} | rules
        return replace(build.policy_of(settings), **quicker)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "policy_of", quick)
        patch.setattr(calls, "AGAIN_SECONDS", 0.1)
        patch.setattr(asks, "LIVE_SECONDS", 3.0)
        patch.setattr(sweep, "AGAIN_SECONDS", 0.5)
        patch.setattr(sweep, "SOONEST_SECONDS", 0.1)
        patch.setattr(messages, "FIRST_LOOK_SECONDS", 0.1)
        patch.setattr(messages, "LOOK_AGAIN_SECONDS", 0.3)
        yield
