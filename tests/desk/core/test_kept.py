"""A copy of a voicemail is not kept longer than the voicemail."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from console.desk.kept import expire, name_of
from console.desk.saved import save, stem_of

if TYPE_CHECKING:
    from pathlib import Path

UNTIL = datetime(2030, 5, 6, 9, 0, tzinfo=UTC)


def test_a_copy_goes_the_day_after_its_last_and_nothing_else_does(tmp_path: Path) -> None:
    folder = tmp_path / "attachments"
    copy = save(folder, name_of("NMK-HN1", UNTIL), ".wav", b"RIFF")
    theirs = save(folder, stem_of("x_voicemail_until_20200101.txt"), ".txt", b"theirs")
    assert expire(folder, UNTIL) == 0
    assert copy.exists()
    assert expire(folder, UNTIL.replace(day=7)) == 1
    assert [path.name for path in folder.iterdir()] == [theirs.name]


def test_without_a_folder_there_is_nothing_to_do(tmp_path: Path) -> None:
    assert expire(tmp_path / "none", UNTIL) == 0
