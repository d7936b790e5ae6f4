"""Tells addresses of the public internet from those that a download must never reach."""

from __future__ import annotations

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

NAT64 = IPv6Network("64:ff9b::/96")
"""https://www.rfc-editor.org/rfc/rfc6052"""


async def resolve(host: str, port: int) -> Sequence[str]:
    """All addresses of a host; empty when it has none now."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


def is_public(address: str) -> bool:
    """Whether an address is on the public internet, also when written inside another."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    inner = _inner(parsed)
    return all(each.is_global and not each.is_multicast for each in (inner or (parsed,)))


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _inner(address: IPv4Address | IPv6Address) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses that a translating IPv6 address leads to."""
    if isinstance(address, IPv4Address):
        return ()
    if address in NAT64:
        return (IPv4Address(int(address) & 0xFFFFFFFF),)
    mapped = address.ipv4_mapped or address.sixtofour
    if mapped is not None:
        return (mapped,)
    return address.teredo or ()
