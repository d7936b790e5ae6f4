"""What a caller meets at any moment: asked by leads, answered by the rules that callers meet."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from starlette.routing import Route

from console.domain.hours import Hours, opening
from console.domain.permissions import check_allowed
from console.domain.queue import Queue
from console.domain.served import WhatHappens
from console.hub.api.views import found
from console.hub.asgi import NotServed
from console.hub.store.floor_view import queue_row
from console.opening_hours import opening_hours, queue_rules

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from console.config import Settings
    from console.hub.api.parts import ApiParts

FORM = "%Y-%m-%d %H:%M"
WRONG = NotServed(422, "invalid", "at: a moment like 2026-12-24 18:00 is needed.")
NO_QUEUE = NotServed(404, "not_found", "There is no such queue.")


class HoursRoutes:
    """``GET /api/hours?queue=…&at=…``; the moment is one of the queue's own clock."""

    def __init__(self, parts: ApiParts, settings: Settings) -> None:
        self._parts = parts
        self._rules = queue_rules(settings)
        self._hours = opening_hours(settings)
        self._numbers = settings.twilio.numbers

    def routes(self) -> list[Route]:
        """List the routes."""
        return [Route("/api/hours", self.hours, methods=["GET"])]

    async def hours(self, request: Request) -> Response:
        """Answer whether a queue is open then, why not, until when, and who serves it."""
        caller = await self._parts.gate.caller(request.scope)
        check_allowed(caller.role, "floor.read")
        name = request.query_params.get("queue", "")
        if name not in self._rules:
            raise NO_QUEUE
        hours = self._hours.get(name) or Hours(ZoneInfo("UTC"))
        at = self._moment(request.query_params.get("at", ""), hours)
        state = await self._parts.readings.run(queue_row(name))
        queue = Queue.model_validate_json(state) if state else Queue(name=name)
        return found(self._told(queue, hours, at).model_dump_json())

    def _told(self, queue: Queue, hours: Hours, at: datetime) -> WhatHappens:
        then, rule = opening(hours, at, queue.closing()), self._rules[queue.name]
        by_hand = not then.is_open and opening(hours, at) != then
        to = queue.diverted_to(at)
        return WhatHappens(
            queue=queue.name,
            at=at,
            zone=str(hours.zone),
            is_open=then.is_open,
            reason=then.reason,
            next=then.next,
            closed_by=queue.closed_by if by_hand else "",
            diverted_to=to,
            divert_until=queue.divert_until if to else None,
            greeted=tuple(
                dict.fromkeys(one.language for one in self._numbers if one.queue == queue.name)
            ),
            language_seconds=rule.language_seconds,
            overflow=rule.overflow,
            overflow_seconds=rule.overflow_seconds,
        )

    def _moment(self, text: str, hours: Hours) -> datetime:
        if not text:
            return self._parts.clock.now().astimezone(hours.zone)
        try:
            return datetime.strptime(text, FORM).replace(tzinfo=hours.zone)
        except ValueError as error:
            raise WRONG from error
