"""A hub leaves nothing on disk that others can read, least of all its memory (P3)."""

from __future__ import annotations

import asyncio
import os
import resource
import stat
from random import Random
from typing import TYPE_CHECKING

from tests.crash.hubs import hub_process
from tests.crash.webhooks import Source
from tests.crash.wire import Wire

if TYPE_CHECKING:
    from pathlib import Path


def modes(folder: Path) -> dict[str, int]:
    """Who may read what is in a folder."""
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


async def test_a_hub_writes_for_its_owner_alone_and_no_core_when_it_is_killed(
    tmp_path: Path,
) -> None:
    before = os.umask(0)
    try:
        async with hub_process(tmp_path, f"sqlite:///{tmp_path / 'hub.db'}") as hub:
            assert hub.process is not None
            assert resource.prlimit(hub.process.pid, resource.RLIMIT_CORE) == (0, 0)
            wire = Wire(hub.port)
            await wire.ask(Source(Random(5)).text("+14155550142", "The sitter is gone").raw)
            await wire.close()
            found = await asyncio.to_thread(modes, tmp_path)
            assert {"hub.db-wal", "hub.db-shm"} < found.keys()
            hub.kill()
            left = await asyncio.to_thread(modes, tmp_path)
    finally:
        os.umask(before)
    made = {"hub.db", "hub.db-wal", "hub.db-shm", "hub.db.lock"}
    assert {
        name: oct(mode) for name, mode in (found | left).items() if name in made
    } == dict.fromkeys(made & (found | left).keys(), oct(0o600))
    assert not any(name.startswith("core") for name in left)
