"""The desk loses the hub, or dies, while its agent talks with a caller (V1, V2, C23)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.flows.floor import floor
from tests.flows.relay import Relay, Watch, screen
from tests.flows.talking import a_talk

if TYPE_CHECKING:
    from pathlib import Path

    from console.domain.call_state import Call
    from tests.flows.customer import Customer
    from tests.flows.desk import Desk

SINCE = re.compile(r"not live since \d\d:\d\d:\d\d")


def now(sam: Desk, call: Call) -> Call:
    """The call as a desk that was never cut off knows it."""
    return sam.model.calls[call.id]


def is_heard(dana: Customer, sam: Desk) -> bool:
    """Whether the two still talk, by one telephone call each."""
    return sam.phone in dana.leg.hears() and len(sam.phone.calls) == 1


async def test_the_call_goes_on_while_the_hub_is_away_and_no_key_is_replayed_blindly(
    tmp_path: Path, sqlite_url: str
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana, watch = await shift.agent(), shift.customer(), Watch()
        relay = Relay(shift.hub.url)
        await relay.mend()
        async with screen(tmp_path / "laptop", relay, sam, watch) as desk:
            call = await a_talk(dana, sam)
            for seconds in (600, 30, 1):
                await desk.sees("ON CALL", "live ")
                desk.app.desk.notice.hush()
                await relay.cut()
                await desk.until(lambda: SINCE.search(desk.seen) is not None)
                await desk.press("f5")
                await desk.types(f"calm for {seconds}")
                await desk.press("enter")
                await desk.sees("1 not yet saved", "ON CALL")
                watch.ahead += seconds
                if seconds > 10:
                    await desk.sees("Not done")
                assert is_heard(dana, sam)
                await dana.texts(f"at the door {seconds}")
                await relay.mend()
                await desk.sees(f"at the door {seconds}", "live ")
                await desk.sees_no("not yet saved")
                await sam.sees(f"calm for {seconds}")
                # What was pressed a second ago is still wanted; minutes later nobody knows.
                assert seconds < 10 or (is_heard(dana, sam) and not now(sam, call).mute_asked)
                assert len(sam.phone.calls) == 1
                assert desk.seen.count(f"calm for {seconds} ") <= 1


async def test_a_desk_that_died_in_a_call_is_gone_on_with_elsewhere(
    tmp_path: Path, sqlite_url: str
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        relay = Relay(shift.hub.url)
        await relay.mend()
        async with screen(tmp_path / "laptop", relay, sam) as desk:
            call = await a_talk(dana, sam)
            await desk.sees("ON CALL")
            await desk.types("he has a kni")

            async def is_kept() -> bool:
                return any(d.text == "he has a kni" for d in await sam.link.drafts())

            while not await is_kept():
                await desk.pilot.pause(0.05)
            await relay.cut()
        assert is_heard(dana, sam)
        await relay.mend()
        async with screen(tmp_path / "office", relay, sam) as other:
            await other.sees("ON CALL", "he has a kni", "NMK-HN1")
            await other.types("fe")
            await other.sees("he has a knife")
            assert now(sam, call).agent == 1
            assert is_heard(dana, sam)
            assert sam.text().count("he has a kni") == 0, "a draft is no entry"
        await relay.cut()
