"""The one place where requests come in: webhooks by a table, then the names, then the API."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.routing import Router

from console.hub.asgi import ClientGone, NotServed, answer_error
from console.hub.auth import is_bearer
from console.hub.hosts import asked_host
from console.hub.store.wish import StoreUnavailable
from console.hub.told import told_of
from console.hub.webhooks.mails import PREFIX
from console.hub.webhooks.signed import Verified

if TYPE_CHECKING:
    from starlette.routing import Route
    from starlette.types import ASGIApp, Receive, Scope, Send

    from console.hub.auth import Gate
    from console.hub.health import Health
    from console.hub.looks import Looks
    from console.hub.metrics import Meters
    from console.hub.reply import Hook
    from console.hub.stream import Streams
    from console.hub.webhooks.routes import Webhooks

log = logging.getLogger(__name__)

LONGEST_REFUSED = 100


@dataclass(frozen=True, slots=True)
class App:
    """The ASGI application of a hub."""

    webhooks: Webhooks
    routes: list[Route]
    streams: Streams
    gate: Gate
    health: Health
    meters: Meters
    hosts: frozenset[str]
    looks: Looks
    is_stream_open: bool = False
    """Whether the event stream needs no token; for measuring on a loopback bind only."""

    def asgi(self) -> ASGIApp:
        """Give the application with its tables built."""
        exact = self.webhooks.exact
        mails = self.webhooks.mails
        inner: dict[str, ASGIApp] = {
            "/events": self._events,
            "/metrics": self.health.metrics,
        }
        probes: dict[str, ASGIApp] = {
            "/healthz": self.health.healthz,
            "/readyz": self.health.readyz,
        }
        router = Router(self.routes, redirect_slashes=False)

        async def serve(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                return
            path = scope["path"]
            hook = exact.get(path) or (mails if path.startswith(PREFIX) else None)
            if hook is not None:
                # A provider asks again after a 503, and after nothing else.
                await self._guarded(hook, scope, receive, send, fault_status=503)
                return
            inside = probes.get(path)
            if inside is None:
                inside = inner.get(path, router) if asked_host(scope) in self.hosts else _stranger
            scope["app"] = inside
            await self._guarded(inside, scope, receive, send)

        return serve

    def posts(self) -> dict[bytes, Hook]:
        """Give what answers posts without ASGI, by path."""
        found = self.webhooks.exact.items()
        return {path.encode(): hook for path, hook in found if isinstance(hook, Verified)}

    async def _events(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "GET":
            raise HTTPException(405, headers={"allow": "GET"})
        is_free = self.is_stream_open and not is_bearer(scope)
        caller = None if is_free else await self.gate.caller(scope)
        await self.streams.serve(scope, receive, send, caller)

    async def _guarded(
        self, app: ASGIApp, scope: Scope, receive: Receive, send: Send, *, fault_status: int = 500
    ) -> None:
        """Serve; whatever goes wrong is answered in one shape and without a word about us."""
        try:
            await app(scope, receive, send)
        except ClientGone:
            return
        except Exception as error:
            told = told_of(error, self.meters, fault_status)
            try:
                await answer_error(send, told)
            except RuntimeError:
                log.warning("answer_cut", extra={"code": told.code})
            if is_worth_telling(scope, told) and is_bearer(scope):
                await self._tell(scope)

    async def _tell(self, scope: Scope) -> None:
        """Put on record that somebody was refused what their role does not allow."""
        try:
            caller = await self.gate.caller(scope)
        except (NotServed, StoreUnavailable):
            return
        self.looks.took(caller.agent, "refused", about=refused_of(scope))


def is_worth_telling(scope: Scope, told: NotServed) -> bool:
    """Tell whether a refusal says that somebody tried what is not theirs.

    A command that comes too late is none; one that is no command at all is.
    """
    is_odd = scope["method"] not in ("GET", "HEAD") and "steadyline.kind" not in scope
    return told.status == 403 or (is_odd and told.status in (400, 404, 405, 422))


def refused_of(scope: Scope) -> str:
    """Name what was refused: the command, or method and path without what was asked for."""
    kind = scope.get("steadyline.kind")
    return str(kind or f"{scope['method']} {scope['path']}")[:LONGEST_REFUSED]


async def _stranger(_: Scope, __: Receive, ___: Send) -> None:
    raise NotServed(421, "host", "This name is not served here.")
