"""Copies of voicemails on this machine: each has its last day in its name, and then is gone."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from console.desk.saved import stem_of

if TYPE_CHECKING:
    from pathlib import Path

_NAMED = re.compile(r".*_voicemail_until_(\d{8})-[0-9a-f]+\.[a-z0-9]+")
"""No name of a stranger's file has an underscore left when it is saved."""


def name_of(ref: str, until: datetime | None) -> str:
    """How a copy is called, without its ending."""
    last = f"_until_{until:%Y%m%d}" if until is not None else ""
    return f"{stem_of(ref)}_voicemail{last}"


def expire(folder: Path, now: datetime | None = None) -> int:
    """Delete the copies whose last day is over; tells how many. What can't be read stays."""
    today, gone = f"{now or datetime.now(UTC):%Y%m%d}", 0
    with suppress(OSError):
        for path in folder.iterdir():
            found = _NAMED.fullmatch(path.name)
            if found is not None and found[1] < today:
                with suppress(OSError):
                    path.unlink()
                    gone += 1
    return gone
