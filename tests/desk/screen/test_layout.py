"""The desk at its three sizes, in each theme, as pictures: only for where things stand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import pytest

from console.desk.app import DeskApp
from console.desk.themes import THEMES
from tests.desk.screen.stage import settings, stage
from tests.pictures import SIZES, incident, write_something

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from textual.app import App
    from textual.pilot import Pilot


class Compare(Protocol):
    """What pytest-textual-snapshot gives."""

    def __call__(
        self,
        app: App[int],
        *,
        terminal_size: tuple[int, int],
        run_before: Callable[[Pilot[int]], Awaitable[None]],
    ) -> bool: ...


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_desk_stands_as_it_did(
    snap_compare: Compare, tmp_path: Path, theme: str, size: tuple[int, int]
) -> None:
    app = DeskApp(replace(settings(tmp_path), theme=theme), incident(), moment=lambda: 0.0)

    async def work(pilot: Pilot[int]) -> None:
        await write_something(app, pilot)

    assert snap_compare(app, terminal_size=size, run_before=work)


@pytest.mark.parametrize("size", [(10, 3), (40, 12), (300, 90)])
async def test_an_odd_window_neither_crashes_nor_loses_words(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with stage(tmp_path, incident()) as desk:
        await desk.sees("NOTE · INTERNAL", "CRITICAL")
        await desk.press("ctrl+t")
        await desk.types("half")
        await desk.pilot.resize_terminal(*size)
        await desk.types(" a line")
        await desk.pilot.resize_terminal(120, 36)
        await desk.sees("half a line")


async def test_where_there_is_little_room_people_are_one_key_away(tmp_path: Path) -> None:
    async with stage(tmp_path, incident(), size=(80, 24)) as desk:
        await desk.sees("NOTE · INTERNAL", "MY WORK", "ON CALL 0")
        assert "PEOPLE" not in desk.seen
        await desk.press("ctrl+b")
        await desk.sees("PEOPLE", "image/jpeg · 240 KB — not", "a…@example.com")
        await desk.press("ctrl+b")
        await desk.sees("MY WORK")


async def test_themes_change_without_losing_the_place(tmp_path: Path) -> None:
    async with stage(tmp_path, incident()) as desk:
        await desk.sees("NOTE · INTERNAL")
        desk.app.act("view.theme")
        await desk.pilot.pause()
        assert desk.app.theme == "steadyline-light"
        await desk.sees("NOTE · INTERNAL", "CRITICAL")
