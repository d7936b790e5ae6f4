"""``GET /api/resources``: the resource book; desks keep a copy for when there is no hub."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from starlette.routing import Route

from console.domain.resources import ResourceBook, read_book
from console.hub.api.views import found

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request
    from starlette.responses import Response

    from console.hub.api.parts import ApiParts

log = logging.getLogger(__name__)


class ResourceRoutes:
    """Reads the file again when it has changed."""

    def __init__(self, parts: ApiParts, file: Path) -> None:
        self._parts = parts
        self._file = file
        self._read: tuple[int, str] = (0, ResourceBook().model_dump_json())
        """When the file was written that was read, and the answer."""

    def routes(self) -> list[Route]:
        """List the routes."""
        return [Route("/api/resources", self.book, methods=["GET"])]

    async def book(self, request: Request) -> Response:
        """Answer a ResourceBook; an empty one while there is no file."""
        await self._parts.reader(request)
        return found(await asyncio.to_thread(self._now))

    def _now(self) -> str:
        try:
            written = self._file.stat().st_mtime_ns
            if written != self._read[0]:
                lines, wrong = read_book(self._file.read_text("utf-8-sig"))
                if wrong:
                    log.warning("resources_partly_unread", extra={"lines": len(wrong)})
                book = ResourceBook(lines=tuple(lines))
                self._read = written, book.model_dump_json()
        except (OSError, UnicodeDecodeError) as error:
            log.info("no_resources", extra={"why": type(error).__name__})
            return ResourceBook().model_dump_json()
        return self._read[1]
