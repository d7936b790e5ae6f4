"""At the start of a shift anybody can try whether they would notice a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.desk.alert_check import LASTS_SECONDS
from console.desk.alerts import RINGING, TITLE
from console.desk.app import DeskApp
from tests.desk.screen.stage import Stage, settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.desk.screen.paper_hub import PaperHub


class Ears:
    """What somebody at the desk hears, in a time of their own."""

    def __init__(self) -> None:
        self.now = 100.0
        self.bells: list[float] = []
        self.titles: list[str] = []
        self.outside: list[str] = []

    def hears(self) -> None:
        """The bell."""
        self.bells.append(self.now)


@pytest.fixture
def ears() -> Ears:
    """Nothing was heard yet."""
    return Ears()


@pytest.fixture
async def desk(
    tmp_path: Path, hub: PaperHub, ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Stage]:
    """A desk whose bell, title and messages to the outside are heard."""
    app = DeskApp(settings(tmp_path), hub, moment=lambda: ears.now)
    monkeypatch.setattr(app, "bell", ears.hears)
    async with app.run_test(size=(120, 36)) as pilot:
        found = Stage(app, pilot, hub)
        await found.sees("NMK-HN1")
        monkeypatch.setattr(app.alerts, "_title", ears.titles.append)
        app.alerts.notify = ears.outside.append
        yield found


async def _passes(desk: Stage, ears: Ears, seconds: int) -> None:
    for _ in range(seconds):
        ears.now += 1.0
        desk.app.tick()
    await desk.pilot.pause()


async def test_it_rings_as_a_call_does_until_it_is_answered(desk: Stage, ears: Ears) -> None:
    desk.app.act("agent.test_alert")
    await _passes(desk, ears, 7)
    await desk.sees("TEST OF MY ALERT   nobody rings", "what did you notice?")
    assert ears.bells == [101.0, 104.0, 107.0]
    assert set(ears.titles) == {RINGING}
    assert ears.outside == ["test"]
    await desk.press("1")
    await desk.sees("Good: a call rings like this")
    await _passes(desk, ears, 4)
    await desk.sees_no("nobody rings")
    assert len(ears.bells) == 3
    assert ears.titles[-1] == TITLE


@pytest.mark.parametrize(("key", "words"), [("2", "No bell: turn"), ("3", "Tell a lead before")])
async def test_whoever_does_not_notice_it_is_told_what_to_do(
    desk: Stage, ears: Ears, key: str, words: str
) -> None:
    desk.app.act("agent.test_alert")
    await _passes(desk, ears, 1)
    await desk.press(key)
    await desk.sees(words)


async def test_it_ends_by_itself(desk: Stage, ears: Ears) -> None:
    desk.app.act("agent.test_alert")
    await _passes(desk, ears, int(LASTS_SECONDS) + 5)
    await desk.sees_no("nobody rings")
    assert len(ears.bells) == 5


async def test_a_call_that_comes_meanwhile_is_shown_in_its_place(desk: Stage, ears: Ears) -> None:
    desk.app.act("agent.test_alert")
    await _passes(desk, ears, 1)
    await desk.sees("nobody rings")
    await desk.rings()
    await _passes(desk, ears, 1)
    await desk.sees("INCOMING CALL", "F2 accept")
    await desk.sees_no("nobody rings")
    await desk.press("f2")
    await desk.sees("ON CALL 00:0")


async def test_nobody_tests_it_in_a_call(desk: Stage, ears: Ears) -> None:
    await desk.on_call()
    heard = len(ears.bells)
    desk.app.act("agent.test_alert")
    await desk.sees("You have a call: test your alert after it.")
    await _passes(desk, ears, 4)
    assert len(ears.bells) == heard
