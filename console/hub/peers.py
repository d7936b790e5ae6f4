"""Where a request comes from: the connection's other end, or what a proxy of ours says of it."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

from console.hub.asgi import peer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import Scope

FORWARDED = (b"x-forwarded-for", b"forwarded", b"x-real-ip", b"via")
"""Headers of which a proxy sets at least one."""
LONGEST_CHAIN = 32
"""Addresses of an ``X-Forwarded-For`` that are looked at, the nearest ones."""

Address = IPv4Address | IPv6Address


class Peers:
    """Believes ``X-Forwarded-For`` only when one of the configured proxies says it."""

    def __init__(self, proxies: Iterable[str] = ()) -> None:
        self._proxies = tuple(ip_network(one, strict=False) for one in proxies)

    def place(self, scope: Scope) -> str:
        """Give the network a request comes from: an IPv4 address, or the /64 of a customer."""
        address = _parsed(peer(scope))
        if address is None:
            return ""
        if self._is_ours(address):
            address = self._told(scope, address)
        if isinstance(address, IPv6Address):
            return str(ip_network((address, 64), strict=False))
        return str(address)

    def _told(self, scope: Scope, proxy: Address) -> Address:
        """The nearest address of the chain that is no proxy of ours; what stands before it lies."""
        nearest: Address = proxy
        for text in reversed(_chain(scope)):
            address = _parsed(text)
            if address is None:
                return nearest
            nearest = address
            if not self._is_ours(address):
                return nearest
        return nearest

    def _is_ours(self, address: Address) -> bool:
        return any(address in network for network in self._proxies)


def is_forwarded(scope: Scope) -> bool:
    """Tell whether a request says that it came through somebody else."""
    return any(name in FORWARDED for name, _ in scope["headers"])


def _chain(scope: Scope) -> list[str]:
    found = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
    return b",".join(found).decode("latin-1").split(",")[-LONGEST_CHAIN:]


def _parsed(text: str) -> Address | None:
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    return (isinstance(address, IPv6Address) and address.ipv4_mapped) or address
