"""What the routes of the API work with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.permissions import check_allowed

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine
    from starlette.requests import Request

    from channels.files import Files
    from console.domain.wire import Notice
    from console.hub.auth import Caller, Gate
    from console.hub.broadcast import Broadcast
    from console.hub.feed import Feed
    from console.hub.hub import Clock
    from console.hub.looks import Looks
    from console.hub.recorder import Recorder
    from console.hub.store.read import Readings


@dataclass(frozen=True, slots=True)
class ApiParts:
    """The hub as its API sees it."""

    gate: Gate
    readings: Readings
    recorder: Recorder
    feed: Feed
    broadcast: Broadcast
    clock: Clock
    write: Engine
    """For drafts, which are no entries."""
    known: dict[str, object]
    """Fields of every snapshot that come from the configuration."""
    files: Files
    notices: Callable[[], list[Notice]]
    """What every desk must know now."""
    queue_facts: Callable[[], list[dict[str, object]]]
    """How queues are configured, as JSON objects."""
    looks: Looks
    """Takes note of what was answered to whom."""

    async def reader(self, request: Request) -> Caller:
        """Tell who asks to read. Raises NotServed, Rejected or StoreUnavailable."""
        caller = await self.gate.caller(request.scope)
        check_allowed(caller.role, "read")
        return caller
