"""The bytes of one attachment, for the agent whose opening of it is on the timeline already."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from channels.email.inbound_parse import read_parse
from channels.email.message import parse
from console.domain.message_events import LARGEST_MEDIA
from console.domain.permissions import check_allowed
from console.hub.api.fetched import HEADERS, fetched
from console.hub.api.views import NOTHING, path_number
from console.hub.asgi import NotServed
from console.hub.store.media import Place, find_media

if TYPE_CHECKING:
    from starlette.requests import Request

    from console.hub.api.parts import ApiParts
    from console.hub.store.media import Stored

OPEN_FOR = timedelta(minutes=2)
"""How long after an opening its bytes are given; who comes later opens it again."""
AT_ONCE = 4
"""Files that are held at the same time: each may be large, and memory is not endless."""
NOT_OPENED = NotServed(409, "not_opened", "Open the attachment first.")
TOO_LARGE = NotServed(409, "too_large", "The attachment is too large. Ask for a smaller one.")
NOT_IN_MAIL = NotServed(409, "gone", "The stored mail no longer holds this attachment.")


class Attachments:
    """``GET /api/incidents/{number}/messages/{message}/media/{place}``."""

    def __init__(self, parts: ApiParts) -> None:
        self._parts = parts
        self._room = asyncio.Semaphore(AT_ONCE)

    def routes(self) -> list[Route]:
        """List the routes."""
        path = "/api/incidents/{number}/messages/{message}/media/{place}"
        return [Route(path, self.media, methods=["GET"])]

    async def media(self, request: Request) -> Response:
        """Answer the bytes, as nothing that a program would open by itself."""
        caller = await self._parts.gate.caller(request.scope)
        check_allowed(caller.role, "media.open")
        asked = request.path_params
        wanted = Place(path_number(asked["number"]), asked["message"], path_number(asked["place"]))
        since = self._parts.clock.now() - OPEN_FOR
        reading = find_media(wanted, caller.agent, since)
        async with self._room:
            stored = await self._parts.readings.run(reading)
            if stored is None:
                raise NOTHING
            if not stored.is_opened:
                raise NOT_OPENED
            content = await self._content(stored)
        return Response(content, media_type="application/octet-stream", headers=HEADERS)

    async def _content(self, stored: Stored) -> bytes:
        if stored.item.url:
            return await fetched(self._parts.files, stored.item.url)
        return await asyncio.to_thread(in_mail, stored)


def in_mail(stored: Stored) -> bytes:
    """The attachment's bytes out of the stored mail. Raises NotServed."""
    item = stored.item
    if (item.size or 0) > LARGEST_MEDIA:
        raise TOO_LARGE
    is_post = stored.raw_type.lower().startswith("multipart/form-data")
    mime = read_parse(stored.raw_type, stored.raw).mime if is_post else stored.raw
    for found in parse(mime, keep_content=True).attachments:
        is_it = (found.name, found.content_type, found.size) == (
            item.name,
            item.content_type,
            item.size,
        )
        if is_it and found.content is not None:
            return found.content
    raise NOT_IN_MAIL
