"""Starts and ends a hub: everything that runs, in the order that loses nothing."""

from __future__ import annotations

import asyncio
import gc
import logging
import resource
import signal
import socket
import time
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import uvicorn
import uvloop

from console import starting
from console.hub.background import Background
from console.hub.build import ports_of
from console.hub.desks import present_agents
from console.hub.door import door
from console.hub.hub import Clock
from console.hub.journal.keeper import Keeper
from console.hub.journal.place import open_journal
from console.hub.onehub import HubRefused, only_hub
from console.hub.parts import Base, HubLimits, Parts, build, routes
from console.hub.steady import SteadyClock
from console.hub.store.disk import WORDS, Disk
from console.hub.store.engine import read_engine, write_engine
from console.hub.store.migrate import current, newest, upgrade

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractContextManager

    from channels.ports import Ports
    from console.config import Settings
    from console.hub.app import App

log = logging.getLogger(__name__)

GRACE_SECONDS = 10
"""How long requests under way may take when the hub ends."""
BACKLOG = 2048
MOST_FILES = 65_536
GARBAGE = (20_000, 20, 20)
"""Python looks for garbage after so many new objects: by default after each few texts."""
SYSTEM = Clock(now=SteadyClock().now, monotonic=time.monotonic)


class _Server(uvicorn.Server):
    """uvicorn, which ends the event streams first and leaves signals to us."""

    goodbye: Callable[[], None]
    ready: asyncio.Event

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]
        return nullcontext()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.goodbye()
        await super().shutdown(sockets)


@dataclass(frozen=True, slots=True)
class RunningHub:
    """A hub that serves."""

    url: str
    parts: Parts
    server: uvicorn.Server
    serving: asyncio.Task[None]

    def stop(self) -> None:
        """Ask it to end, as SIGTERM does."""
        self.server.should_exit = True


def run(settings: Settings) -> int:
    """Serve until SIGTERM or Ctrl-C; gives the exit status. Raises HubRefused."""
    _raise_file_limit()

    async def main() -> None:
        loop = asyncio.get_running_loop()
        async with running_hub(settings) as hub:
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(number, hub.stop)
            starting.done()
            gc.set_threshold(*GARBAGE)
            log.info("hub_serves", extra={"port": settings.hub.port})
            await asyncio.wait((hub.serving,))

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
    return 0


@asynccontextmanager
async def running_hub(
    settings: Settings,
    *,
    ports: Ports | None = None,
    clock: Clock = SYSTEM,
    limits: HubLimits | None = None,
    port: int | None = None,
) -> AsyncIterator[RunningHub]:
    """Run a hub on a real socket while the block runs. Raises HubRefused.

    Args:
        settings: The configuration.
        ports: The providers; without them those of the configuration.
        clock: Where time comes from.
        limits: Times and sizes; without them those of the configuration.
        port: Instead of the configured one; 0 for any.
    """
    limits = limits or HubLimits.of(settings)
    async with AsyncExitStack() as closing:
        await _prepare(settings, closing)
        listener = _listener(settings.hub.host, settings.hub.port if port is None else port)
        closing.callback(listener.close)
        base = await _base(settings, ports, clock, limits, closing)
        parts = build(base)
        closing.push_async_callback(_finish, parts)
        parts.record.start(asyncio.get_running_loop())
        for agent in await parts.readings.run(present_agents):
            parts.desks.expect(agent)
        await parts.effects.start()
        _work(base, parts)
        closing.push_async_callback(base.background.stop)
        async with _serving(parts, routes(settings, parts), listener, limits) as hub:
            stop = partial(asyncio.get_running_loop().call_soon_threadsafe, hub.stop)
            base.disk.when_it_fails(stop)
            yield hub
            if base.disk.has_failed:
                raise HubRefused(WORDS)


def _work(base: Base, parts: Parts) -> None:
    """Begin what runs beside the requests."""
    for work in (
        parts.feed.run(),
        parts.streams.beat(),
        parts.streams.recheck(),
        parts.sessions.beat(),
        parts.replay.run(),
        parts.api.looks.beat(),
    ):
        base.background.start(work)
    if base.settings.database.file is None:
        # Only here: it loads a database driver that a hub on SQLite has no use for.
        from console.hub.listen import listen, speak

        base.background.start(parts.desks.beat(base.write))
        url, broadcast = base.settings.database.url, parts.api.broadcast
        base.background.start(listen(url, parts.feed.stir, broadcast.hear))
        base.background.start(speak(url, broadcast))


async def _prepare(settings: Settings, closing: AsyncExitStack) -> None:
    """Make sure that the database is ours and of our version."""
    url, file = settings.database.url, settings.database.file
    if file is not None:
        closing.enter_context(only_hub(file))
        await asyncio.to_thread(upgrade, url)
    elif await asyncio.to_thread(current, url) != newest():
        raise HubRefused("The database is of another version. Run: console migrate")


async def _base(
    settings: Settings,
    ports: Ports | None,
    clock: Clock,
    limits: HubLimits,
    closing: AsyncExitStack,
) -> Base:
    write, read = write_engine(settings.database.url), read_engine(settings.database.url)
    closing.callback(write.dispose)
    closing.callback(read.dispose)
    disk = Disk(write)
    file = await asyncio.to_thread(open_journal, settings)
    keeper = Keeper(file, clock.now, is_trusted=lambda: not disk.has_failed)
    closing.callback(keeper.stop)
    return Base(
        settings=settings,
        ports=ports or await ports_of(settings, closing),
        write=write,
        read=read,
        clock=clock,
        limits=limits,
        background=Background(),
        disk=disk,
        keeper=keeper,
    )


async def _finish(parts: Parts) -> None:
    """End what works on requests, then the writer, which finishes what it has taken."""
    parts.desks.close()
    await parts.effects.stop()
    await asyncio.to_thread(parts.presence.close)
    await asyncio.to_thread(parts.record.stop)
    await asyncio.to_thread(parts.health.close)
    await asyncio.to_thread(parts.readings.close)


@asynccontextmanager
async def _serving(
    parts: Parts, app: App, listener: socket.socket, limits: HubLimits
) -> AsyncIterator[RunningHub]:
    server = _Server(
        uvicorn.Config(
            app.asgi(),
            http=door(limits.door, app.posts()),
            ws="none",
            lifespan="off",
            access_log=False,
            log_config=None,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=int(limits.door.idle_seconds) + 1,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
    )
    server.goodbye, server.ready = parts.feed.end, asyncio.Event()
    # Its words repeat what strangers sent; what matters is logged by us.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        await server.ready.wait()
        host, number = listener.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        yield RunningHub(f"http://{shown}:{number}", parts, server, serving)
    finally:
        server.should_exit = True
        await serving


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise HubRefused(f"The hub can't listen on {host}:{port}: {error.strerror}.") from error


def _raise_file_limit() -> None:
    """Let as many desks connect as the system allows; 1,024 files are a common default."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
