"""The outermost door: times, sizes and numbers that every connection must keep."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from console.hub.asgi import error_body

if TYPE_CHECKING:
    import asyncio

Stage = Literal["idle", "head", "body", "work"]


@dataclass(frozen=True, slots=True)
class DoorLimits:
    """What one connection may take."""

    head_seconds: float = 10.0
    body_seconds: float = 30.0
    """For the whole body."""
    quiet_seconds: float = 10.0
    """Without a byte of the body."""
    idle_seconds: float = 75.0
    """Between requests."""
    stalled_seconds: float = 30.0
    """Without reading what we send."""
    head_bytes: int = 64 * 1024
    headers: int = 100
    connections: int = 2000


class _Unfit(Exception):
    """A request head that we do not take; the parser turns it into a 400."""


class Door(HttpToolsProtocol):
    """uvicorn's protocol with limits; it has none for slow senders or slow readers."""

    limits = DoorLimits()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Refuse a connection too many, watch the others."""
        self._stage: Stage = "head"
        self._is_refused = len(self.connections) >= self.limits.connections
        self._stalled_since: float | None = None
        self._head_bytes = 0
        if self._is_refused:
            transport.abort()
            return
        super().connection_made(transport)
        self._watch_from(self.loop.time() + self.limits.head_seconds)
        self._body_until = self._deadline
        self._watch = self.loop.call_later(self._pace, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop watching."""
        if not self._is_refused:
            self._watch.cancel()
            super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what belongs to a head, and note progress of a body."""
        if self._is_refused or self.transport.is_closing():
            return
        if self._stage == "idle":
            self._begin_head()
        elif self._stage == "body":
            self._deadline = min(self._body_until, self.loop.time() + self.limits.quiet_seconds)
        super().data_received(data)
        if self._stage == "head":
            self._head_bytes += len(data)
            if self._head_bytes > self.limits.head_bytes and not self.transport.is_closing():
                self.send_400_response("")

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        if self._stage != "head":
            self._begin_head()
        self._url_bytes = 0

    def on_url(self, url: bytes) -> None:
        """Count the bytes of the target."""
        super().on_url(url)
        self._url_bytes += len(url)
        if self._url_bytes > self.limits.head_bytes:
            raise _Unfit

    def on_header(self, name: bytes, value: bytes) -> None:
        """Count the headers."""
        super().on_header(name, value)
        if len(self.headers) > self.limits.headers:
            raise _Unfit

    def on_headers_complete(self) -> None:
        """Refuse heads that two readers could read differently; then the body's time begins."""
        if self.parser.should_upgrade() or not _is_fit(self.headers, self.limits.head_bytes):
            raise _Unfit
        super().on_headers_complete()
        now = self.loop.time()
        self._stage = "body"
        self._body_until = now + self.limits.body_seconds
        self._watch_from(min(self._body_until, now + self.limits.quiet_seconds))

    def on_message_complete(self) -> None:
        """The request is complete."""
        super().on_message_complete()
        self._stage = "work"
        self._deadline = float("inf")
        if self.cycle.response_complete and not self.pipeline:
            self._rest()

    def on_response_complete(self) -> None:
        """The answer is complete."""
        super().on_response_complete()
        if self._stage == "work" and self.cycle.response_complete:
            self._rest()

    def pause_writing(self) -> None:
        """The client does not read."""
        self._stalled_since = self.loop.time()
        super().pause_writing()

    def resume_writing(self) -> None:
        """The client has read."""
        self._stalled_since = None
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no request in the shape of all errors, and close."""
        body = error_body("bad_request", "This is not an HTTP request that we take.")
        self.transport.write(
            b"HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\n"
            b"content-length: %d\r\nconnection: close\r\n\r\n%b" % (len(body), body)
        )
        self.transport.close()

    @property
    def _pace(self) -> float:
        """Seconds between two looks at the deadline."""
        shortest = (self.limits.head_seconds, self.limits.quiet_seconds)
        return min(*shortest, self.limits.stalled_seconds, self.limits.idle_seconds) / 4

    def _begin_head(self) -> None:
        self._stage = "head"
        self._head_bytes = 0
        self._watch_from(self.loop.time() + self.limits.head_seconds)

    def _rest(self) -> None:
        self._stage = "idle"
        self._watch_from(self.loop.time() + self.limits.idle_seconds)

    def _watch_from(self, deadline: float) -> None:
        self._deadline = deadline

    def _look(self) -> None:
        # One timer for a connection's whole life: none has to be set and cancelled per request.
        now = self.loop.time()
        stalled = self._stalled_since
        if now >= self._deadline or (
            stalled is not None and now - stalled > self.limits.stalled_seconds
        ):
            self.transport.abort()
            return
        self._watch = self.loop.call_later(self._pace, self._look)


def door(limits: DoorLimits) -> type[Door]:
    """Give the protocol class with other limits."""

    class Limited(Door):
        pass

    Limited.limits = limits
    return Limited


def _is_fit(headers: list[tuple[bytes, bytes]], most_bytes: int) -> bool:
    """Tell whether a head is small and says in one way how long its body is."""
    lengths = encodings = hosts = size = 0
    for name, value in headers:
        size += len(name) + len(value) + 4
        if name == b"content-length":
            lengths += 1
            if not value.isdigit() or len(value) > 18:
                return False
        elif name == b"transfer-encoding":
            encodings += 1
            if value.strip().lower() != b"chunked":
                return False
        elif name == b"host":
            hosts += 1
    return size <= most_bytes and lengths + encodings <= 1 and hosts <= 1


def quiet(logger: logging.Logger | None = None) -> None:
    """Keep the server's own logger from repeating what strangers sent."""
    (logger or logging.getLogger("uvicorn.error")).setLevel(logging.CRITICAL)
