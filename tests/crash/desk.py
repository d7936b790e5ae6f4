"""A desk without a screen: it repeats a wish under the same id until the hub has answered."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from itertools import cycle
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from console.domain.wire import CommandPost
from tests.crash.wire import Lost, Wire, http

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.domain.wire import DeskCommand

AGAIN_SECONDS = 0.05
PATIENCE = 30.0


@dataclass
class Desk:
    """Sends one agent's wishes to whichever hub answers."""

    ports: Sequence[int]
    token: str = field(repr=False)

    async def does(self, command: DeskCommand) -> list[dict[str, Any]]:
        """Have a wish granted, through any kill; gives its entries, none when it was refused."""
        post = CommandPost(id=uuid4().hex, command=command)
        request = http(
            "POST",
            "/api/commands",
            headers={
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/json",
            },
            body=post.model_dump_json().encode(),
        )
        async with asyncio.timeout(PATIENCE):
            return await self._granted(request)

    async def _granted(self, request: bytes) -> list[dict[str, Any]]:
        for port in cycle(self.ports):
            wire = Wire(port)
            try:
                status, body = await wire.ask(request)
            except Lost:
                status, body = 503, b""
            finally:
                await wire.close()
            if status != 503:
                found = json.loads(body)
                assert status in (200, 403, 404, 409), (status, found)
                entries: list[dict[str, Any]] = found.get("entries", [])
                return entries
            await asyncio.sleep(AGAIN_SECONDS)
        raise AssertionError("there is no hub")
