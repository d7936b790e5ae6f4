"""Posts to known addresses, answered without the machinery of ASGI.

A webhook is one short body and one short answer. Scope, queue, events and two messages for each
of them cost more than checking its signature and storing it.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, cast

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from console.hub.reply import Post

if TYPE_CHECKING:
    from collections.abc import Mapping

    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

    from console.hub.reply import Hook, Reply

LARGEST = 64 * 1024
"""Bytes of a body; larger ones take the longer way, which knows when to stop reading."""
_NEVER = asyncio.Event()


class Answering:
    """A post under way; stands where uvicorn has the cycle of a request."""

    message_event = _NEVER
    """uvicorn sets it for a reader that is not here."""

    def __init__(self, hook: Hook, *, keep_alive: bool) -> None:
        self.hook = hook
        self.keep_alive = keep_alive
        self.body: list[bytes] = []
        self.disconnected = False
        self.response_complete = False


class Posts(HttpToolsProtocol):
    """uvicorn's protocol with a short way for some posts; all others go uvicorn's own."""

    hooks: Mapping[bytes, Hook] = {}
    """By path, still percent-encoded."""
    _reading: Answering | None = None
    _task: asyncio.Task[None]

    def on_message_begin(self) -> None:
        """A request begins; what only ASGI needs is made when it goes there."""
        self.url = b""
        self.headers = []
        self.expect_100_continue = False
        self._reading = None

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header."""
        name = name.lower()
        if name == b"expect" and value.lower() == b"100-continue":
            self.expect_100_continue = True
        self.headers.append((name, value))

    def on_headers_complete(self) -> None:
        """Choose the way."""
        path, _, query = self.url.partition(b"?")
        hook = self.hooks.get(path)
        if hook is not None and self._is_short():
            self._path, self._query = path, query
            self._reading = Answering(hook, keep_alive=self.parser.should_keep_alive())
            self.cycle = cast("RequestResponseCycle", self._reading)
            return
        url, headers, expects = self.url, self.headers, self.expect_100_continue
        super().on_message_begin()
        self.headers.extend(headers)
        self.url, self.expect_100_continue = url, expects
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Keep what belongs to a short one."""
        if self._reading is not None:
            self._reading.body.append(body)
        else:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """Begin to answer."""
        answering, self._reading = self._reading, None
        if answering is None:
            super().on_message_complete()
            return
        body = answering.body[0] if len(answering.body) == 1 else b"".join(answering.body)
        post = Post(self._path, self._query, self.headers, body)
        if not answering.hook.ask(post, partial(self._reply, answering)):
            self._task = self.loop.create_task(self._answer(answering, post))
            self.tasks.add(self._task)

    def on_response_complete(self) -> None:
        """Go on; how long the connection may rest is watched elsewhere."""
        if self.pipeline or not isinstance(self._current, Answering):
            super().on_response_complete()
        else:
            self.server_state.total_requests += 1

    @property
    def _current(self) -> RequestResponseCycle | Answering | None:
        return self.cycle

    def _is_short(self) -> bool:
        """Tell whether this is a plain post with a body of a known, small size, and its turn."""
        if self.expect_100_continue or self.flow.write_paused:
            return False
        if self.parser.get_method() != b"POST" or self.parser.get_http_version() != "1.1":
            return False
        if self._current and not self._current.response_complete:
            return False
        size = -1
        for name, value in self.headers:
            if name == b"content-length":
                size = int(value)
            elif name in (b"content-encoding", b"transfer-encoding", b"upgrade"):
                return False
        return 0 <= size <= LARGEST

    async def _answer(self, answering: Answering, post: Post) -> None:
        try:
            self._reply(answering, await answering.hook.reply(post))
        finally:
            self.tasks.discard(self._task)

    def _reply(self, answering: Answering, reply: Reply) -> None:
        if answering.disconnected:
            return
        said = [STATUS_LINE[reply.status]]
        for name, value in self.server_state.default_headers:
            said += (name, b": ", value, b"\r\n")
        if reply.closes:
            answering.keep_alive = False
        elif not answering.keep_alive:
            said.append(b"connection: close\r\n")
        said.append(reply.written)
        self.transport.write(b"".join(said))
        answering.response_complete = True
        if not answering.keep_alive:
            self.transport.close()
        self.on_response_complete()
