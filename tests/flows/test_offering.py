"""Texts and mails that are given to people with room, in queues that want it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from console.domain.call_events import EndCall, EndWrapUp
from console.domain.message_events import SendText
from console.domain.queue import DivertQueue
from console.domain.routing import Capacity, QueueRule
from tests.flows.floor import floor
from tests.flows.talking import a_talk, is_in

if TYPE_CHECKING:
    from tests.flows.desk import Desk

PUSH = {"safety": QueueRule("safety", capacity=Capacity(texts=1), offers=True)}


async def test_a_text_is_given_to_who_has_room_and_the_next_one_waits(database_url: str) -> None:
    async with floor(database_url, queue_rules=PUSH) as shift:
        sam, dana = await shift.agent(), shift.customer()
        ana = shift.customer("Ana Ruiz", "+14155550143")
        await sam.is_available()
        await dana.texts("my dog ran away")
        await sam.until(lambda: 1 in sam.model.incidents and _owner(sam, 1) == 1, "be given it")
        await sam.opens(1)
        await sam.sees("given to Sam Lee", "It has waited")
        await ana.texts("my cat is gone")
        await sam.until(lambda: 2 in sam.model.incidents, "see the second")
        assert _owner(sam, 2) is None
        await sam.does(SendText(incident=1, to=dana.handle, body="Where are you?"))
        await sam.until(lambda: _owner(sam, 2) == 1, "be given the second")


async def test_nothing_written_is_given_to_somebody_on_a_call(sqlite_url: str) -> None:
    async with floor(sqlite_url, queue_rules=PUSH) as shift:
        sam, dana = await shift.agent(), shift.customer()
        ana = shift.customer("Ana Ruiz", "+14155550143")
        call = await a_talk(dana, sam)
        await ana.texts("my cat is gone")
        await sam.until(lambda: 2 in sam.model.incidents, "see the text")
        await sam.does(EndCall(call=call.id))
        await is_in(sam, call, "wrap-up")
        assert _owner(sam, 2) is None
        await sam.does(EndWrapUp(call=call.id))
        await sam.until(lambda: _owner(sam, 2) == 1, "be given it when free")


async def test_without_the_setting_it_waits_to_be_taken(sqlite_url: str) -> None:
    rules = {"safety": QueueRule("safety"), "pets": QueueRule("pets", offers=True)}
    async with floor(sqlite_url, queue_rules=rules) as shift:
        sam, dana = await shift.agent(), shift.customer()
        lee = await shift.agent("lee", "Lee Park", role="lead")
        await sam.is_available()
        await dana.texts("my dog ran away")
        await sam.until(lambda: 1 in sam.model.incidents, "see the text")
        until = datetime.now(UTC) + timedelta(hours=1)
        await lee.does(DivertQueue(queue="safety", to="pets", until=until))
        assert _owner(sam, 1) is None


def _owner(desk: Desk, number: int) -> int | None:
    return desk.model.incidents[number].owner
