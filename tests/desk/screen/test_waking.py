"""A laptop that was closed in the middle of things is opened: nothing sounds that is long over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from console.desk.app import DeskApp
from console.domain.promise import PromiseMade
from tests.desk.core.entries import ME
from tests.desk.screen.paper_hub import PaperHub
from tests.desk.screen.stage import Stage, settings

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

HOURS = 2 * 3600.0


async def test_nothing_sounds_until_the_hub_was_heard_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, bells, hub = 100.0, list[float](), PaperHub()
    hub.opened()
    hub.last_heard = now
    app = DeskApp(settings(tmp_path), hub, moment=lambda: now)
    monkeypatch.setattr(app, "bell", lambda: bells.append(now))
    async with app.run_test(size=(120, 36)) as pilot:
        desk = Stage(app, pilot, hub)
        await desk.sees("NMK-HN1")
        await desk.rings()
        app.tick()
        before = list(bells)
        now += HOURS
        for _ in range(10):
            app.tick()
            now += 1.0
        assert bells == before, "whoever rang has long gone"
        hub.last_heard = now
        app.tick()
        assert bells != before, "what still rings is heard"


async def test_what_is_overdue_is_told_in_one_line_and_only_then(tmp_path: Path) -> None:
    now, hub = 100.0, PaperHub()
    hub.opened()
    hub.last_heard = now
    due = hub.log.now + timedelta(minutes=45)
    for number in range(5):
        key = f"N{number}"
        made = PromiseMade(id=key, text=f"call {number}", due=due, agent=ME.number, name="Sam")
        hub.add("incident/1", made)
    app = DeskApp(settings(tmp_path), hub, moment=lambda: now)
    async with app.run_test(size=(160, 40)) as pilot:
        desk = Stage(app, pilot, hub)
        await desk.sees("NMK-HN1")
        app.tick()
        now += HOURS
        app.tick()
        await desk.pilot.pause(0.3)
        assert "PROMISE OVERDUE" not in desk.seen
        hub.last_heard = now + 5
        now += 6
        app.tick()
        await desk.sees("PROMISE OVERDUE for 1:15:", "and 4 more")
