"""The day in counts, as a lead's desk has it: read once, then counted on from the stream."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from console.desk.link import Link
from console.domain.call_events import EndCall
from tests.flows.floor import floor
from tests.flows.supervising import a_lead
from tests.flows.talking import a_talk, is_in

if TYPE_CHECKING:
    from tests.flows.desk import Desk


async def _reads_the_day(lee: Desk) -> None:
    since = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    assert isinstance(lee.link, Link)
    lee.model.today.load(await lee.link.floor(since))


def _counts(lee: Desk) -> tuple[int, int, int]:
    counts = lee.model.today.counts.values()
    return (
        sum(one.came for one in counts),
        sum(one.answered for one in counts),
        sum(one.left for one in counts),
    )


async def test_what_is_counted_on_the_desk_is_what_the_hub_counts(database_url: str) -> None:
    async with floor(database_url) as shift:
        sam, dana, roy = (
            await shift.agent(),
            shift.customer(),
            shift.customer("Roy Park", "+14155550143"),
        )
        lee = await a_lead(shift)
        await _reads_the_day(lee)
        assert _counts(lee) == (0, 0, 0)
        call = await a_talk(dana, sam)
        await lee.until(lambda: _counts(lee) == (1, 1, 0), "count an answered caller")
        await sam.does(EndCall(call=call.id))
        await is_in(sam, call, "wrap-up")
        await roy.rings()
        await lee.until(lambda: _counts(lee) == (2, 1, 0), "count a caller who waits")
        await roy.leg.hangs_up()
        await lee.until(lambda: _counts(lee) == (2, 1, 1), "count a caller who left")
        before = dict(lee.model.today.counts)
        await _reads_the_day(lee)
        assert lee.model.today.counts == before
