"""One machine on which an agent's desks start and end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.spool import Box, Spool
from console.domain.note import AddNote
from console.domain.wire import CommandPost

if TYPE_CHECKING:
    from pathlib import Path

HUB = "https://hub.example.com"
SMS = Box("sms", "tel:+14155550142")


class Desk:
    """Opens spools of one agent on one machine, and closes what a test leaves open."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.now = 1_000.0
        self._open: list[Spool] = []

    def starts(self, login: str = "sam", compact_bytes: int = 4_000_000) -> Spool:
        """Open the spool as a starting desk does."""
        spool = Spool(self.root, HUB, login, now=lambda: self.now, compact_bytes=compact_bytes)
        self._open.append(spool)
        return spool

    def ends(self, spool: Spool, *, wipe: bool = False) -> None:
        """Close one."""
        self._open.remove(spool)
        spool.close(wipe=wipe)

    def log(self) -> Path:
        """The one file with what was typed."""
        (path,) = self.root.rglob("typed.jsonl")
        return path

    def close(self) -> None:
        """Close what is open."""
        for spool in self._open:
            spool.close()


def post(number: int) -> CommandPost:
    """A command with a note in it."""
    return CommandPost(id=f"cmd-{number:04}", command=AddNote(incident=1, text=f"note {number}"))


def texts(spool: Spool) -> dict[tuple[int, str], str]:
    """Every draft's text by incident and box."""
    return {(draft.incident, draft.box): draft.text for draft in spool.drafts()}
