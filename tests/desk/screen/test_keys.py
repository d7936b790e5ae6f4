"""One table of keys: what is pressed, printed, listed and remapped is the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.desk.acting import ACTS, ASKED
from console.desk.key_names import shown
from console.desk.keys import TABLE, KeysWrong, remap
from tests.desk.screen.paper_hub import PaperHub
from tests.desk.screen.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

_HERE = frozenset({"app", "view", "hint", "floor"})
"""What the app does without a session."""


def test_every_action_does_something() -> None:
    on_this_desk = {key.id for key in TABLE if key.id.split(".")[0] in _HERE}
    assert {key.id for key in TABLE} == set(ACTS) | ASKED | on_this_desk


def test_no_two_actions_have_the_same_key_and_none_is_needed_for_writing() -> None:
    remap({key.id: key.key for key in TABLE})


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"call.acept": "f2"}, "call.acept: there is no such action"),
        ({"call.hold": "f5"}, "f5 is already the key of"),
        ({"call.hold": "h"}, "needed for writing"),
        ({"call.hold": "enter"}, "needed for writing"),
        ({"call.hold": "escape"}, "needed for writing"),
        ({"call.hold": "ctrl+v"}, "needed for writing"),
    ],
)
def test_a_remapping_that_can_not_work_says_which_line_and_why(
    changes: dict[str, str], why: str
) -> None:
    with pytest.raises(KeysWrong, match=why):
        remap(changes)


async def test_a_remapped_key_is_the_one_that_works_and_is_shown(tmp_path: Path) -> None:
    hub = PaperHub()
    hub.opened()
    async with stage(tmp_path, hub, keymap={"call.accept": "f13"}) as desk:
        await desk.rings()
        await desk.sees("F13 accept", "F13 Accept")
        await desk.press("f2")
        assert hub.posts == []
        await desk.press("f13")
        await desk.until(lambda: bool(hub.posts))


async def test_help_lists_every_action_with_its_key(tmp_path: Path) -> None:
    hub = PaperHub()
    hub.opened()
    async with stage(tmp_path, hub, size=(120, 240)) as desk:
        await desk.sees("NMK-HN1")
        await desk.press("f1")
        await desk.sees(*(key.tip for key in TABLE))
        await desk.press("f1")
        await desk.sees_no("THE DESK")


async def test_the_palette_finds_an_action_by_name(tmp_path: Path) -> None:
    hub = PaperHub()
    hub.opened()
    async with stage(tmp_path, hub) as desk:
        await desk.sees("NMK-HN1")
        await desk.press("ctrl+p")
        await desk.types("take next")
        await desk.sees("Take next  ^N")
        await desk.press("enter")
        await desk.until(lambda: bool(hub.posts))
        assert hub.posts[0].command.kind == "incident.take_next"


def test_keys_are_printed_short() -> None:
    assert [shown(key) for key in ("f2", "ctrl+r", "ctrl+underscore")] == ["F2", "^R", "^_"]
    assert [shown(key) for key in ("alt+s", "alt+down")] == ["Alt+S", "Alt+↓"]
