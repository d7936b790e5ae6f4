"""The door of the REST interfaces: credentials, faults on request, cut connections."""

from __future__ import annotations

import base64
import binascii
import hmac
from email.utils import format_datetime
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse

from channels.simulator.errors import ApiError, not_found, unauthorized

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from channels.simulator.faults import RequestFaultKind
    from channels.simulator.plant import Plant

API = "/2010-04-01/"
MAIL = "/v3/"
MESSAGING = "/v1/Services"


class Gate:
    """ASGI middleware in front of every provider route."""

    def __init__(self, app: ASGIApp, plant: Plant) -> None:
        self._app = app
        self._plant = plant

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, refuse it, or lose it."""
        path = str(scope.get("path", ""))
        if scope["type"] != "http" or not path.startswith((API, MAIL, MESSAGING)):
            await self._app(scope, receive, send)
            return
        line = f"{scope['method']} {path}"
        self._plant.journal.requests.append(line)
        fault = self._plant.faults.for_request(line)
        if fault is not None:
            await self._fail(fault, scope, receive, send)
            return
        await self._enter(scope, receive, self._dated(send))

    def _dated(self, send: Send) -> Send:
        """Let an answer say what time it is here."""

        async def dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                date = format_datetime(self._plant.clock.now(), usegmt=True).encode()
                message["headers"] = [*message.get("headers", ()), (b"date", date)]
            await send(message)

        return dated

    async def _enter(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(scope)
        with self._plant.clock.working():
            await (refusal or self._app)(scope, receive, send)

    async def _fail(
        self, fault: RequestFaultKind, scope: Scope, receive: Receive, send: Send
    ) -> None:
        if fault == "timeout-after":
            await self._enter(scope, receive, _nowhere)
        if fault in ("timeout-before", "timeout-after"):
            # Headers that promise a body, and then nothing: the server cuts the connection.
            head: list[tuple[bytes, bytes]] = [(b"content-length", b"1")]
            await send({"type": "http.response.start", "status": 200, "headers": head})
            return
        status = int(fault)
        code, message = (20429, "Too Many Requests") if status == 429 else (20500, "Server error")
        body = ApiError(status, code, message).body()
        if str(scope["path"]).startswith(MAIL):
            body = {"errors": [{"field": None, "message": message.lower()}]}
        await JSONResponse(body, status)(scope, receive, send)

    def _refusal(self, scope: Scope) -> JSONResponse | None:
        headers: dict[bytes, bytes] = dict(scope["headers"])
        given = headers.get(b"authorization", b"").decode("latin-1")
        path, settings = str(scope["path"]), self._plant.settings
        if path.startswith(MAIL):
            if hmac.compare_digest(given.encode(), f"Bearer {settings.sendgrid_api_key}".encode()):
                return None
            message = "The provided authorization grant is invalid, expired, or revoked"
            body: dict[str, object] = {"errors": [{"message": message, "field": None}]}
            return JSONResponse(body, 401)
        if not self._knows(given):
            return JSONResponse(unauthorized().body(), 401)
        account = path.removeprefix(f"{API}Accounts/").split("/")[0].removesuffix(".json")
        if path.startswith(API) and account != settings.account_sid:
            return JSONResponse(not_found(path).body(), 404)
        return None

    def _knows(self, given: str) -> bool:
        settings = self._plant.settings
        pairs = [f"{settings.account_sid}:{token}" for token in settings.auth_tokens]
        pairs.append(f"{settings.api_key_sid}:{settings.api_key_secret}")
        kind, _, encoded = given.partition(" ")
        try:
            pair = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            return False
        return kind.lower() == "basic" and any(
            hmac.compare_digest(pair, known.encode()) for known in pairs
        )


async def _nowhere(message: Message) -> None:
    """The answer is lost."""
