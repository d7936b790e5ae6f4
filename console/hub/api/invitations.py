"""``POST /api/invitations``: an invitation, exchanged once for a personal token."""

from __future__ import annotations

import json
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response
from starlette.routing import Route

from console.domain.base import Rejected
from console.hub.admin import token_digest
from console.hub.api.json_body import read_model
from console.hub.asgi import NotServed
from console.hub.auth import PER_ADDRESS
from console.hub.failures import Failures
from console.hub.peers import Peers
from console.hub.store.wish import Wish
from console.hub.wishes_access import TakeInvitation

if TYPE_CHECKING:
    from starlette.requests import Request

    from console.hub.api.parts import ApiParts
    from console.settings import Hub

LIMITED = NotServed(429, "limited", "Too many wrong invitations.", ((b"retry-after", b"60"),))


class _Shown(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(min_length=1, max_length=200)


class InvitationRoutes:
    """The one door besides the webhooks that needs no token."""

    def __init__(self, parts: ApiParts, hub: Hub) -> None:
        self._parts = parts
        self._hours = hub.token_hours
        self._peers = Peers(hub.trusted_proxies)
        self._failures = Failures(PER_ADDRESS, parts.clock.monotonic)

    def routes(self) -> list[Route]:
        """List the routes."""
        return [Route("/api/invitations", self.take, methods=["POST"])]

    async def take(self, request: Request) -> Response:
        """Answer the token, this once; used, old, void and guessed are refused alike."""
        place = self._peers.place(request.scope)
        if self._failures.is_limited(place):
            raise LIMITED
        shown = await read_model(request.scope, request.receive, _Shown)
        public = secrets.token_hex(4)
        token = f"sl_{public}_{secrets.token_urlsafe(32)}"
        taken = TakeInvitation(
            digest=token_digest(shown.code.strip()),
            token=public,
            token_digest=token_digest(token),
            token_until=self._parts.clock.now() + timedelta(hours=self._hours),
        )
        wish = Wish(taken, cause=f"invitation:{uuid4().hex}", actor="rule:invitations")
        try:
            await self._parts.recorder.record(wish)
        except Rejected as no:
            self._failures.count(place)
            raise NotServed(401, "unauthorised", no.message) from None
        headers = {"cache-control": "no-store"}
        return Response(
            json.dumps({"token": token}), media_type="application/json", headers=headers
        )
