"""The one place where requests come in: webhooks by a table, then the names, then the API."""

from __future__ import annotations

import logging
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.routing import Router

from console.domain.base import Rejected
from console.hub.asgi import ClientGone, NotServed, answer_error, unavailable
from console.hub.auth import is_bearer
from console.hub.hosts import asked_host
from console.hub.store.wish import StoreUnavailable
from console.hub.webhooks.mails import PREFIX

if TYPE_CHECKING:
    from starlette.routing import Route
    from starlette.types import ASGIApp, Receive, Scope, Send

    from console.hub.auth import Gate
    from console.hub.health import Health
    from console.hub.metrics import Meters
    from console.hub.stream import Streams
    from console.hub.webhooks.routes import Webhooks

log = logging.getLogger(__name__)

STATUSES = {"forbidden": 403, "not_found": 404}
"""Of the domain's refusals; any other is a conflict."""
UNROUTED = {
    404: ("not_found", "There is nothing here."),
    405: ("method", "This can't be done here."),
}


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
            told = self._told(error, fault_status)
            self.meters.refused.labels(told.code).inc()
            try:
                await answer_error(send, told)
            except RuntimeError:
                log.warning("answer_cut", extra={"code": told.code})

    def _told(self, error: Exception, fault_status: int) -> NotServed:
        """What an error is called outside."""
        match error:
            case NotServed():
                return error
            case Rejected():
                return NotServed(STATUSES.get(error.code, 409), error.code, error.message)
            case StoreUnavailable():
                return unavailable()
            case HTTPException(status_code=status, headers=headers):
                given = tuple(
                    (key.lower().encode(), value.encode()) for key, value in (headers or {}).items()
                )
                code, words = UNROUTED.get(status, ("not_served", "This is not served."))
                return NotServed(status, code, words, given)
            case _:
                # The message may hold what somebody wrote; the place is enough to find the fault.
                place = traceback.extract_tb(error.__traceback__)[-1]
                where = f"{place.filename.rpartition('/')[2]}:{place.lineno}"
                kind = type(error).__name__
                log.error("request_failed", extra={"kind": kind, "where": where})
                self.meters.failed.labels(kind).inc()
                return NotServed(fault_status, "fault", "Something went wrong here.")


async def _stranger(_: Scope, __: Receive, ___: Send) -> None:
    raise NotServed(421, "host", "This name is not served here.")
