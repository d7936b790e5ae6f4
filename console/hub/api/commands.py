"""What desks wish: one command with the desk's own id, which happens once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from console.domain.permissions import check_allowed
from console.domain.wire import CommandAnswer, CommandPost
from console.hub.api.json_body import read_model
from console.hub.asgi import NotServed
from console.hub.store.wish import Wish

if TYPE_CHECKING:
    from starlette.requests import Request

    from console.hub.api.parts import ApiParts


class Commands:
    """``POST /api/commands``."""

    def __init__(self, parts: ApiParts) -> None:
        self._parts = parts

    def routes(self) -> list[Route]:
        """List the routes."""
        return [Route("/api/commands", self.post, methods=["POST"])]

    async def post(self, request: Request) -> Response:
        """Grant one wish; the answer comes after its commit."""
        caller = await self._parts.gate.caller(request.scope)
        post = await read_model(request.scope, request.receive, CommandPost)
        request.scope["steadyline.kind"] = post.command.kind
        check_allowed(caller.role, post.command.kind)
        wish = Wish(
            post.command,
            cause=f"cmd:{caller.agent}:{post.id}",
            actor=f"agent:{caller.agent}",
            agent=caller.agent,
            role=caller.role,
            expires_at=_aware(post.expires_at),
        )
        outcome = await self._parts.recorder.record(wish)
        entries = [entry.model_dump(mode="json") for entry in outcome.entries]
        answer = CommandAnswer(entries=entries, now=self._parts.clock.now())
        return Response(answer.model_dump_json(), media_type="application/json")


def _aware(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    try:
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except OverflowError:
        pass
    raise NotServed(422, "invalid", "expires_at: a time with its zone is needed.")
