"""Wakes the feed when another hub on the same PostgreSQL has committed."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import psycopg

from console.hub.store.engine import FEED_CHANNEL

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)

AGAIN_SECONDS = 0.5


async def listen(url: str, stir: Callable[[], None]) -> None:
    """Listen until cancelled, connecting again whenever the connection is lost.

    Args:
        url: The database, as SQLAlchemy names it.
        stir: Called at every notification, and once after each connect, because some may
            have been missed.
    """
    libpq = url.replace("postgresql+psycopg://", "postgresql://", 1)
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(
                libpq, autocommit=True, connect_timeout=5
            ) as connection:
                await connection.execute(f"LISTEN {FEED_CHANNEL}")
                stir()
                async for _ in connection.notifies():
                    stir()
        except psycopg.Error as error:
            log.warning("listen_lost", extra={"why": type(error).__name__})
        await asyncio.sleep(AGAIN_SECONDS)
