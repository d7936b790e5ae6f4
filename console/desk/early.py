"""Asks the hub what a desk starts from while the desk itself is still being loaded.

Loading takes longer than the hub's answer, and what speaks to the hub later is half of it. This
asks once, in a thread, with nothing but sockets; whoever needs the answer reads and checks it.
"""

from __future__ import annotations

import os
import socket
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from console.desk.clock import steady

if TYPE_CHECKING:
    from urllib.parse import SplitResult

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 10.0
MOST = 32_000_000
"""Bytes of an answer; a longer one is not for here."""
PATH = "/api/snapshot"


class Unanswered(Exception):
    """No good answer came; the desk's own link asks again and says why there is none."""


class Answer(NamedTuple):
    """A good answer; moments are seconds on ``clock.steady()``."""

    body: bytes
    asked_at: float
    heard_at: float


class Early:
    """One request, under way from the moment this is made."""

    def __init__(self, hub_url: str, token: str) -> None:
        self.answer: Future[Answer] = Future()
        """Raises whatever went wrong."""
        # Whoever waits may go away, and must not take it from the others.
        self.answer.set_running_or_notify_cancel()
        threading.Thread(target=self._ask, args=(hub_url, token), daemon=True).start()

    def _ask(self, hub_url: str, token: str) -> None:
        asked_at = steady()
        try:
            body = ask(hub_url, token)
        except Exception as error:
            self.answer.set_exception(error)
        else:
            self.answer.set_result(Answer(body, asked_at, steady()))


def ask(hub_url: str, token: str) -> bytes:
    """Give the body of the hub's answer.

    HTTP/1.0, so that it is neither chunked nor kept open
    (https://www.rfc-editor.org/rfc/rfc1945#section-7.2.2).

    Raises:
        Unanswered: It is no good answer, or not all of it.
        OSError: There is none.
    """
    where = urlsplit(hub_url)
    with _connected(where) as wire:
        wire.settimeout(ANSWER_SECONDS)
        request = (
            f"GET {PATH} HTTP/1.0\r\nHost: {where.netloc}\r\nAuthorization: Bearer {token}\r\n"
            "Accept: application/json\r\nConnection: close\r\n\r\n"
        )
        wire.sendall(request.encode("ascii"))
        return body_of(_everything(wire))


def body_of(answer: bytes) -> bytes:
    """The body of a whole and good answer. Raises Unanswered."""
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    fields = {name.strip().lower(): value.strip() for name, _, value in map(_field, lines)}
    is_good = first.startswith(b"HTTP/1.") and first[8:13] == b" 200 "
    is_plain = not {b"transfer-encoding", b"content-encoding"} & set(fields)
    if not is_good or not is_plain or fields.get(b"content-length") != str(len(body)).encode():
        raise Unanswered
    return body


def _field(line: bytes) -> tuple[bytes, bytes, bytes]:
    return line.partition(b":")


def _everything(wire: socket.socket) -> bytes:
    heard = bytearray()
    while chunk := wire.recv(1 << 16):
        heard += chunk
        if len(heard) > MOST:
            raise Unanswered
    return bytes(heard)


def _connected(where: SplitResult) -> socket.socket:
    host, is_safe = where.hostname or "", where.scheme == "https"
    wire = socket.create_connection((host, where.port or (443 if is_safe else 80)), CONNECT_SECONDS)
    if not is_safe:
        return wire
    # Not at the top: without https nobody needs it.
    import ssl

    import certifi

    # Whom the desk's own link trusts: https://www.python-httpx.org/advanced/ssl/
    file, folder = os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")
    file = file or (None if folder else certifi.where())
    try:
        trust = ssl.create_default_context(cafile=file, capath=None if file else folder)
        return trust.wrap_socket(wire, server_hostname=host)
    except BaseException:
        wire.close()
        raise
