"""A desk shows what it knows at first sight; what is asked of it then is done a moment later."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from console.desk.app import DeskApp
from console.desk.early import Answer, Early, Unanswered
from tests.desk.screen.stage import Stage, settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from tests.desk.screen.paper_hub import PaperHub


class Asked(Early):
    """A question whose answer a test gives."""

    def __init__(self) -> None:
        self.answer = Future()
        self.answer.set_running_or_notify_cancel()

    async def hears(self, hub: PaperHub) -> None:
        """Be answered as the hub would, were it there."""
        is_away, hub.is_away = hub.is_away, False
        body = (await hub.snapshot()).model_dump_json().encode()
        hub.is_away = is_away
        # As it comes: from another thread.
        told = threading.Thread(target=self.answer.set_result, args=(Answer(body, 0.0, 0.0),))
        told.start()
        told.join()


@asynccontextmanager
async def opening(
    folder: Path, hub: PaperHub, early: Early, *, rest: Callable[[], str] | None = None
) -> AsyncIterator[Stage]:
    """A desk from its first paint on."""
    app = DeskApp(replace(settings(folder), rest=rest), hub, early=early)
    async with app.run_test(size=(120, 36)) as pilot:
        yield Stage(app, pilot, hub)


async def test_the_work_list_is_there_though_the_hub_has_gone_since(
    tmp_path: Path, hub: PaperHub
) -> None:
    early = Asked()
    await early.hears(hub)
    hub.is_away = True
    async with opening(tmp_path, hub, early) as desk:
        await desk.sees("MY WORK · 1", "NMK-HN1", "NO CALL", "Palette", "Find", "not yet connected")
        await desk.sees("trying again")
        assert desk.app.session is not None
        desk.app.session.showing.everything()
        assert desk.app.session.showing.refresh()
        assert "NMK-HN1" in desk.seen
        hub.is_away = False
        await desk.sees("dark chocolate")


async def test_an_answer_that_is_late_is_shown_when_it_comes(tmp_path: Path, hub: PaperHub) -> None:
    early = Asked()
    hub.is_away = True
    async with opening(tmp_path, hub, early) as desk:
        await desk.sees("starting…", "not yet connected")
        assert "MY WORK · 1" not in desk.seen
        await early.hears(hub)
        await desk.sees("MY WORK · 1", "NMK-HN1", "NO CALL", "Palette")


async def test_without_an_answer_the_desk_begins_as_it_can(tmp_path: Path, hub: PaperHub) -> None:
    early = Asked()
    early.answer.set_exception(Unanswered())
    async with opening(tmp_path, hub, early) as desk:
        await desk.sees("MY WORK · 1", "NMK-HN1", "NO CALL", "dark chocolate")


async def test_what_is_typed_at_first_sight_is_not_lost(tmp_path: Path, hub: PaperHub) -> None:
    early = Asked()
    await early.hears(hub)
    app = DeskApp(settings(tmp_path), hub, early=early)
    async with app.run_test(size=(120, 36)) as pilot:
        desk = Stage(app, pilot, hub)
        assert app.session is None
        await desk.bursts("ctrl+t", *"heard")
        await desk.until(lambda: app.desk.note.text == "heard")


async def test_a_key_at_first_sight_is_done_before_what_is_typed_a_moment_later(
    tmp_path: Path, hub: PaperHub
) -> None:
    early = Asked()
    await early.hears(hub)
    app = DeskApp(settings(tmp_path), hub, early=early)
    async with app.run_test(size=(120, 36)) as pilot:
        desk = Stage(app, pilot, hub)
        assert app.session is None
        await desk.bursts("ctrl+t")
        await desk.until(lambda: app.desk.note.page.has_focus)
        await desk.bursts(*"heard")
        await desk.until(lambda: app.desk.note.text == "heard")


async def test_keys_wait_no_longer_than_a_moment_for_a_hub_that_went_away(
    tmp_path: Path, hub: PaperHub
) -> None:
    early = Asked()
    await early.hears(hub)
    hub.is_away = True
    moments = [0.0]
    app = DeskApp(settings(tmp_path), hub, early=early, moment=lambda: moments[0])
    async with app.run_test(size=(120, 36)) as pilot:
        desk = Stage(app, pilot, hub)
        await desk.bursts("ctrl+b")
        await desk.sees("trying again", "PEOPLE")
        moments[0] = 3.5
        await desk.sees_no("PEOPLE")


async def test_what_is_wrong_in_the_rest_of_the_configuration_is_said(
    tmp_path: Path, hub: PaperHub
) -> None:
    early = Asked()
    await early.hears(hub)
    words = "config.toml: [hub] prot is not a setting; did you mean port?"
    async with opening(tmp_path, hub, early, rest=lambda: words) as desk:
        await desk.sees("[hub] prot is not a setting")
