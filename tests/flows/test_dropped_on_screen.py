"""The real screen on a real floor: a call that drops is said at once, and is not lost."""

from __future__ import annotations

import re
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from console.desk.app import DeskApp
from console.desk.clock import steady
from console.desk.settings import DeskSettings
from console.domain.incident_events import MoveStatus
from tests.flows.floor import floor
from tests.flows.patience import PATIENCE
from tests.flows.talking import hears_voice_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from tests.flows.customer import Customer
    from tests.flows.floor import Floor


class Screen:
    """What an agent sees and presses."""

    def __init__(self, app: DeskApp, pilot: Pilot[int]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def text(self) -> str:
        """Every row."""
        rows = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text for strip in rows)

    async def until(self, true: Callable[[], bool]) -> None:
        """Let the desk work until something is so."""
        end = steady() + PATIENCE
        while not true():
            assert steady() < end, f"the screen was:\n{self.text}"
            await self.pilot.pause(0.01)

    async def sees(self, *words: str) -> None:
        """Wait until all of this is on the screen."""
        await self.until(lambda: all(one in self.text for one in words))

    async def takes(self, dana: Customer) -> None:
        """Take the call of somebody who rings."""
        await self.sees("NO CALL")
        await dana.rings()
        await self.sees("INCOMING CALL")
        await self.pilot.press("f2")
        await self.sees("ON CALL")

    def clock(self) -> int:
        """The seconds that the call bar shows."""
        found = re.search(r"ON CALL (\d\d):(\d\d)", self.text)
        assert found is not None, self.text
        return int(found[1]) * 60 + int(found[2])


@asynccontextmanager
async def at_the_screen(shift: Floor, token: str, folder: Path) -> AsyncIterator[Screen]:
    """Open a desk; what it spools is there again the next time."""
    spool = folder / "spool"
    spool.mkdir(mode=0o700, exist_ok=True)
    settings = DeskSettings(
        hub_url=shift.hub.url,
        token=token,
        spool_dir=spool,
        log_file=folder / "desk.log",
        attachment_dir=folder / "attachments",
    )
    app = DeskApp(settings)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = Screen(app, pilot)
        await screen.until(lambda: app.session is not None)
        yield screen


async def test_a_call_that_drops_is_said_at_once_rung_with_one_key_and_not_closed_unseen(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await sam.is_available()
        async with at_the_screen(shift, sam.token, tmp_path) as screen:
            await screen.takes(dana)
            dana.leg.finish("failed", 408)
            await screen.sees("CALL DROPPED", "cut off by the network")
            closes = MoveStatus(incident=1, to="solved")
            assert "a word on the dropped call" in await sam.is_told(closes)
            assert "CALL DROPPED" in screen.text
            await screen.pilot.press("alt+r")
            await screen.sees("ON CALL")
            await hears_voice_of(dana, sam)
            await screen.until(lambda: "CALL DROPPED" not in screen.text)


async def test_a_desk_that_dies_and_starts_again_shows_the_call_and_its_true_clock(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with floor(sqlite_url) as shift:
        sam, dana = await shift.agent(), shift.customer()
        await sam.is_available()
        async with at_the_screen(shift, sam.token, tmp_path) as screen:
            await screen.takes(dana)
        call = sam.model.my_call()
        assert call is not None
        assert call.answered_at is not None
        async with at_the_screen(shift, sam.token, tmp_path) as screen:
            await screen.sees("ON CALL")
            assert sam.phone in dana.leg.hears()
            await screen.until(lambda: screen.clock() >= 2)
            true = (datetime.now(UTC) - call.answered_at).total_seconds()
            assert abs(screen.clock() - true) <= 1.5
            await dana.leg.hangs_up()
            await screen.sees("WRAP-UP")
