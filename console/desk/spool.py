"""What was typed and what waits to be sent, on disk until the hub has it."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING

from console.desk.at_hub import AtHub
from console.desk.boxes import NOTE, Box
from console.desk.folders import (
    UnsafeFolder,
    first_free,
    folder_name,
    left_behind,
    private_folder,
)
from console.desk.journal import Journal
from console.desk.keeping import Keeping
from console.desk.spooled import Done, Draft, Moved, Place, Queued, Spooled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from console.domain.wire import CommandPost

__all__ = ["NOTE", "Box", "Draft", "Place", "Spool", "UnsafeFolder"]

COMPACT_BYTES = 4_000_000
_FILE = "typed.jsonl"


class Spool:
    """The spool of one agent at one hub; what another running desk of theirs holds is its own."""

    def __init__(
        self,
        root: Path,
        hub_url: str,
        login: str,
        *,
        now: Callable[[], float] = time.time,
        compact_bytes: int = COMPACT_BYTES,
    ) -> None:
        """Open it. Raises UnsafeFolder, BlockingIOError (too many desks) or OSError."""
        self._now = now
        folder = private_folder(private_folder(root) / folder_name(hub_url, login))
        self._slot = first_free(folder)
        self._kept = Keeping(self._slot.folder / _FILE, compact_bytes)
        for slot in left_behind(folder, self._slot):
            _adopt(slot.folder / _FILE, self._kept)
        self.at_hub = AtHub(self._kept, now)
        """What of the drafts the hub has."""
        self.restored = self._kept.state.words(now())
        """What was found at the start, in words; empty when there was nothing."""

    @property
    def trouble(self) -> str:
        """Why typing is not safe on this disk now, and what to do; empty when it is."""
        return self._kept.trouble

    def keep(self, incident: int, box: Box, text: str, cursor: tuple[int, int]) -> None:
        """Keep what stands in a box; call it on every keystroke. Never raises."""
        name, to = box
        if not text and self.draft(incident, box) is None:
            return
        self._kept.record(
            Draft(
                incident=incident,
                box=name,
                to=to,
                text=_sound(text),
                cursor=cursor,
                at=self._now(),
            )
        )

    def move(self, incident: int, box: Box, cursor: tuple[int, int]) -> None:
        """Keep where the cursor of a draft went without a change of its words."""
        draft, (name, to) = self.draft(incident, box), box
        if draft is not None and draft.cursor != cursor:
            at = self._now()
            self._kept.record(Moved(incident=incident, box=name, to=to, cursor=cursor, at=at))

    def draft(self, incident: int, box: Box) -> Draft | None:
        """What stands in a box."""
        return self._kept.state.drafts.get((incident, box))

    def drafts(self) -> list[Draft]:
        """Every draft, the one typed last at the end."""
        return list(self._kept.state.drafts.values())

    def queue(self, post: CommandPost, *, incident: int = 0, box: Box | None = None) -> None:
        """Keep a command before it is sent, in one step with clearing the box it came from.

        Waits for the disk: call it from a thread. Never raises.
        """
        name, to = box or (None, "")
        self._kept.record(
            Queued(post=post, incident=incident, box=name, to=to, at=self._now() if box else 0.0)
        )
        self._kept.sync()

    def waiting(self) -> list[CommandPost]:
        """Commands that the hub has not answered, in the order they were given."""
        return list(self._kept.state.waiting.values())

    def done(self, command_id: str) -> None:
        """The hub has answered a command."""
        if command_id in self._kept.state.waiting:
            self._kept.record(Done(id=command_id))

    def place(self, incident: int, focus: str) -> None:
        """Keep where the cursor is; ``focus`` is the screen's own word for it."""
        place = Place(incident=incident, focus=focus)
        if place != self._kept.state.place:
            self._kept.record(place)

    def last_place(self) -> Place | None:
        """Where the cursor was."""
        return self._kept.state.place

    def close(self, *, wipe: bool = False) -> None:
        """Let go of it; ``wipe`` removes everything that was kept here."""
        self._kept.close()
        if wipe:
            shutil.rmtree(self._slot.folder, ignore_errors=True)
        self._slot.release()


def _adopt(path: Path, kept: Keeping) -> None:
    """Bring over what a desk that has ended left, then remove it there."""
    if not path.exists():
        return
    journal, left = Journal(path), Spooled()
    for data in journal.read():
        left.read(data)
    journal.close()
    for record in kept.state.adopt(left):
        kept.record(record)
    kept.sync()
    if not kept.trouble:
        path.unlink()


def _sound(text: str) -> str:
    # Half of a surrogate pair, as some terminals paste, can't be written as UTF-8.
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
