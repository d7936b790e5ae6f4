"""The provider is away, then limits us, then tells everything at once: one story, nothing twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.domain.message_events import SendText
from console.hub.effects import messages, outage, probe, worker
from tests.flows.floor import floor
from tests.flows.patience import eventually
from tests.flows.talking import a_talk, is_in
from tests.flows.worklist import open_first

if TYPE_CHECKING:
    from channels.simulator.faults import RequestFaultKind
    from tests.flows.floor import Floor


@pytest.fixture(autouse=True)
def quick_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Watch the provider as much faster as the network runs."""
    monkeypatch.setattr(worker, "PATROL_SECONDS", 0.05)
    monkeypatch.setattr(probe, "IDLE_SECONDS", 0.3)
    monkeypatch.setattr(probe, "DOUBT_SECONDS", 0.05)
    monkeypatch.setattr(probe, "OUT_SECONDS", 0.2)
    monkeypatch.setattr(outage, "RESTART_PER_SECOND", 50.0)
    monkeypatch.setattr(messages, "OUTAGE_SECONDS", 0.3)


def fails(shift: Floor, how: RequestFaultKind) -> None:
    """Let every request fail from now on."""
    shift.network.faults.requests.clear()
    shift.network.faults.fail_next(how, match="/2010-04-01", times=1_000_000)


async def test_an_hour_without_the_phone_provider(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        kim = shift.customer("Kim Ito", "+14155550143")
        call = await a_talk(dana, sam)
        await kim.texts("Is anybody there?")
        number = await open_first(sam)
        outages = shift.hub.parts.effects.doers.calls.bench.outages
        fails(shift, "timeout-before")
        await eventually(lambda: outages.is_out("phone"), "the outage is noticed")
        assert "phone" in [notice.about for notice in (await sam.link.snapshot()).notices]
        before = len(shift.network.journal.requests)
        for words in ("one", "two", "three"):
            await sam.does(SendText(incident=number, to=kim.handle, body=words))
        fails(shift, "429")
        await eventually(
            lambda: len(shift.network.journal.requests) > before + 3, "the provider is asked"
        )
        asked = shift.network.journal.requests[before:]
        assert not [line for line in asked if line.startswith("POST")], "what can wait waits"
        shift.network.faults.disturb_next("delay", match="/twilio/sms/status", seconds=20, times=9)
        shift.network.faults.requests.clear()
        await kim.gets("one", "two", "three")
        await sam.sees("one | delivered", "two | delivered", "three | delivered")
        assert (await sam.link.snapshot()).notices == []
        assert sam.phone in dana.leg.hears()
        await is_in(sam, call, "talking")
