"""What we promised is in sight until it is kept; one key lists it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from console.domain.promise import (
    KeepPromise,
    MovePromise,
    NothingOwed,
    OweNothing,
    PromiseBroken,
    PromiseMade,
)
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.screen.paper_hub import PaperHub

SIZE = (130, 36)


def promised(hub: PaperHub, due: datetime | None = None) -> None:
    """The agent at the desk has promised to call back."""
    made = PromiseMade(
        id="N1",
        text="call Dana back",
        due=due or hub.log.now + timedelta(hours=1),
        zone="America/Los_Angeles",
        agent=1,
        name="Sam Lee",
    )
    hub.happens(hub.add("incident/1", made, incident=1))


async def test_a_promise_stands_on_timeline_and_card_in_their_time_and_ours(
    tmp_path: Path, hub: PaperHub
) -> None:
    promised(hub)
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("promise, due Mon 06 May 03:00 PDT, 10:00 here", "PROMISED", "call Dana")


async def test_what_is_overdue_goes_before_what_waits(tmp_path: Path, hub: PaperHub) -> None:
    promised(hub)
    hub.opened(2, "tel:+14155550102")
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("call Dana back")
        hub.happens(hub.add("incident/1", PromiseBroken(id="N1"), incident=1))
        await desk.sees("PROMISE OVERDUE", "PROMISE BROKEN", "BROKEN · due")


@pytest.mark.parametrize(
    ("keys", "command"),
    [
        (("enter",), KeepPromise(incident=1, id="N1")),
        (
            ("down", "enter", *"18:00", "enter", *"late", "enter"),
            MovePromise(incident=1, id="N1", when="18:00", reason="late"),
        ),
    ],
)
async def test_one_key_lists_what_is_owed_and_lets_it_be_kept_or_moved(
    tmp_path: Path, hub: PaperHub, keys: tuple[str, ...], command: KeepPromise | MovePromise
) -> None:
    promised(hub)
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("call Dana back")
        await desk.press("alt+z")
        await desk.sees("PROMISES · 1 owed: which")
        await desk.press("enter")
        await desk.sees("PROMISE · what became of it")
        await desk.press(*keys)
        await desk.until(lambda: command in [post.command for post in hub.posts])


async def test_without_promises_the_key_says_so(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("MY WORK")
        await desk.press("alt+z")
        await desk.sees("Nothing is promised here, and nothing of yours is owed.")


async def test_that_nothing_is_owed_is_said_and_shown(tmp_path: Path, hub: PaperHub) -> None:
    async with stage(tmp_path, hub, size=SIZE) as desk:
        await desk.sees("chocolate")
        desk.app.act("promise.owe_nothing")
        await desk.types("settled")
        await desk.press("enter")
        wish = OweNothing(incident=1, reason="settled")
        await desk.until(lambda: wish in [post.command for post in hub.posts])
        hub.happens(hub.add("incident/1", NothingOwed(reason="settled", name="Sam"), incident=1))
        await desk.sees("no next contact owed: settled")
