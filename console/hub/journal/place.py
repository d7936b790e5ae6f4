"""Where the journal lies: beside a SQLite file, else in the data folder of whoever runs the hub."""

from __future__ import annotations

import hashlib
import logging
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import platformdirs

from console.hub.journal.file import JournalFile, NoFile
from console.own_folders import APP

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from console.config import Settings

log = logging.getLogger(__name__)

MOST_HUBS = 16
"""Of one database on one computer."""


def open_journal(settings: Settings) -> JournalFile:
    """Take the first journal that no other hub on this computer holds."""
    for path in _paths(settings):
        try:
            return JournalFile(path)
        except BlockingIOError:
            continue
        except OSError as error:
            log.error("journal_not_made", extra={"errno": error.errno})
            break
    return NoFile()


def _paths(settings: Settings) -> Iterator[Path]:
    file = settings.database.file
    if file is not None:
        yield file.with_name(f"{file.name}.kept")
        return
    folder = platformdirs.user_data_path(APP, appauthor=False)
    # What was meant for one database must never reach another.
    parts = urlsplit(settings.database.url)
    named = f"{parts.hostname}:{parts.port}{parts.path}?{parts.query}"
    name = hashlib.sha256(named.encode()).hexdigest()[:12]
    for number in range(1, MOST_HUBS + 1):
        yield folder / f"hub-{name}-{number}.kept"
