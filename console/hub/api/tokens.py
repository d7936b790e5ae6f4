"""Personal tokens: where they are used, and how to end one that is in wrong hands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from console.domain.permissions import is_allowed
from console.hub.asgi import NotServed
from console.hub.store.tokens import Token, tokens_of
from console.hub.store.wirejson import moment
from console.hub.store.wish import Wish
from console.hub.wishes import RevokeToken

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.requests import Request

    from console.hub.api.parts import ApiParts


class Tokens:
    """``/api/tokens``: one's own; to an admin everybody's."""

    def __init__(self, parts: ApiParts) -> None:
        self._parts = parts

    def routes(self) -> list[Route]:
        """List the routes."""
        return [
            Route("/api/tokens", self.tokens, methods=["GET"]),
            Route("/api/tokens/{token}", self.revoke, methods=["DELETE"]),
        ]

    async def tokens(self, request: Request) -> Response:
        """Answer the tokens with their places, newest first."""
        caller = await self._parts.gate.caller(request.scope)
        whose = None if is_allowed(caller.role, "agent.token") else caller.agent
        found = await self._parts.readings.run(tokens_of(whose))
        now = self._parts.clock.now()
        shown = [_shown(token, now) | {"is_this": token.id == caller.token} for token in found]
        return Response(
            json.dumps({"tokens": shown}),
            media_type="application/json",
            headers={"cache-control": "no-store"},
        )

    async def revoke(self, request: Request) -> Response:
        """End a token; one that is not the caller's is not there."""
        caller = await self._parts.gate.caller(request.scope)
        token = request.path_params["token"]
        if not (token.isascii() and token.isalnum() and len(token) <= 64):
            raise NotServed(404, "not_found", "There is no such token.")
        wish = Wish(
            RevokeToken(token),
            cause=f"token:{token}:revoked:{caller.agent}",
            actor=f"agent:{caller.agent}",
            agent=caller.agent,
            role=caller.role,
        )
        await self._parts.recorder.record(wish)
        return Response(status_code=204)


def _shown(token: Token, now: datetime) -> dict[str, object]:
    return {
        "id": token.id,
        "agent": token.agent,
        "login": token.login,
        "state": token.state(now),
        "created_at": moment(token.created_at),
        "expires_at": token.expires_at and moment(token.expires_at),
        "revoked_at": token.revoked_at and moment(token.revoked_at),
        "places": [
            {
                "place": use.place,
                "first_at": moment(use.first_at),
                "last_at": moment(use.last_at),
            }
            for use in token.uses
        ],
    }
