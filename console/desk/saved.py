"""Puts a stranger's file on this machine's disk: under a name of ours, for my eyes, unopened."""

from __future__ import annotations

import os
import re
import secrets
import stat
import unicodedata
from typing import TYPE_CHECKING

from console.desk.folders import UnsafeFolder, private_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TRIES = 20
LONGEST = 40
"""Characters that are kept of the sender's name."""
EXTENSIONS = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/tiff": ".tiff",
    "image/heic": ".heic",
    "image/avif": ".avif",
    "application/pdf": ".pdf",
    "audio/wav": ".wav",
    "audio/ogg": ".ogg",
    "audio/mpeg": ".mp3",
    "audio/amr": ".amr",
    "audio/mp4": ".m4a",
    "video/avi": ".avi",
    "video/webm": ".webm",
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
    "video/3gpp": ".3gp",
    "text/plain": ".txt",
}
"""Only what a viewer shows without obeying it; anything else ends in ``.bin``."""
OTHER = ".bin"
_ODD = re.compile(r"[^A-Za-z0-9]+")


def stem_of(name: str) -> str:
    """What of a sender's name is fit for a file: letters and digits, never a path or a dot."""
    last = re.split(r"[/\\:]", name)[-1]
    bare = last.rpartition(".")[0] or last
    plain = unicodedata.normalize("NFKD", bare[:1000]).encode("ascii", "ignore").decode("ascii")
    return _ODD.sub("-", plain).strip("-")[:LONGEST].strip("-") or "attachment"


def extension_of(sniffed: str) -> str:
    """How a file of this true type is called."""
    return EXTENSIONS.get(sniffed, OTHER)


def _token() -> str:
    return secrets.token_hex(4)


def save(
    folder: Path, stem: str, extension: str, content: bytes, *, token: Callable[[], str] = _token
) -> Path:
    """Write a new file for my eyes only; never over one, never through a link.

    Args:
        folder: Is made when there is none.
        stem: Of ``stem_of``.
        extension: With its dot.
        content: All of it.
        token: Makes a name that nobody has guessed.

    Raises:
        UnsafeFolder: Others could get at it.
        OSError: The disk said no; nothing of it is left.
    """
    place = _opened(private_folder(folder))
    try:
        name, file = _fresh(place, stem, extension, token)
        try:
            with open(file, "wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
        except OSError:
            os.unlink(name, dir_fd=place)
            raise
    finally:
        os.close(place)
    return folder / name


def _opened(folder: Path) -> int:
    """The folder itself, so that nobody swaps it for another while a file is written."""
    place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    about = os.fstat(place)
    if about.st_uid != os.getuid() or stat.S_IMODE(about.st_mode) & 0o077:
        os.close(place)
        raise UnsafeFolder(f"Others can open {folder}. Run: chmod 700 {folder}")
    return place


def _fresh(place: int, stem: str, extension: str, token: Callable[[], str]) -> tuple[str, int]:
    """A file that was not there before. O_EXCL takes no link for one either."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    for _ in range(TRIES):
        name = f"{stem}-{token()}{extension}"
        try:
            return name, os.open(name, flags, 0o600, dir_fd=place)
        except FileExistsError:
            continue
    raise FileExistsError(f"No free name in {TRIES} tries.")
