"""A hub as a process of its own, which is killed and started again on the same database."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import subprocess
import sys
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from console.hub.admin import add_agent
from console.hub.store.migrate import upgrade
from console.hub.wishes import AddAgent
from tests.crash.launch import Forked, fork
from tests.crash.wire import Lost, Wire, http
from tests.ports import free_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

ROOT = Path(__file__).resolve().parent.parent.parent
ACCOUNT = "AC" + "0" * 32
TOKEN = "crash-auth-token"
PARSE_SECRET = "crash-parse-secret-0123456789"
READY_SECONDS = 5.0
START_SECONDS = 30.0
AGAIN_SECONDS = 0.05
KEPT = b"steadyline_kept_aside "
NOBODY = "http://127.0.0.1:9"
PUBLIC = "https://hub.example.com"
"""What providers call, whichever hub answers: a load balancer stands before them."""


@dataclass
class HubProcess:
    """``console hub`` on one database and one port, in as many lives as it takes."""

    folder: Path
    database: str
    provider: str = NOBODY
    undo_seconds: int = 0
    is_cold: bool = False
    """Start it as people do, imports and all."""
    port: int = field(default_factory=free_port)
    ready_seconds: list[float] = field(default_factory=list)
    """From each start to its first readiness."""
    process: subprocess.Popen[bytes] | Forked | None = None

    @property
    def url(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """What all its lives have logged."""
        return (self.folder / f"{self.port}.log").read_text("utf-8", "replace")

    async def start(self) -> None:
        """Start it and wait until it takes work."""
        began = time.monotonic()
        self._spawn()
        wire = Wire(self.port)
        request = http("GET", "/readyz")
        while True:
            try:
                if (await wire.ask(request))[0] == 200:
                    break
            except Lost:
                await asyncio.sleep(0.01)
            assert self.process is not None
            assert self.process.poll() is None, f"the hub ended: {self.log}"
            assert time.monotonic() - began < START_SECONDS, f"the hub is not ready: {self.log}"
        await wire.close()
        self.ready_seconds.append(time.monotonic() - began)

    def kill(self) -> None:
        """End it as a power cut would: no signal that it could hear."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    async def restart(self) -> None:
        """Kill it and start it again."""
        self.kill()
        await self.start()

    async def stop(self) -> None:
        """End it politely; it must exit without complaint."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        code = await asyncio.to_thread(self.process.wait, START_SECONDS)
        self.process = None
        assert code == 0, self.log

    def limit_files(self, size: int) -> None:
        """Let no file of the running hub grow beyond a size; -1 lifts the limit."""
        assert self.process is not None
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (size, -1))

    async def agent(self, login: str) -> str:
        """Create an account; gives its token."""
        number = f"+1415555017{len(login) % 10}"
        wanted = AddAgent(login=login, name=login.title(), role="agent", phone=number)
        return await add_agent(self.database, wanted)

    def _spawn(self) -> None:
        log = self.folder / f"{self.port}.log"
        if not self.is_cold:
            self.process = fork(ROOT, self._environ(), self.folder, log)
            return
        with log.open("ab") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "console", "hub"],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                cwd=self.folder,
                env=self._environ(),
            )

    def _environ(self) -> dict[str, str]:
        settings = {
            "DATABASE_URL": self.database,
            "HUB_PORT": str(self.port),
            "HUB_PUBLIC_URL": PUBLIC,
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_API_BASE": self.provider,
            "TWILIO_LEGS_PER_SECOND": "100.0",
            "SENDGRID_API_BASE": self.provider,
            "SENDGRID_PARSE_SECRET_PATH": PARSE_SECRET,
            "VOICE_CONFIRM_PHONE": "false",
            "VOICE_RING_SECONDS": "120",
            "MESSAGES_UNDO_SECONDS_SMS": str(self.undo_seconds),
            "LOGS_LEVEL": "warning",
        }
        return {
            **os.environ,
            **{f"STEADYLINE_{name}": value for name, value in settings.items()},
            "PYTHONPATH": str(ROOT),
            "TWILIO_AUTH_TOKEN": TOKEN,
            "MAIL_THREADING_KEY": "crash-threading-key",
        }


@asynccontextmanager
async def hub_process(
    folder: Path,
    database: str,
    *,
    provider: str = NOBODY,
    undo_seconds: int = 0,
) -> AsyncIterator[HubProcess]:
    """Prepare a database and run a hub on it; at the end it must stop politely."""
    await asyncio.to_thread(upgrade, database)
    hub = HubProcess(folder, database, provider, undo_seconds)
    try:
        await hub.start()
        yield hub
        await hub.stop()
    finally:
        hub.kill()


async def keeps_something(hub: HubProcess) -> None:
    """Wait until requests are kept aside."""
    await _kept(hub, lambda count: count > 0)


async def stores_all(hub: HubProcess) -> None:
    """Wait until nothing is kept aside any more."""
    await _kept(hub, lambda count: count == 0)


async def _kept(hub: HubProcess, is_so: Callable[[float], bool]) -> None:
    wire = Wire(hub.port)
    async with asyncio.timeout(START_SECONDS):
        while True:
            _, body = await wire.ask(http("GET", "/metrics", host="localhost"))
            (line,) = (one for one in body.split(b"\n") if one.startswith(KEPT))
            if is_so(float(line.removeprefix(KEPT))):
                break
            await asyncio.sleep(AGAIN_SECONDS)
    await wire.close()
