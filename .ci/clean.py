"""Fail when the repository tells of the machine it was written on, or holds what is not ours."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
TOP = {
    *("console", "channels", "scripts", "tests", "docs"),
    *("config.toml", "pyproject.toml", "README.md", "Makefile", "LICENSE", ".ci", ".gitignore"),
}
LEFT_BEHIND = {
    "a path of somebody's machine": re.compile(r"(?<![\w.~])/(?:work|home|root|Users)/\w"),
    "a package index or download address": re.compile(
        r"--(?:extra-)?index-url|--find[-]links|https?://\S+\.(?:whl|tar\.gz)|/simple/?\s*$"
    ),
    "work left for later": re.compile(r"\b(?:TO[D]O|FI[X]ME)\b"),
}
NORTH_AMERICAN = re.compile(r"\+1(?:[\s().-]{0,2}\d){10}(?!\d)")
FICTIONAL = re.compile(r"1\d{3}55501\d{2}")
FOR_READERS = ("scripts/", "docs/", "README.md", "config.toml")


def complaints(path: str, text: str) -> Iterator[str]:
    """What one file holds and should not, one sentence each."""
    for number, line in enumerate(text.splitlines(), 1):
        for what, pattern in LEFT_BEHIND.items():
            if pattern.search(line):
                yield f"{path}:{number}: {what}"
        if path.startswith(FOR_READERS):
            for found in NORTH_AMERICAN.findall(line):
                if not FICTIONAL.fullmatch(re.sub(r"\D", "", found)):
                    yield f"{path}:{number}: a number that may ring somewhere; use +1...555-01xx"


def strangers(paths: list[str]) -> list[str]:
    """What stands at the top of the repository and has no place there."""
    return sorted({path.split("/", 1)[0] for path in paths} - TOP)


def files() -> list[str]:
    """Every file that git keeps or would keep, by its path from the top."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listing.returncode == 0:
        return [name for name in listing.stdout.decode().split("\0") if name]
    # An unpacked archive has no git: there, hidden folders are what the tools left behind.
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return [
        path.as_posix()
        for path in found
        if path.parts[0] in TOP or not path.parts[0].startswith(".")
        if "__pycache__" not in path.parts
    ]


def main() -> int:
    """Print what does not belong; the exit status says whether anything does not."""
    paths = files()
    found = [f"{name}: has no place at the top of the repository" for name in strangers(paths)]
    for path in paths:
        try:
            text = (ROOT / path).read_text("utf-8")
        except (UnicodeDecodeError, FileNotFoundError):  # bytes, or deleted and not yet committed
            continue
        found.extend(complaints(path, text))
    print(*found, sep="\n", end="\n" if found else "")
    print(f"Clean: {len(paths)} files, {len(found)} complaints")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
