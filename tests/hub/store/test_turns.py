"""Writers of one SQLite file take turns, however busy the record door is."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import OperationalError

from console.hub.effects.table import EffectTable
from console.hub.store import turns
from tests.hub.store.shift import shift

if TYPE_CHECKING:
    from collections.abc import Callable
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


def until(true: Callable[[], bool]) -> None:
    while not true():
        pass


def locked() -> OperationalError:
    cause = sqlite3.OperationalError("database is locked")
    cause.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return OperationalError("BEGIN", None, cause)


async def test_who_waited_for_somebody_that_found_it_locked_does_not_wait_as_long_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(turns, "WAITED_SECONDS", 0.0)
    line, is_in, lets_go = turns.Turns(), threading.Event(), threading.Event()

    def find_it_locked() -> None:
        with line:
            is_in.set()
            lets_go.wait()
            raise locked()

    def write() -> str:
        with line:
            return "written"

    first = asyncio.create_task(asyncio.to_thread(find_it_locked))
    await asyncio.to_thread(is_in.wait)
    second = asyncio.create_task(asyncio.to_thread(write))
    await asyncio.to_thread(until, lambda: line.waiting == 2)
    lets_go.set()
    for vain in (first, second):
        with pytest.raises(OperationalError, match="locked"):
            await vain
    assert await asyncio.to_thread(write) == "written"
