"""A whole post and the answer to it: what routes say that need nothing else of HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from console.hub.asgi import CLOSE, NotServed, complete, error_body

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import Send

    from console.hub.asgi import Headers

JSON = b"application/json"


@dataclass(frozen=True, slots=True)
class Post:
    """A POST that has come in completely."""

    raw_path: bytes
    """Still percent-encoded."""
    query: bytes
    """Without the question mark."""
    headers: list[tuple[bytes, bytes]]
    """Names in lower case."""
    body: bytes


@dataclass(frozen=True)
class Reply:
    """A complete answer."""

    status: int
    body: bytes = b""
    content_type: bytes = JSON
    headers: Headers = ()

    @classmethod
    def of(cls, error: NotServed) -> Reply:
        """Say what is wrong, in the one shape that all errors have."""
        body = error_body(error.code, error.message)
        return cls(error.status, body, headers=error.headers)

    @property
    def lines(self) -> Headers:
        """All headers."""
        return complete(self.status, self.body, self.content_type, self.headers)

    @cached_property
    def written(self) -> bytes:
        """Headers and body as they are sent."""
        lines = [b"%b: %b\r\n" % line for line in self.lines]
        return b"".join((*lines, b"\r\n", self.body))

    @cached_property
    def closes(self) -> bool:
        """Whether the connection ends after it."""
        return CLOSE in self.headers

    async def send(self, send: Send) -> None:
        """Send it by ASGI."""
        head = {"type": "http.response.start", "status": self.status, "headers": self.lines}
        await send(head)
        await send({"type": "http.response.body", "body": self.body})


class Hook(Protocol):
    """Answers posts to one address; never raises."""

    async def reply(self, post: Post) -> Reply:
        """Give the answer."""
        ...

    def ask(self, post: Post, answer: Callable[[Reply], None]) -> bool:
        """Have the answer called, now or later; False when only ``reply`` can tell it."""
        ...
