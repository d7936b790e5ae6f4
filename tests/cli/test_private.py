"""Files that hold secrets: private when written, refused when others could have read them."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from console.private import MAX_BYTES, NotPrivate, private_folder, read_private, write_private

if TYPE_CHECKING:
    from pathlib import Path


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return private_folder(tmp_path / "ours")


def test_what_is_written_is_for_its_owner_only(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_private(tmp_path / "deep" / "token", "sl_1\n")
    finally:
        os.umask(before)
    assert _mode(tmp_path / "deep") == 0o700
    assert _mode(tmp_path / "deep" / "token") == 0o600
    assert read_private(tmp_path / "deep" / "token", in_private_folder=True) == "sl_1\n"


def test_writing_again_replaces_and_leaves_nothing_beside(folder: Path) -> None:
    write_private(folder / "token", "old")
    write_private(folder / "token", "new")
    assert [path.name for path in folder.iterdir()] == ["token"]
    assert read_private(folder / "token") == "new"


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o644, 0o660, 0o601])
def test_a_file_that_others_can_use_is_refused(folder: Path, mode: int) -> None:
    write_private(folder / "token", "sl_1")
    (folder / "token").chmod(mode)
    with pytest.raises(NotPrivate, match="chmod 600"):
        read_private(folder / "token")


@pytest.mark.parametrize("mode", [0o755, 0o750, 0o711])
def test_a_folder_that_others_can_enter_is_refused(folder: Path, mode: int) -> None:
    write_private(folder / "token", "sl_1")
    folder.chmod(mode)
    with pytest.raises(NotPrivate, match="chmod 700"):
        read_private(folder / "token", in_private_folder=True)
    with pytest.raises(NotPrivate, match="chmod 700"):
        private_folder(folder)


def test_a_link_a_pipe_and_a_folder_are_no_token(folder: Path) -> None:
    write_private(folder / "real", "sl_1")
    (folder / "link").symlink_to(folder / "real")
    os.mkfifo(folder / "pipe", 0o600)
    for name in ("link", "pipe"):
        with pytest.raises(NotPrivate):
            read_private(folder / name)
    with pytest.raises(NotPrivate):
        read_private(folder)


def test_only_so_much_is_read_and_only_text(folder: Path) -> None:
    write_private(folder / "long", "x" * (MAX_BYTES + 10))
    assert len(read_private(folder / "long")) == MAX_BYTES
    (folder / "long").write_bytes(b"\xff\xfe")
    with pytest.raises(NotPrivate, match="UTF-8"):
        read_private(folder / "long")


def test_a_file_that_is_not_there_is_told_apart(folder: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_private(folder / "token", in_private_folder=True)
