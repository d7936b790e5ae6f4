"""Whom connections to providers trust."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    import ssl


@cache
def trusted() -> ssl.SSLContext:
    """The authorities that vouch for servers; reading them takes a while, so it is done once."""
    return httpx.create_ssl_context(trust_env=False)
