"""The resource book of one desk: asked for at the start, kept on disk for when there is no hub."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from console.desk.wire_errors import Away, Refused
from console.domain.resources import ResourceBook

if TYPE_CHECKING:
    from pathlib import Path

    from console.desk.hub_link import HubLink

log = logging.getLogger(__name__)
FILE = "resources.json"


class DeskBook:
    """Lines that are searched without the hub."""

    def __init__(self, link: HubLink, folder: Path) -> None:
        self._link = link
        self._file = folder / FILE
        self.book = ResourceBook()

    async def load(self) -> None:
        """Take the copy of the last time, then what the hub has now."""
        self.book = await asyncio.to_thread(self._kept)
        try:
            fresh = await self._link.resources()
        except (Away, Refused):
            log.info("resources_unread")
            return
        if fresh != self.book:
            self.book = fresh
            await asyncio.to_thread(self._keep)

    def _kept(self) -> ResourceBook:
        try:
            return ResourceBook.model_validate_json(self._file.read_text("utf-8"))
        except (OSError, ValueError):
            return ResourceBook()

    def _keep(self) -> None:
        try:
            fresh = self._file.with_suffix(".new")
            fresh.write_text(self.book.model_dump_json(), "utf-8")
            fresh.replace(self._file)
        except OSError as error:
            log.warning("resources_unkept", extra={"why": type(error).__name__})
