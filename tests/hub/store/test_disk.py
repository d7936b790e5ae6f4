"""A disk that can't keep what it is given: reported as failed, and nothing is guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from console.hub.store.disk import Disk
from console.hub.store.wish import StoreUnavailable
from tests.hub.store.failing_disk import fail_fsync_here
from tests.hub.store.shift import ANA, shift

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_commit_that_was_not_kept_is_reported_and_ends_all_writing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'hub.db'}"
    told: list[str] = []
    async with shift(url) as hub:
        disk = Disk(hub.engine)
        disk.when_it_fails(lambda: told.append("the disk failed"))
        await hub.texts(ANA, sid="SM0")
        assert not disk.has_failed
        breaks = [True]

        def break_once(_: object) -> None:
            if breaks:
                breaks.clear()
                fail_fsync_here()

        event.listen(hub.engine, "begin", break_once)
        for sid in ("SM1", "SM2", "SM1"):
            with pytest.raises(StoreUnavailable):
                await hub.texts(ANA, sid=sid)
        assert (disk.has_failed, told) == (True, ["the disk failed"])
    async with shift(url, is_new=False) as hub:
        # What the next start finds is the truth, and asking again does it once.
        for sid in ("SM0", "SM1", "SM2"):
            await hub.texts(ANA, sid=sid)
        assert hub.many("message") == 3
        assert hub.faults() == []


async def test_who_asks_late_is_told_at_once(tmp_path: Path) -> None:
    async with shift(f"sqlite:///{tmp_path / 'hub.db'}") as hub:
        disk = Disk(hub.engine)
        event.listen(hub.engine, "begin", lambda _: fail_fsync_here(), once=True)
        with pytest.raises(StoreUnavailable):
            await hub.texts(ANA)
        told: list[str] = []
        disk.when_it_fails(lambda: told.append("the disk failed"))
        assert told == ["the disk failed"]
