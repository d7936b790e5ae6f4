"""A file of the provider as an answer: fetched whole, and nothing a program opens by itself."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from channels.base import ChannelError, Refused
from console.hub.asgi import NotServed

if TYPE_CHECKING:
    from channels.files import Files

HEADERS = {
    "cache-control": "no-store",
    "content-disposition": "attachment",
    "x-content-type-options": "nosniff",
}


async def fetched(files: Files, url: str) -> bytes:
    """Give the bytes of one file. Raises NotServed with words for the agent."""
    whole = bytearray()
    try:
        async with aclosing(files.fetch(url)) as chunks:
            async for chunk in chunks:
                whole += chunk
    except ChannelError as error:
        # No 5xx: the words are for the agent, and a desk takes those for the hub's trouble.
        code = "refused" if isinstance(error, Refused) else "unreachable"
        raise NotServed(409, code, str(error)) from error
    return bytes(whole)
