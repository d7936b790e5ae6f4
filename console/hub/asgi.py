"""What every route needs of HTTP: bodies with a limit, short answers, one shape of errors."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

KIB = 1024
MIB = 1024 * KIB
ABSURD_BYTES = 1024 * MIB
"""No sender we know announces more than this, whatever the route."""
CLOSE = (b"connection", b"close")
SECONDS_TO_RETRY = 2

Headers = tuple[tuple[bytes, bytes], ...]


class NotServed(Exception):
    """A request that gets an error answer; the words are shown to whoever sent it."""

    def __init__(self, status: int, code: str, message: str, headers: Headers = ()) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers


class ClientGone(Exception):
    """The client closed the connection before its request was complete."""


@dataclass(frozen=True, slots=True)
class BodyLimit:
    """How much of a body is read, and what is answered when there is more."""

    size: int
    """Bytes."""
    status: int = 413

    def exceeded(self, announced: int = 0) -> NotServed:
        """Make the answer to a body that is too large."""
        status = 413 if announced > ABSURD_BYTES else self.status
        return NotServed(status, "too_large", "The body is too large.", (CLOSE,))


def header(scope: Scope, name: bytes) -> bytes | None:
    """Give the first header of a lower-case name."""
    for key, value in scope["headers"]:
        if key == name:
            return bytes(value)
    return None


async def read_body(scope: Scope, receive: Receive, limit: BodyLimit) -> bytes:
    """Read the whole body once. Raises NotServed (413, 415) or ClientGone."""
    check_headers(scope, limit)
    message = await receive()
    if message["type"] == "http.request" and not message.get("more_body"):
        body: bytes = message.get("body", b"")
        if len(body) > limit.size:
            raise limit.exceeded()
        return body
    whole = bytearray()
    while message["type"] == "http.request":
        whole += message.get("body", b"")
        if len(whole) > limit.size:
            raise limit.exceeded()
        if not message.get("more_body"):
            return bytes(whole)
        message = await receive()
    raise ClientGone


def check_headers(scope: Scope, limit: BodyLimit) -> None:
    """Refuse a body by what its headers announce, before any of it is read. Raises NotServed."""
    for name, value in scope["headers"]:
        if name == b"content-length" and int(value) > limit.size:
            raise limit.exceeded(int(value))
        if name == b"content-encoding" and value.strip().lower() not in (b"", b"identity"):
            raise NotServed(415, "encoded", "Compressed bodies are not read.", (CLOSE,))


async def answer(
    send: Send,
    status: int,
    body: bytes = b"",
    content_type: bytes = b"application/json",
    headers: Headers = (),
) -> None:
    """Send a complete answer."""
    found = complete(status, body, content_type, headers)
    await send({"type": "http.response.start", "status": status, "headers": found})
    await send({"type": "http.response.body", "body": body})


def complete(status: int, body: bytes, content_type: bytes, headers: Headers) -> Headers:
    """Add the headers that every answer has."""
    found = ((b"cache-control", b"no-store"), *headers)
    if status == 204:
        return found
    length = b"%d" % len(body)
    return (*found, (b"content-type", content_type), (b"content-length", length))


async def answer_error(send: Send, error: NotServed) -> None:
    """Send an error in the one shape that all of them have."""
    body = error_body(error.code, error.message)
    await answer(send, error.status, body, headers=error.headers)


def error_body(code: str, message: str) -> bytes:
    """Write ``{"error": {"code", "message"}}``."""
    return json.dumps({"error": {"code": code, "message": message}}).encode()


def unavailable(message: str = "The database cannot take this now; try again.") -> NotServed:
    """Make the answer that asks to come again."""
    wait = (b"retry-after", b"%d" % SECONDS_TO_RETRY)
    return NotServed(503, "unavailable", message, (wait,))


def peer(scope: Scope) -> str:
    """Give the address of the other end of the connection; forwarded headers are not believed."""
    client = scope.get("client")
    return str(client[0]) if client else ""
