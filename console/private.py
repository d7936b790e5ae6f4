"""Files that hold secrets: for their owner's eyes only, refused when others could read them."""

from __future__ import annotations

import os
import resource
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 65_536


class NotPrivate(Exception):
    """The file or folder can't be used: one sentence that says why and what to do."""


def keep_to_ourselves() -> None:
    """Make no file that others can read, and no picture of our memory when we are killed."""
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def private_folder(path: Path) -> Path:
    """Make a folder only its owner can enter; refuse one that others can. Raises NotPrivate."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise NotPrivate(f"{path}: can't be made ({error.strerror}).") from error
    _require_folder(path)
    return path


def read_private(path: Path, *, in_private_folder: bool = False) -> str:
    """The text of a file of mode 0600.

    Raises:
        FileNotFoundError: There is none.
        NotPrivate: It is not a plain file of ours that nobody else can read, or not text.
    """
    if in_private_folder and path.parent.is_dir():
        _require_folder(path.parent)
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise NotPrivate(f"{path}: can't be read ({error.strerror}).") from error
    try:
        _require_file(os.fstat(descriptor), path)
        return os.read(descriptor, MAX_BYTES).decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotPrivate(f"{path}: is not UTF-8 text.") from error
    finally:
        os.close(descriptor)


def write_private(path: Path, text: str) -> None:
    """Replace a file in one step, for the owner only, as its folder is. Raises NotPrivate."""
    private_folder(path.parent)
    # Not at the top: who only reads does not wait for it.
    import secrets

    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise NotPrivate(f"{path}: can't be written ({error.strerror}).") from error


def _require_file(about: os.stat_result, path: Path) -> None:
    if not stat.S_ISREG(about.st_mode) or about.st_uid != os.geteuid():
        raise NotPrivate(f"{path}: must be a plain file of your own.")
    if about.st_mode & 0o077:
        raise NotPrivate(f"{path}: others can read it; run: chmod 600 {path}")


def _require_folder(path: Path) -> None:
    about = path.stat()
    if about.st_uid != os.geteuid() or about.st_mode & 0o077:
        raise NotPrivate(f"{path}: others can enter this folder; run: chmod 700 {path}")
