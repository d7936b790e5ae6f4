"""Work that is put aside: it comes back when its time has come, or when somebody writes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from console.domain.incident_events import TakeNext
from console.domain.parking import ParkIncident, ResumeIncident
from console.domain.routing import Capacity, QueueRule
from tests.flows.floor import floor


async def test_parked_work_comes_back_at_its_time_even_after_a_restart(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.texts("my dog ran away")
        await sam.until(lambda: sam.model.rows() != [], "see the text")
        await sam.does(TakeNext())
        soon = datetime.now(UTC) + timedelta(seconds=2)
        await sam.does(ParkIncident(incident=1, until=soon, on_reply=False, note="vet is asked"))
        assert sam.model.incidents[1].parked_until == soon
        await shift.goes_down()
        await shift.comes_back()
        await sam.until(lambda: sam.model.incidents[1].parked_at is None, "see it come back")
        await sam.opens(1)
        await sam.sees("put it aside until", "vet is asked", "it came back | its time has come")


async def test_a_reply_wakes_what_waits_for_one(sqlite_url: str) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await dana.texts("my dog ran away")
        await sam.until(lambda: sam.model.rows() != [], "see the text")
        assert "Take it first" in await sam.is_told(ParkIncident(incident=1))
        await sam.does(TakeNext())
        await sam.does(ParkIncident(incident=1))
        assert sam.model.incidents[1].parked_at is not None
        await dana.texts("he is back")
        await sam.until(lambda: sam.model.incidents[1].parked_at is None, "see it wake")
        await sam.does(ParkIncident(incident=1))
        await sam.does(ResumeIncident(incident=1))
        assert sam.model.incidents[1].parked_at is None


async def test_full_hands_take_no_more_until_something_is_parked(sqlite_url: str) -> None:
    rules = {"safety": QueueRule("safety", capacity=Capacity(texts=1, mails=0))}
    async with floor(sqlite_url, queue_rules=rules) as shift:
        sam, dana = await shift.agent(), shift.customer()
        ana = shift.customer("Ana Ruiz", "+14155550143")
        await dana.texts("my dog ran away")
        await ana.texts("my cat is ill")
        await sam.until(lambda: len(sam.model.rows()) == 2, "see both texts")
        await sam.does(TakeNext())
        refused = await sam.is_told(TakeNext())
        assert refused == "You have 1 text and 0 mails in hand; finish or park one first."
        mine = next(n for n, one in sam.model.incidents.items() if one.owner == 1)
        await sam.does(ParkIncident(incident=mine))
        await sam.does(TakeNext())
