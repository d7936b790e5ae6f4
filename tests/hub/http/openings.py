"""A hub, an agent who opens attachments, and a provider with bad files."""

from __future__ import annotations

import uuid
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.hub.http.bad_files import BadFiles, bad_files
from tests.hub.http.kit import HandClock, World, settings_for, text_fields, world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import httpx


@dataclass(frozen=True)
class Floor:
    """A hub, an agent of it, and a provider with bad files."""

    place: World
    sam: dict[str, str]
    files: BadFiles
    clock: HandClock

    async def texted(self, name: str, sid: str = "MM1", **more: str) -> None:
        """A text arrives with one file."""
        url = name if ":" in name else f"{self.files.url}/{name}"
        media = {"NumMedia": "1", "MediaUrl0": url, "MediaContentType0": "image/png"}
        answer = await self.place.twilio("/twilio/sms", text_fields(sid, "Look", **media, **more))
        assert answer.status_code == 200

    async def opens(
        self,
        message: str = "MM1",
        place: int = 0,
        number: int = 1,
        who: dict[str, str] | None = None,
    ) -> httpx.Response:
        """Ask for an opening to be written down."""
        wish = {"kind": "media.open", "incident": number, "message": message, "place": place}
        post = {"id": uuid.uuid4().hex, "command": wish}
        return await self.place.client.post("/api/commands", json=post, headers=who or self.sam)

    async def gets(
        self,
        message: str = "MM1",
        place: int = 0,
        number: int = 1,
        who: dict[str, str] | None = None,
    ) -> httpx.Response:
        """Ask for the bytes."""
        path = f"/api/incidents/{number}/messages/{message}/media/{place}"
        return await self.place.client.get(path, headers=who or self.sam)

    async def brings(self, name: str) -> tuple[int, str]:
        """Open what a text brought; gives status and code or words of the refusal."""
        await self.texted(name)
        assert (await self.opens()).status_code == 200
        answer = await self.gets()
        error = answer.json()["error"]
        return answer.status_code, f"{error['code']}: {error['message']}"


@asynccontextmanager
async def floor(tmp_path: Path) -> AsyncIterator[Floor]:
    """Run all of it."""
    clock = HandClock()
    async with bad_files() as files:
        settings = settings_for(f"sqlite:///{tmp_path / 'hub.db'}", twilio_api_base=files.url)
        async with world(settings, clock=clock.clock()) as place:
            yield Floor(place, await place.agent(), files, clock)
