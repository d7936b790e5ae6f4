"""Many calls at once on a real floor: dialled at the provider's pace, and every desk is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.call_events import AcceptCall
from tests.flows import floor as floors
from tests.flows.floor import floor
from tests.flows.settings import hub_settings

if TYPE_CHECKING:
    import pytest

    from channels.simulator.network import Network
    from console.config import Settings
    from tests.flows.desk import Desk

EVERY = 4


def _paced(url: str, port: int, network: Network, undo_seconds: int) -> Settings:
    settings = hub_settings(url, port, network, undo_seconds)
    twilio = settings.twilio.model_copy(update={"legs_per_second": 1.0})
    return settings.model_copy(update={"twilio": twilio})


async def _is_told(sam: Desk) -> str:
    notices = (await sam.link.snapshot()).notices
    return " ".join(one.words for one in notices if one.about == "dialling")


async def test_calls_that_wait_to_be_dialled_are_said_and_all_are_dialled(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(floors, "hub_settings", _paced)
    async with floor(sqlite_url) as shift:
        desks = [await shift.agent(f"a{n}", f"Agent {n}") for n in range(EVERY)]
        for desk in desks:
            await desk.is_available()
        for n in range(EVERY):
            await shift.customer(f"Caller {n}", f"+1415555015{n}").rings()
        calls = [await desk.is_offered() for desk in desks]
        for desk, call in zip(desks, calls, strict=True):
            await desk.does(AcceptCall(call=call.id))
        assert "to be dialled, the next within 1 s" in await _is_told(desks[0])
        for desk in desks:
            await _talks(desk)
        assert await _is_told(desks[0]) == ""


async def _talks(desk: Desk) -> None:
    def is_talking() -> bool:
        call = desk.model.my_call()
        return call is not None and call.phase == "talking"

    await desk.until(is_talking, "talk")
