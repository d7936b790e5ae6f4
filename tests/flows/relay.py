"""A real desk's screen in front of a real hub, over a wire that can be cut."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from console.desk.app import DeskApp
from console.desk.clock import steady
from console.desk.link import Link
from tests.desk.screen.stage import Stage, settings
from tests.ports import free_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from console.desk.settings import DeskSettings
    from tests.flows.desk import Desk


class Relay:
    """Passes bytes between one desk and the hub, until it is cut."""

    def __init__(self, hub_url: str) -> None:
        parts = urlsplit(hub_url)
        self._hub = parts.hostname or "", parts.port or 0
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    async def mend(self) -> None:
        """Let bytes pass, from now on."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self._port)

    async def cut(self) -> None:
        """Break every connection and let nobody make a new one."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in self._open:
            writer.transport.abort()
        await asyncio.sleep(0)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            up, down = await asyncio.open_connection(*self._hub)
            self._open |= {writer, down}
            async with asyncio.TaskGroup() as both:
                both.create_task(_pass(reader, down))
                both.create_task(_pass(up, writer))
            self._open -= {writer, down}


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while chunk := await reader.read(65_536):
            writer.write(chunk)
            await writer.drain()
    writer.close()


class Watch:
    """The desk's steady clock; time can be let pass on it."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        """Seconds."""
        return steady() + self.ahead


async def _soon(_seconds: float) -> None:
    await asyncio.sleep(0.05)


def _home(folder: Path) -> DeskSettings:
    folder.mkdir(exist_ok=True)
    return settings(folder)


@asynccontextmanager
async def screen(
    folder: Path, relay: Relay, who: Desk, watch: Watch | None = None
) -> AsyncIterator[Stage]:
    """Open somebody's desk on a machine of its own: ``folder`` holds all that it keeps."""
    wanted = _home(folder)
    link = Link(relay.url, who.token, sleep=_soon)
    app = DeskApp(wanted, link, moment=watch or steady)
    async with app.run_test(size=(120, 36)) as pilot:
        found = Stage(app, pilot, None)  # type: ignore[arg-type]
        await found.until(lambda: app.session is not None)
        yield found
