"""Writers of one SQLite file take turns, however busy the record door is."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from console.hub.effects.table import EffectTable
from tests.hub.store.shift import shift

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_busy_record_door_lets_others_write_in_their_turn(tmp_path: Path) -> None:
    async with shift(f"sqlite:///{tmp_path / 'hub.db'}") as hub:
        table = EffectTable(hub.engine, "one")
        is_done = asyncio.Event()
        waited: list[int] = []

        async def keep_texting(sender: str) -> None:
            while not is_done.is_set():
                await hub.texts(sender)

        async def note_down() -> None:
            for number in range(30):
                before = len(hub.commits)
                await asyncio.to_thread(table.reap, float(number))
                waited.append(len(hub.commits) - before)
            is_done.set()

        senders = [keep_texting(f"+1415555{n + 100:04d}") for n in range(40)]
        await asyncio.gather(note_down(), *senders)
        # Whoever asks waits for the group under way, and for what it takes to be told so.
        assert sorted(waited)[len(waited) // 2] <= 3
        assert hub.faults() == []
