"""What was typed is for nobody else's eyes, and no other desk's business."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from console.desk.spool import NOTE, UnsafeFolder
from tests.desk.core.machine import SMS, Desk, post, texts

if TYPE_CHECKING:
    from pathlib import Path


def test_everything_is_for_the_owners_eyes_only(desk: Desk) -> None:
    spool = desk.starts()
    spool.keep(1, NOTE, "secret", (0, 6))
    for path in [desk.root, *desk.root.rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path.name
    assert not any("hub" in path.name or "sam" in path.name for path in desk.root.rglob("*"))


def test_a_folder_that_others_can_open_is_refused_with_what_to_do(desk: Desk) -> None:
    desk.root.mkdir(mode=0o755)
    desk.root.chmod(0o755)
    with pytest.raises(UnsafeFolder, match="chmod 700"):
        desk.starts()


def test_a_link_in_place_of_the_folder_is_refused(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    desk.root.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UnsafeFolder, match="not a folder"):
        desk.starts()


def test_two_desks_of_one_person_do_not_touch_each_others_text(desk: Desk) -> None:
    first, second = desk.starts(), desk.starts()
    first.keep(1, NOTE, "first", (0, 5))
    second.keep(1, NOTE, "second", (0, 6))
    second.queue(post(2))
    assert texts(first) == {(1, "note"): "first"}
    assert texts(second) == {(1, "note"): "second"}
    assert len(list(desk.root.rglob("typed.jsonl"))) == 2


def test_what_another_desk_left_behind_is_taken_over_the_newer_draft_wins(desk: Desk) -> None:
    first, second = desk.starts(), desk.starts()
    first.keep(1, NOTE, "older", (0, 5))
    second.keep(2, SMS, "theirs", (0, 6))
    desk.now += 1
    second.keep(1, NOTE, "newer", (0, 5))
    second.queue(post(2))
    desk.ends(second)
    desk.ends(first)
    third = desk.starts()
    assert texts(third) == {(1, "note"): "newer", (2, "sms"): "theirs"}
    assert third.waiting() == [post(2)]
    third.done("cmd-0002")
    desk.ends(third)
    assert desk.starts().waiting() == []


def test_other_people_and_other_hubs_have_spools_of_their_own(desk: Desk) -> None:
    sam = desk.starts()
    sam.keep(1, NOTE, "sam's", (0, 5))
    assert desk.starts("robin").drafts() == []


def test_signing_out_wipes_what_was_kept(desk: Desk) -> None:
    spool = desk.starts()
    spool.keep(1, NOTE, "secret", (0, 6))
    desk.ends(spool, wipe=True)
    assert list(desk.root.rglob("typed*")) == []
