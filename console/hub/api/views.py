"""What desks read: the start, one incident, older entries, a search, and who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from console.hub.asgi import NotServed
from console.hub.store.earlier import seen_before
from console.hub.store.find import find_incidents, masked_search
from console.hub.store.incident_view import PAGE, Seen, entries_page, incident_view
from console.hub.store.read import agent_json, snapshot
from console.hub.store.wish import Wish
from console.hub.wishes import ReadIncident

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.requests import Request

    from console.domain.base import Role
    from console.domain.restriction import ReadWhat
    from console.hub.api.parts import ApiParts
    from console.hub.auth import Caller

SPELL_SECONDS = 600
"""A desk reads an incident again and again while it is open; that is one look."""
LONGEST_NUMBER = 18
"""Digits of a number that a database column holds."""
NOTHING = NotServed(404, "not_found", "There is nothing here.")


class Views:
    """The ``GET`` routes."""

    def __init__(self, parts: ApiParts) -> None:
        self._parts = parts

    def routes(self) -> list[Route]:
        """List the routes."""
        return [
            Route("/api/me", self.me, methods=["GET"]),
            Route("/api/snapshot", self.snapshot, methods=["GET"]),
            Route("/api/incidents", self.find, methods=["GET"]),
            Route("/api/incidents/{number}", self.incident, methods=["GET"]),
            Route("/api/incidents/{number}/entries", self.entries, methods=["GET"]),
            Route("/api/incidents/{number}/earlier", self.earlier, methods=["GET"]),
        ]

    async def me(self, request: Request) -> Response:
        """Answer whose token it is, whatever their role."""
        caller = await self._parts.gate.caller(request.scope)
        return found(await self._parts.readings.run(agent_json(caller.agent)))

    async def snapshot(self, request: Request) -> Response:
        """Answer what a desk starts from."""
        caller = await self._parts.reader(request)
        known = {**self._parts.known, "notices": self._notices(caller.role)}
        known["queue_facts"] = self._parts.queue_facts()
        reading = snapshot(caller.agent, self._parts.clock.now, known)
        return found(await self._parts.readings.run(reading))

    def _notices(self, role: Role) -> list[dict[str, object]]:
        """What this desk must know now, as JSON objects."""
        notices = self._parts.notices()
        return [n.model_dump(mode="json") for n in notices if not n.roles or role in n.roles]

    async def incident(self, request: Request) -> Response:
        """Answer one incident with its legs and newest entries."""
        caller = await self._parts.reader(request)
        number = path_number(request.path_params["number"])
        seen = await self._parts.readings.run(incident_view(number, caller.agent))
        return found(await self._on_record(caller, number, seen))

    async def entries(self, request: Request) -> Response:
        """Answer a page of older entries."""
        caller = await self._parts.reader(request)
        number = path_number(request.path_params["number"])
        asked = request.query_params
        before = _asked(asked.get("before"), "before")
        limit = _asked(asked.get("limit"), "limit") or PAGE
        reading = entries_page(number, before, limit, viewer=caller.agent)
        seen = await self._parts.readings.run(reading)
        return found(await self._on_record(caller, number, seen))

    async def _on_record(self, caller: Caller, number: int, seen: Seen) -> str | None:
        """Let no reading of a restricted incident be answered that is not on record."""
        if seen.is_restricted:
            looked = opened(caller, seen.number or number, self._parts.clock.now())
            await self._parts.recorder.record(looked)
        elif seen.text is not None:
            self._parts.looks.took(caller.agent, "timeline", seen.number or number)
        return seen.text

    async def earlier(self, request: Request) -> Response:
        """Answer what else the people of an incident have had with us."""
        caller = await self._parts.reader(request)
        number = path_number(request.path_params["number"])
        text = await self._parts.readings.run(seen_before(number, caller.agent))
        if text is not None:
            self._parts.looks.took(caller.agent, "earlier", number)
        return found(text)

    async def find(self, request: Request) -> Response:
        """Answer the incidents that a search fits."""
        caller = await self._parts.reader(request)
        wanted = request.query_params.get("find", "")
        text = await self._parts.readings.run(find_incidents(wanted, caller.agent))
        if about := masked_search(wanted):
            self._parts.looks.took(caller.agent, "search", about=about)
        return found(text)


def opened(caller: Caller, number: int, now: datetime, what: ReadWhat = "timeline") -> Wish:
    """Give the wish that puts a reading on record; one in some minutes is enough."""
    spell = int(now.timestamp()) // SPELL_SECONDS
    return Wish(
        ReadIncident(number, what),
        cause=f"read:{what}:{number}:{caller.agent}:{spell}",
        actor=f"agent:{caller.agent}",
        agent=caller.agent,
        role=caller.role,
    )


def found(text: str | None) -> Response:
    """Answer with JSON that is written already. Raises NotServed when there is none."""
    if text is None:
        raise NOTHING
    return Response(text, media_type="application/json", headers={"cache-control": "no-store"})


def path_number(text: str) -> int:
    """The number in a path; what is no number is not there."""
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER):
        raise NOTHING
    return int(text)


def _asked(text: str | None, name: str) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER):
        raise NotServed(422, "invalid", f"{name}: a whole number is needed.")
    return int(text)
