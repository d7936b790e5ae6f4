"""Tells other programs by webhook: JSON over TLS, never to an address of our own network."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING, Protocol
from urllib.parse import SplitResult, urlsplit, urlunsplit

import httpx

from channels.base import Refused, Uncertain, Unreachable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    Resolve = Callable[[str, int], Awaitable[list[str]]]

PAGERDUTY = "https://events.pagerduty.com/v2/enqueue"
"""https://developer.pagerduty.com/docs/events-api-v2/overview/"""
TIMEOUT_SECONDS = 10.0
TOO_MANY = 429
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class Hooks(Protocol):
    """Posts to webhooks."""

    async def post(self, url: str, body: Mapping[str, object]) -> None:
        """Post once. Raises Refused, Unreachable or Uncertain."""
        ...


@dataclass(frozen=True, slots=True)
class NoHooks:
    """A hub that has no webhooks to tell."""

    async def post(self, url: str, body: Mapping[str, object]) -> None:
        """Refuse. Raises Refused, always."""
        raise Refused(f"No webhook is set up ({len(url)}, {len(body)}).", do="Tell an admin.")


async def resolve(host: str, port: int) -> list[str]:
    """Give the addresses of a host. Raises OSError."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


@dataclass(frozen=True, slots=True)
class HttpHooks:
    """Posts over HTTP; redirects are not followed, and the address that was checked is used."""

    client: httpx.AsyncClient = field(repr=False)
    allows_private: bool = False
    """Whether our own network may be told, and without TLS."""
    resolve: Resolve = resolve

    async def post(self, url: str, body: Mapping[str, object]) -> None:
        """Post JSON once. Raises Refused, Unreachable or Uncertain."""
        request = await self._request(url, body)
        try:
            answer = await self.client.send(request, follow_redirects=False)
        except _NEVER_SENT as error:
            raise Unreachable("The webhook can't be reached.") from error
        except httpx.HTTPError as error:
            raise Uncertain("The webhook gave no clear answer.") from error
        if answer.status_code == TOO_MANY:
            raise Unreachable("The webhook takes no more for now.")
        if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise Uncertain(f"The webhook failed ({answer.status_code}).")
        if not answer.is_success:
            raise Refused(f"The webhook refused it ({answer.status_code}).", do="Tell an admin.")

    async def _request(self, url: str, body: Mapping[str, object]) -> httpx.Request:
        """A request to an address that was looked at: a second look-up could give another one."""
        parts = _parts(url)
        if parts.scheme != "https" and not (self.allows_private and parts.scheme == "http"):
            raise Refused("A webhook must be an https address.", do="Tell an admin.")
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        try:
            addresses = await self.resolve(host, port)
        except OSError as error:
            raise Unreachable("The webhook's host is not known.") from error
        if not addresses or not (self.allows_private or all(map(_is_public, addresses))):
            raise Refused("The webhook is inside our own network.", do="Tell an admin.")
        address = addresses[0]
        literal = f"[{address}]" if ":" in address else address
        pinned = urlunsplit((parts.scheme, f"{literal}:{port}", parts.path, parts.query, ""))
        return self.client.build_request(
            "POST",
            pinned,
            json=dict(body),
            headers={"host": parts.netloc.rpartition("@")[2]},
            extensions={"sni_hostname": host},
            timeout=TIMEOUT_SECONDS,
        )


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise Refused("The webhook's address is wrong.", do="Tell an admin.") from error
    return parts


def _is_public(address: str) -> bool:
    found = ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_global and not found.is_multicast
