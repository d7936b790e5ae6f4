"""Floor of ingest that does the same job: signature, deduplication and timeline in raw sqlite3.

What is missing against the hub: folded states, hash chains, contacts, rules and every check.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import sys
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import uvicorn

from tests.benchmarks.floors.group_insert import Bare

if TYPE_CHECKING:
    import sqlite3

    from starlette.types import Receive, Scope, Send

TABLES = (
    "CREATE TABLE incident (handle TEXT PRIMARY KEY, unanswered INTEGER, last TEXT)",
    "CREATE TABLE message (sid TEXT PRIMARY KEY, handle TEXT, body TEXT)",
    "CREATE TABLE entry (seq INTEGER PRIMARY KEY, sid TEXT UNIQUE, handle TEXT, data TEXT)",
)
ROWS = (
    "INSERT INTO incident VALUES (:From, 1, :MessageSid)"
    " ON CONFLICT (handle) DO UPDATE SET unanswered = unanswered + 1, last = excluded.last",
    "INSERT OR IGNORE INTO message VALUES (:MessageSid, :From, :Body)",
    "INSERT OR IGNORE INTO entry (sid, handle, data) VALUES (:MessageSid, :From, :Body)",
)


class SameJob(Bare):
    """Refuses what is not signed; writes three rows a text."""

    def __init__(self, file: str, url: str, token: str) -> None:
        self._url, self._token = url, token.encode()
        super().__init__(file)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check the signature, store, answer once it is durable."""
        body = (await receive())["body"]
        status = 204
        if body:
            form = dict(parse_qsl(body.decode(), keep_blank_values=True))
            if self._is_signed(form, dict(scope["headers"]).get(b"x-twilio-signature", b"")):
                await self.durable(form, body)
            else:
                status = 403
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    def _is_signed(self, form: dict[str, str], given: bytes) -> bool:
        text = self._url + "".join(name + form[name] for name in sorted(form))
        digest = hmac.new(self._token, text.encode(), hashlib.sha1).digest()
        return hmac.compare_digest(base64.b64encode(digest), given)

    def prepare(self, connection: sqlite3.Connection) -> None:
        """Make the tables."""
        for table in TABLES:
            connection.execute(table)

    def insert(
        self, connection: sqlite3.Connection, group: list[tuple[dict[str, str], bytes]]
    ) -> None:
        """Write what belongs to the texts of one commit, those that came before left out."""
        forms = [form for form, _ in group]
        for rows in ROWS:
            connection.executemany(rows, forms)


if __name__ == "__main__":
    port, file, url = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    token = sys.stdin.readline().strip()
    uvicorn.run(
        SameJob(file, url, token),
        port=port,
        loop="uvloop",
        http="httptools",
        lifespan="off",
        access_log=False,
        log_level="warning",
    )
