"""Whoever finishes a call says with one key when its caller hears from us next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.domain.promise import owed
from tests.flows.floor import floor
from tests.flows.test_dropped_on_screen import at_the_screen

if TYPE_CHECKING:
    from pathlib import Path

QUESTION = "WHEN DO THEY HEAR FROM US NEXT?"


@pytest.mark.parametrize(
    ("keys", "shown"),
    [(("1",), "contact them again in 15 min"), (("5", "enter"), "no next contact owed")],
)
async def test_a_wrap_up_is_finished_by_the_key_that_says_what_comes_next(
    sqlite_url: str, tmp_path: Path, keys: tuple[str, ...], shown: str
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await sam.is_available()
        async with at_the_screen(shift, sam.token, tmp_path) as screen:
            await screen.takes(dana)
            await dana.leg.hangs_up()
            await screen.sees("WRAP-UP")
            await screen.pilot.press("f9")
            await screen.sees(QUESTION)
            assert sam.model.my_wrap() is not None
            for key in keys:
                await screen.pilot.press(key)
            await sam.until(lambda: sam.model.my_wrap() is None, "be free again")
            await screen.sees("NO CALL", shown)
            incident = sam.model.incidents[1]
            assert bool(owed(incident)) != bool(incident.none_owed)


async def test_a_caller_who_was_cut_off_is_taken_again_before_anything_is_answered(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await sam.is_available()
        async with at_the_screen(shift, sam.token, tmp_path) as screen:
            await screen.takes(dana)
            dana.leg.finish("failed", 408)
            await screen.sees("WRAP-UP")
            await screen.pilot.press("f9")
            await screen.sees(QUESTION)
            await dana.rings()
            await screen.sees("INCOMING CALL")
            await screen.pilot.press("f2")
            await screen.sees("ON CALL")
            await screen.until(lambda: QUESTION not in screen.text)
