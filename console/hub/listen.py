"""Hears and tells other hubs on the same PostgreSQL: commits, and what desks are told once."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import psycopg

from console.hub.store.engine import FEED_CHANNEL, PASSING_CHANNEL, libpq

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.hub.broadcast import Broadcast

log = logging.getLogger(__name__)

AGAIN_SECONDS = 0.5
FLUSH_SECONDS = 0.1
"""How often other hubs are told at most; what became old meanwhile is left out."""


async def listen(url: str, stir: Callable[[], None], hear: Callable[[str], None]) -> None:
    """Listen until cancelled, connecting again whenever the connection is lost.

    Args:
        url: The database, as SQLAlchemy names it.
        stir: Called at every commit, and once after each connect, because some may
            have been missed.
        hear: Called with what another hub tells; what was missed of it is missed for good.
    """
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(
                libpq(url), autocommit=True, connect_timeout=5
            ) as connection:
                await connection.execute(f"LISTEN {FEED_CHANNEL}")
                await connection.execute(f"LISTEN {PASSING_CHANNEL}")
                stir()
                async for notice in connection.notifies():
                    if notice.channel == PASSING_CHANNEL:
                        hear(notice.payload)
                    else:
                        stir()
        except psycopg.Error as error:
            log.warning("listen_lost", extra={"why": type(error).__name__})
        await asyncio.sleep(AGAIN_SECONDS)


async def speak(url: str, broadcast: Broadcast) -> None:
    """Tell the other hubs what desks are told, until cancelled; what can't be told is dropped."""
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(
                libpq(url), autocommit=True, connect_timeout=5
            ) as connection:
                while True:
                    await broadcast.due()
                    for payload in broadcast.payloads():
                        await connection.execute(
                            "SELECT pg_notify(%s, %s)", (PASSING_CHANNEL, payload)
                        )
                    await asyncio.sleep(FLUSH_SECONDS)
        except psycopg.Error as error:
            log.warning("speak_lost", extra={"why": type(error).__name__})
        await asyncio.sleep(AGAIN_SECONDS)
