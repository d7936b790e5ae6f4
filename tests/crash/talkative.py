"""A hub that says everything it has to say."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from console.hub.store.migrate import upgrade
from tests.crash.hubs import HubProcess

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


class Talkative(HubProcess):
    """A hub that logs at the lowest level."""

    def _environ(self) -> dict[str, str]:
        return {**super()._environ(), "STEADYLINE_LOGS_LEVEL": "debug"}


@asynccontextmanager
async def talkative_hub(folder: Path) -> AsyncIterator[Talkative]:
    """Run one on an SQLite database of its own."""
    url = f"sqlite:///{folder / 'hub.db'}"
    await asyncio.to_thread(upgrade, url)
    hub = Talkative(folder, url)
    try:
        await hub.start()
        yield hub
    finally:
        hub.kill()
