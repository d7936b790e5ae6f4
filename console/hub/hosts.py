"""Which names the hub answers to: a browser that was led here under another one gets nothing."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

from console.hub.asgi import header

if TYPE_CHECKING:
    from starlette.types import Scope


def asked_host(scope: Scope) -> str:
    """Give the name a request asks for, lower case, without port and brackets."""
    given = (header(scope, b"host") or b"").decode("latin-1").strip().lower()
    if given.startswith("["):
        return given[1:].partition("]")[0]
    return given.partition(":")[0]


def is_loopback(host: str) -> bool:
    """Tell whether a name or address means this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def allowed_hosts(names: tuple[str, ...], public_host: str, *, is_local: bool) -> frozenset[str]:
    """Give the names that requests may ask for; on a loopback bind those of this machine too."""
    own = {"localhost", "127.0.0.1", "::1"} if is_local else set()
    return frozenset({*own, public_host.lower(), *(name.lower() for name in names)} - {""})
