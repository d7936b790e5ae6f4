"""The outermost door: uvicorn's protocol with limits; it has none for slow or large senders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.hub.asgi import error_body
from console.hub.posts import Posts
from console.hub.watch import DoorLimits, Watch

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Mapping

    from console.hub.reply import Hook

    Header = tuple[bytes, bytes]

LONGEST_LENGTH = 18
"""Digits of a Content-Length."""


class _Unfit(Exception):
    """A request head that we do not take; the parser turns it into a 400."""


class Door(Posts):
    """Keeps every connection within ``limits``."""

    limits = DoorLimits()
    _watch: Watch | None = None
    """None for a connection too many: it is closed without a word."""
    _head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Refuse a connection too many, watch the others."""
        if len(self.connections) >= self.limits.connections:
            transport.abort()
            return
        super().connection_made(transport)
        self._watch = Watch(self.limits, self.loop, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop watching."""
        if self._watch:
            self._watch.stop()
            super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Note progress, and count what belongs to a head."""
        if not self._watch or self.transport.is_closing():
            return
        if self._watch.stage == "idle":
            self._begin_head(self._watch)
        elif self._watch.stage == "body":
            self._watch.progress()
        super().data_received(data)
        if self._watch.stage == "head" and not self.transport.is_closing():
            self._head_bytes += len(data)
            if self._head_bytes > self.limits.head_bytes:
                self.send_400_response("")

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        if self._watch and self._watch.stage != "head":
            self._begin_head(self._watch)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Count the headers."""
        super().on_header(name, value)
        if len(self.headers) > self.limits.headers:
            raise _Unfit

    def on_headers_complete(self) -> None:
        """Refuse heads that two readers could read differently; then the body's time begins."""
        left = self.limits.head_bytes - len(self.url)
        if not (self._watch and _is_plain(self.headers, left)):
            raise _Unfit
        if self.parser.should_upgrade():
            raise _Unfit
        super().on_headers_complete()
        self._watch.body()

    def on_message_complete(self) -> None:
        """The request is complete."""
        super().on_message_complete()
        if self._watch:
            self._watch.work()
            if self.cycle.response_complete:
                self._watch.rest()

    def on_response_complete(self) -> None:
        """The answer is complete."""
        super().on_response_complete()
        if self._watch and self._watch.stage == "work" and self.cycle.response_complete:
            self._watch.rest()

    def pause_writing(self) -> None:
        """The client does not read."""
        if self._watch:
            self._watch.stalled()
        super().pause_writing()

    def resume_writing(self) -> None:
        """The client has read."""
        if self._watch:
            self._watch.flowing()
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no request in the shape of all errors, and close."""
        body = error_body("bad_request", "This is not an HTTP request that we take.")
        self.transport.write(
            b"HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\n"
            b"content-length: %d\r\nconnection: close\r\n\r\n%b" % (len(body), body)
        )
        self.transport.close()

    def _begin_head(self, watch: Watch) -> None:
        watch.head()
        self._head_bytes = 0


def door(limits: DoorLimits, hooks: Mapping[bytes, Hook]) -> type[Door]:
    """Give the protocol class with other limits, and what answers posts to which path."""

    class Limited(Door):
        pass

    Limited.limits = limits
    Limited.hooks = hooks
    return Limited


def _is_plain(headers: list[Header], most: int) -> bool:
    """Tell whether a head is small and says in one way whom it is for and how long its body is."""
    size = lengths = hosts = 0
    for name, value in headers:
        size += len(name) + len(value) + 4
        if name == b"content-length":
            lengths += 1
            if not value.isdigit() or len(value) > LONGEST_LENGTH:
                return False
        elif name == b"transfer-encoding":
            lengths += 1
            if value.strip().lower() != b"chunked":
                return False
        elif name == b"host":
            hosts += 1
    return size <= most and lengths <= 1 and hosts <= 1
