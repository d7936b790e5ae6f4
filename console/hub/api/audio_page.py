"""``/audio``: the page that is an agent's telephone, under the strictest rules a browser knows."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from importlib.resources import files
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from console.hub.asgi import NotServed

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

    from console.settings.audio import AudioSection

log = logging.getLogger(__name__)

KINDS = {
    "page.html": "text/html",
    "page.css": "text/css",
    "page.js": "text/javascript",
    "line.js": "text/javascript",
    "meter.js": "text/javascript",
    "words.js": "text/javascript",
}
SIGNALLING = "wss://voice-js.roaming.twilio.com https://eventgw.twilio.com https://sdk.twilio.com"
"""Where the library speaks to and fetches its sounds from
(https://www.twilio.com/docs/voice/sdks/javascript)."""
HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'none'; "
        f"connect-src 'self' {SIGNALLING}; media-src mediastream: https://sdk.twilio.com; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "microphone=(self), camera=(), geolocation=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


class AudioPage:
    """The page's own files, and the provider's library, which the hub fetches for nobody."""

    def __init__(self, settings: AudioSection) -> None:
        self._settings = settings

    def routes(self) -> list[Route]:
        """List the routes; they hold nothing that is anybody's."""
        return [
            Route("/audio", self.page, methods=["GET"]),
            Route("/audio/sdk.js", self.sdk, methods=["GET"]),
            Route("/audio/{name}", self.file, methods=["GET"]),
        ]

    async def page(self, _: Request) -> Response:
        """Answer the page itself."""
        return _file("page.html")

    async def file(self, request: Request) -> Response:
        """Answer one of its files."""
        return _file(request.path_params["name"])

    async def sdk(self, _: Request) -> Response:
        """Answer the provider's library, if it is there and what it should be."""
        wanted = self._settings.sdk_sha256
        content = await asyncio.to_thread(_read, self._settings.sdk_path)
        if content is None:
            raise NotServed(404, "no_sdk", "The audio library is missing: console setup audio")
        if wanted and hashlib.sha256(content).hexdigest() != wanted:
            log.error("audio_library_changed")
            raise NotServed(404, "bad_sdk", "The audio library was changed: console setup audio")
        return Response(content, media_type="text/javascript", headers=HEADERS)


def _file(name: str) -> Response:
    if name not in KINDS:
        raise NotServed(404, "not_found", "There is nothing here.")
    content = (files("console.hub.audio") / name).read_bytes()
    return Response(content, media_type=KINDS[name], headers=HEADERS)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
