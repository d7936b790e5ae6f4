"""Floor of ingest: a bare ASGI application that answers after a group commit of raw sqlite3.

It reads the form and stores one durable row a text; it checks no signature, knows no incident
and keeps no timeline.
"""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import sys
import threading
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import uvicorn

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

MOST = 256
"""Texts of one commit."""

Item = tuple["asyncio.Future[None]", dict[str, str], bytes]


class Bare:
    """The whole server."""

    def __init__(self, file: str) -> None:
        self._waiting: queue.SimpleQueue[Item] = queue.SimpleQueue()
        self._file = file
        self._thread = threading.Thread(target=self._write, daemon=True)
        self._thread.start()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Store a form and answer once it is durable."""
        body = (await receive())["body"]
        if body:
            await self.durable(dict(parse_qsl(body.decode(), keep_blank_values=True)), body)
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def durable(self, form: dict[str, str], body: bytes) -> None:
        """Hand a form to the writer and wait for its commit."""
        committed = asyncio.get_running_loop().create_future()
        self._waiting.put((committed, form, body))
        await committed

    def prepare(self, connection: sqlite3.Connection) -> None:
        """Make the table."""
        connection.execute("CREATE TABLE text (sid TEXT PRIMARY KEY, form BLOB)")

    def insert(
        self, connection: sqlite3.Connection, group: list[tuple[dict[str, str], bytes]]
    ) -> None:
        """Write the texts of one commit."""
        rows = [(form["MessageSid"], body) for form, body in group]
        connection.executemany("INSERT OR IGNORE INTO text VALUES (?, ?)", rows)

    def _write(self) -> None:
        connection = sqlite3.connect(self._file, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        self.prepare(connection)
        while True:
            group = [self._waiting.get()]
            while len(group) < MOST and not self._waiting.empty():
                group.append(self._waiting.get())
            connection.execute("BEGIN IMMEDIATE")
            self.insert(connection, [(form, body) for _, form, body in group])
            connection.execute("COMMIT")
            group[0][0].get_loop().call_soon_threadsafe(_answer, group)


def _answer(group: list[Item]) -> None:
    for committed, _, _ in group:
        if not committed.done():
            committed.set_result(None)


if __name__ == "__main__":
    uvicorn.run(
        Bare(sys.argv[2]),
        port=int(sys.argv[1]),
        loop="uvloop",
        http="httptools",
        lifespan="off",
        access_log=False,
        log_level="warning",
    )
