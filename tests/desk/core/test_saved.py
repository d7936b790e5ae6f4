"""A stranger's file lands under a name of ours, for one pair of eyes, over nothing and unrun."""

from __future__ import annotations

import os
import re
import stat
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.desk.folders import UnsafeFolder
from console.desk.saved import extension_of, save, stem_of
from console.desk.viewer import show, trimmed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOSTILE = [
    "../../etc/passwd",
    "/etc/passwd",
    "C:\\Windows\\system32\\calc.exe",
    "\\\\server\\share\\x.png",
    "con",
    "nul.txt",
    "photo.png. . .",
    ".bashrc",
    "-rf",
    "--output=x",
    "$(id).png",
    "a;b|c&d.png",
    "leg\nname.png",
    "leg\x1b[2Jname.png",
    "photo\u202egnp.exe",
    "x" * 10_240 + ".png",
    "%s%n.png",
    "",
    "…",
]


def tokens(*given: str) -> Callable[[], str]:
    left = iter(given)
    return lambda: next(left)


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_of_a_sender_is_a_path_an_option_or_an_order(name: str, tmp_path: Path) -> None:
    path = save(tmp_path / "attachments", stem_of(name), extension_of("image/png"), b"x")
    assert path.parent == tmp_path / "attachments"
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]*-[0-9a-f]{8}\.png", path.name)
    assert len(path.name) < 60
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@given(st.text(max_size=300))
def test_any_name_makes_a_short_plain_stem(name: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9-]{0,38}[A-Za-z0-9])?", stem_of(name))


def test_the_file_is_for_its_owner_only_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        path = save(tmp_path / "attachments", "leg", ".png", b"picture")
    finally:
        os.umask(before)
    assert path.read_bytes() == b"picture"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_nothing_that_is_there_is_written_over(tmp_path: Path) -> None:
    first = save(tmp_path / "a", "leg", ".png", b"first", token=tokens("00000000"))
    second = save(tmp_path / "a", "leg", ".png", b"second", token=tokens("00000000", "00000001"))
    assert (first.read_bytes(), second.read_bytes()) == (b"first", b"second")


@pytest.mark.parametrize("exists", [True, False])
def test_a_link_that_waits_there_is_not_followed(tmp_path: Path, exists: bool) -> None:
    (folder := tmp_path / "a").mkdir(mode=0o700)
    target = tmp_path / "precious"
    if exists:
        target.write_bytes(b"precious")
    (folder / "leg-00000000.png").symlink_to(target)
    path = save(folder, "leg", ".png", b"new", token=tokens("00000000", "00000001"))
    assert path.name == "leg-00000001.png"
    assert target.exists() is exists
    assert not exists or target.read_bytes() == b"precious"


def test_a_folder_that_is_a_link_or_open_to_others_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UnsafeFolder, match="not a folder"):
        save(tmp_path / "link", "leg", ".png", b"x")
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o755)
    with pytest.raises(UnsafeFolder, match="chmod 700"):
        save(tmp_path / "open", "leg", ".png", b"x")
    assert list((tmp_path / "elsewhere").iterdir()) == list((tmp_path / "open").iterdir()) == []


def test_a_name_that_is_always_taken_is_given_up(tmp_path: Path) -> None:
    save(tmp_path / "a", "leg", ".png", b"x", token=lambda: "0")
    with pytest.raises(FileExistsError):
        save(tmp_path / "a", "leg", ".png", b"y", token=lambda: "0")


@pytest.mark.parametrize(
    "kind",
    ["application/x-msdownload", "text/html", "image/svg+xml", "text/x-script", "unknown", "a/b"],
)
def test_what_could_act_gets_no_name_that_a_program_would_act_on(kind: str) -> None:
    assert extension_of(kind) == ".bin"


def test_a_viewer_gets_one_path_as_it_is_and_little_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEADYLINE_TOKEN", "sl_secret")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example.com")
    seen, file = tmp_path / "seen", tmp_path / "a $(touch hacked);x.png"
    file.write_bytes(b"x")
    program = (
        "import os,sys; part = sys.argv[1] + '.part'; "
        "open(part, 'w').write(repr((sys.argv[2:], sorted(os.environ)))); "
        "os.rename(part, sys.argv[1])"
    )
    show([sys.executable, "-c", program, str(seen), "--"], file).wait(20)
    words = seen.read_text("utf-8")
    assert words.startswith(f"(['--', {str(file)!r}]")
    assert "STEADYLINE_TOKEN" not in words
    assert "PROXY" not in words
    assert not (tmp_path / "hacked").exists()


def test_a_viewer_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        show([str(tmp_path / "no-such-viewer")], tmp_path / "x.png")


def test_of_the_environment_only_what_a_window_needs_is_left() -> None:
    assert trimmed({"PATH": "/bin", "LD_PRELOAD": "x.so", "DISPLAY": ":0", "AWS_KEY": "x"}) == {
        "PATH": "/bin",
        "DISPLAY": ":0",
    }
