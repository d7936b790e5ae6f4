"""Requests to the hub: the token in a header only, every timeout explicit, every answer checked."""

from __future__ import annotations

import logging
import socket
import ssl
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ValidationError

from console.desk.clock import steady
from console.desk.health import Health, Pulse
from console.desk.wire_errors import Away, Refused, check, reason_of
from console.domain.message_events import LARGEST_MEDIA

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from console.desk.sse import Frame, Parser

KEPT = httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=20.0)
"""A key need not wait for a connection; the hub closes an idle one after 25 s."""
SILENCE_SECONDS = 40.0
"""A stream this quiet is dead: the hub speaks every 15 s."""
REQUEST = httpx.Timeout(10.0, connect=5.0)
DOWNLOAD = httpx.Timeout(10.0, connect=5.0, read=90.0)
"""The hub itself may have to wait for the provider before it says a word."""
STREAM = httpx.Timeout(10.0, connect=5.0, read=SILENCE_SECONDS)

_Answer = TypeVar("_Answer", bound=BaseModel)


def _keepalive() -> list[tuple[int, int, int]]:
    # The kernel asks a silent peer itself, so a cut network shows within five seconds, without
    # a request of ours. https://man7.org/linux/man-pages/man7/tcp.7.html
    wanted = {"TCP_KEEPIDLE": 2, "TCP_KEEPALIVE": 2, "TCP_KEEPINTVL": 1, "TCP_KEEPCNT": 2}
    # What was sent and is not acknowledged counts as silence too, in milliseconds.
    wanted["TCP_USER_TIMEOUT"] = 5_000
    known = {name: getattr(socket, name, None) for name in wanted}
    options = [(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)]
    return options + [
        (socket.IPPROTO_TCP, number, wanted[name])
        for name, number in known.items()
        if isinstance(number, int)
    ]


def new_client(scheme: str = "https") -> httpx.AsyncClient:
    """A client for the hub; redirects are not followed, so the token stays with the hub."""
    # Reading whom to trust takes a while; without https there is nobody to trust.
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if scheme == "http" else True
    transport = httpx.AsyncHTTPTransport(verify=trust, limits=KEPT, socket_options=_keepalive())
    return httpx.AsyncClient(transport=transport, timeout=REQUEST, follow_redirects=False)


class Requests:
    """One hub, one token."""

    def __init__(self, hub_url: str, token: str, client: httpx.AsyncClient | None) -> None:
        url = httpx.URL(hub_url)
        if url.scheme not in ("http", "https") or not url.host or url.userinfo:
            raise ValueError("the hub's address must look like https://hub.example.com")
        # At INFO this library writes whole URLs, and what somebody looked for is in them.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        self._base = str(url).split("?", 1)[0].rstrip("/")
        self._client = client or new_client(url.scheme)
        self._headers = {"Authorization": f"Bearer {token}"}
        self._pulse = Pulse(steady())

    @property
    def health(self) -> Health:
        """How the link stands."""
        return self._pulse.health()

    async def ping(self) -> float:
        """Ask whether the hub lives; gives the round trip in milliseconds. Raises Away."""
        asked_at = steady()
        await self._ask("GET", "/healthz")
        return (steady() - asked_at) * 1000

    async def aclose(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def media(self, number: int, message: str, place: int) -> bytes:
        """An attachment that I have just opened; never more than is opened at all."""
        path = f"/api/incidents/{number}/messages/{quote(message, safe='')}/media/{place}"
        return await self._bytes(path)

    async def voicemail(self, number: int, key: str) -> bytes:
        """A message that I am on record as listening to."""
        return await self._bytes(f"/api/incidents/{number}/voicemail/{quote(key, safe='')}")

    async def _bytes(self, path: str) -> bytes:
        content = bytearray()
        try:
            async with self._client.stream(
                "GET", self._base + path, headers=self._headers, timeout=DOWNLOAD
            ) as answer:
                async for chunk in answer.aiter_bytes():
                    content += chunk
                    if len(content) > LARGEST_MEDIA:
                        raise Refused("The attachment is too large.", "too_large")
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise Away(reason_of(error)) from error
        check(answer.status_code, bytes(content))
        return bytes(content)

    async def _get(
        self, path: str, answer: type[_Answer], params: Mapping[str, str] | None = None
    ) -> _Answer:
        return read_answer(answer, await self._ask("GET", path, params=params))

    async def _ask(
        self,
        method: str,
        path: str,
        body: BaseModel | None = None,
        params: Mapping[str, str] | None = None,
    ) -> bytes:
        asked_at = steady()
        headers = self._headers | ({"Content-Type": "application/json"} if body else {})
        try:
            response = await self._client.request(
                method,
                self._base + path,
                content=body.model_dump_json().encode() if body else None,
                params=params,
                headers=headers,
                timeout=REQUEST,
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            self._pulse.unanswered()
            raise Away(reason_of(error)) from error
        self._pulse.answered(asked_at, steady())
        check(response.status_code, response.content)
        return response.content

    async def _frames(self, after: int, parser: Parser) -> AsyncGenerator[Frame, None]:
        headers = {"Accept": "text/event-stream", "Last-Event-ID": str(after), **self._headers}
        url = self._base + "/events"
        try:
            async with self._client.stream("GET", url, headers=headers, timeout=STREAM) as answer:
                if answer.status_code != 200:
                    check(answer.status_code, await answer.aread())
                if not answer.headers.get("content-type", "").startswith("text/event-stream"):
                    raise Away("the hub's answer can't be read")
                async for chunk in answer.aiter_bytes():
                    self._pulse.heard(steady())
                    for frame in parser.feed(chunk):
                        yield frame
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise Away(reason_of(error)) from error


def read_answer(answer: type[_Answer], body: bytes) -> _Answer:
    """Read a good answer. Raises Away when it is no answer of a hub."""
    try:
        return answer.model_validate_json(body)
    except ValidationError as error:
        # A sign-in page of some network in between, most likely.
        raise Away(reason_of(error)) from error
