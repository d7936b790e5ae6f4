"""Whether the hub lives, whether it can take work, and its numbers for those who may see them."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from console.domain.permissions import check_allowed
from console.hub.asgi import answer, peer, unavailable
from console.hub.hosts import asked_host, is_loopback
from console.hub.metrics import CONTENT_TYPE
from console.hub.peers import is_forwarded
from console.hub.store.drafts import probe

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from starlette.types import Receive, Scope, Send

    from console.hub.auth import Gate
    from console.hub.hub import Clock
    from console.hub.journal.keeper import Keeper
    from console.hub.metrics import Meters
    from console.hub.recorder import Recorder

READY_SECONDS = 2.0
HELD_SECONDS = 1.0
"""How long an answer about the database is repeated: strangers may ask as often as they like."""
FINE = b'{"ok":true}'


class Health:
    """``/healthz``, ``/readyz`` and ``/metrics``."""

    def __init__(
        self,
        recorder: Recorder,
        write: Engine,
        clock: Clock,
        gate: Gate,
        meters: Meters,
        *,
        keeper: Keeper,
    ) -> None:
        self._recorder = recorder
        self._write = write
        self._clock = clock
        self._gate = gate
        self._meters = meters
        self._keeper = keeper
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="health")
        self._looking: asyncio.Future[None] | None = None
        self._found: tuple[bool, float] = (False, 0.0)

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    async def healthz(self, _: Scope, __: Receive, send: Send) -> None:
        """Answer that the process lives."""
        await answer(send, 200, FINE)

    async def readyz(self, _: Scope, __: Receive, send: Send) -> None:
        """Answer whether entries can be written. Raises NotServed."""
        if not (self._recorder.is_alive and await self._is_writable()):
            raise unavailable(self._words())
        await answer(send, 200, FINE)

    def _words(self) -> str:
        waiting = self._keeper.waiting
        kept = f" {waiting} requests of providers are kept to be stored later." if waiting else ""
        return f"The database cannot take this now; try again.{kept}"

    async def metrics(self, scope: Scope, _: Receive, send: Send) -> None:
        """Answer the numbers, on this machine to anybody. Raises NotServed or Rejected."""
        # A proxy on this machine is a loopback peer too, but it asks for a public name, or says
        # that it forwards.
        is_here = is_loopback(peer(scope)) and is_loopback(asked_host(scope))
        if not is_here or is_forwarded(scope):
            caller = await self._gate.caller(scope)
            check_allowed(caller.role, "metrics.read")
        await answer(send, 200, self._meters.text(), CONTENT_TYPE)

    async def _is_writable(self) -> bool:
        is_fine, until = self._found
        if self._clock.monotonic() < until:
            return is_fine
        if self._looking is None or self._looking.done():
            loop = asyncio.get_running_loop()
            self._looking = loop.run_in_executor(self._thread, self._probe)
        try:
            async with asyncio.timeout(READY_SECONDS):
                await asyncio.shield(self._looking)
            is_fine = True
        except (TimeoutError, DBAPIError):
            is_fine = False
        self._found = (is_fine, self._clock.monotonic() + HELD_SECONDS)
        return is_fine

    def _probe(self) -> None:
        probe(self._write, self._clock.now())
