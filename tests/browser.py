"""A headless Chromium, driven over a pipe by the DevTools protocol."""

from __future__ import annotations

import asyncio
import base64
import fcntl
import json
import os
import shutil
import signal
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

SECONDS = 20.0
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--remote-debugging-pipe",
)


@dataclass
class Browser:
    """One tab; what it asked for and what it complained about."""

    reading: asyncio.StreamReader
    writing: int
    session: str = ""
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    _last: int = 0
    _answers: dict[int, asyncio.Future[dict[str, Any]]] = field(default_factory=dict)

    async def listens(self) -> None:
        """Read what the browser says until it ends."""
        while said := await self.reading.readuntil(b"\0"):
            told = json.loads(said[:-1])
            answer = self._answers.pop(told.get("id", 0), None)
            if answer is not None:
                answer.set_result(told)
            elif told.get("method") == "Network.requestWillBeSent":
                self.asked.append(told["params"]["request"]["url"])
            elif told.get("method") in ("Runtime.exceptionThrown", "Log.entryAdded"):
                self.complaints.append(json.dumps(told["params"])[:500])

    async def does(self, method: str, **params: object) -> dict[str, Any]:
        """Give one command and wait for its answer."""
        self._last += 1
        wish: dict[str, object] = {"id": self._last, "method": method, "params": params}
        if self.session:
            wish["sessionId"] = self.session
        self._answers[self._last] = answer = asyncio.get_running_loop().create_future()
        os.write(self.writing, json.dumps(wish).encode() + b"\0")
        told = await asyncio.wait_for(answer, SECONDS)
        assert "error" not in told, told
        result: dict[str, Any] = told["result"]
        return result

    async def says(self, script: str) -> Any:
        """Run a script in the page and give its value, as somebody who may click would."""
        found = await self.does(
            "Runtime.evaluate",
            expression=script,
            awaitPromise=True,
            returnByValue=True,
            userGesture=True,
        )
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    async def until(self, script: str) -> None:
        """Wait until a script is true; fails with what the page shows."""
        try:
            await asyncio.wait_for(self.says(_watch(script)), SECONDS)
        except TimeoutError:
            shown = await self.says("document.body.innerText")
            raise AssertionError(f"never {script}: {shown} {self.complaints}") from None

    async def opens(self, url: str) -> None:
        """Go to a page, anew."""
        await self.does("Page.navigate", url="about:blank")
        await self.does("Page.navigate", url=url)

    async def pictures(self, path: Path) -> None:
        """Keep what the tab looks like."""
        shot = await self.does("Page.captureScreenshot")
        await asyncio.to_thread(path.write_bytes, base64.b64decode(shot["data"]))


@asynccontextmanager
async def browser(folder: Path, *, language: str = "en-US") -> AsyncIterator[Browser]:
    """Run a browser with a profile of its own; without one the test says so and is skipped."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip(f"none of {', '.join(NAMES)} is on this computer: the page was not tried")
    told, writing = _pipe()
    reading, tells = _pipe()
    nothing = os.open(os.devnull, os.O_RDWR)
    files = [(os.POSIX_SPAWN_DUP2, told, 3), (os.POSIX_SPAWN_DUP2, tells, 4)]
    files += [(os.POSIX_SPAWN_DUP2, nothing, number) for number in (0, 1, 2)]
    command = [program, *FLAGS, f"--user-data-dir={folder}", f"--lang={language}"]
    environ = dict(os.environ) | {"HOME": str(folder), "LANGUAGE": language}
    pid = await asyncio.to_thread(
        os.posix_spawn, program, command, environ, file_actions=files, setpgroup=0
    )
    for number in (told, tells, nothing):
        os.close(number)
    stream = asyncio.StreamReader(limit=2**26)
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(stream), os.fdopen(reading, "rb", 0)
    )
    tab = Browser(stream, writing)
    listening = asyncio.create_task(tab.listens())
    try:
        await _begin(tab, language)
        yield tab
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        transport.close()
        os.close(writing)
        os.killpg(pid, signal.SIGKILL)
        await asyncio.to_thread(os.waitpid, pid, 0)


async def _begin(tab: Browser, language: str) -> None:
    target = (await tab.does("Target.createTarget", url="about:blank"))["targetId"]
    attached = await tab.does("Target.attachToTarget", targetId=target, flatten=True)
    tab.session = attached["sessionId"]
    for domain in ("Page", "Runtime", "Network", "Log"):
        await tab.does(f"{domain}.enable")
    agent = (await tab.says("navigator.userAgent")).replace("Headless", "")
    await tab.does("Emulation.setUserAgentOverride", userAgent=agent, acceptLanguage=language)


def _watch(script: str) -> str:
    """A promise that comes true with a script; a page that is left takes it along."""
    return f"""new Promise((done) => {{
        const look = () => ({script}) ? done(true) : setTimeout(look, 20);
        look();
    }})"""


def _pipe() -> tuple[int, int]:
    """A pipe whose ends are none of the numbers that the browser is given."""
    ends = os.pipe()
    moved = tuple(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends)
    for end in ends:
        os.close(end)
    return moved[0], moved[1]
