"""A hub whose disk fails: says "not saved", ends, and leaves the truth to its next start."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from console.hub.onehub import HubRefused
from tests.hub.http.kit import text_fields, world
from tests.hub.store.failing_disk import fail_fsync_here

if TYPE_CHECKING:
    from console.config import Settings


def breaks(_: object) -> None:
    """Fail for the writer thread, which ends with its hub."""
    if threading.current_thread().name == "record":
        fail_fsync_here()


async def until_it_ends(settings: Settings) -> None:
    """Run a hub whose disk fails after the first text."""
    async with world(settings) as place:
        await place.twilio("/twilio/sms", text_fields("SM1"))
        event.listen(place.hub.parts.record.writer.engine, "begin", breaks, once=True)
        answer = await place.twilio("/twilio/sms", text_fields("SM2"))
        assert answer.status_code == 503
        await asyncio.wait_for(asyncio.shield(place.hub.serving), 10)


async def test_a_disk_that_keeps_nothing_ends_the_hub(settings: Settings) -> None:
    with pytest.raises(HubRefused, match="disk could not keep"):
        await until_it_ends(settings)
    async with world(settings) as place:
        for sid in ("SM1", "SM2"):
            assert (await place.twilio("/twilio/sms", text_fields(sid))).status_code == 200
        assert (await place.kinds()).count("message.received") == 2
