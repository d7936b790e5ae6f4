"""The hash chain of an incident: what makes an export verifiable on its own."""

from __future__ import annotations

import hashlib
from datetime import UTC
from functools import lru_cache
from os import urandom
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

GENESIS = "0" * 64
SALTS = 16


def salts() -> Iterator[str]:
    """Give 16 hex characters of randomness each time; the system is asked for many at once."""
    while True:
        many = urandom(8 * SALTS).hex()
        yield from (many[start : start + 16] for start in range(0, 16 * SALTS, 16))


def digest(salt: str, data: str) -> str:
    """Give the digest of an event's JSON text; the salt hides short texts."""
    return hashlib.sha256(f"{salt}{data}".encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=64)
def _moment(at: datetime) -> str:
    """Write a time in UTC; a group has one time for all its entries."""
    return at.astimezone(UTC).isoformat()


def link(previous: str, row: Mapping[str, Any]) -> str:
    """Give the next value of the chain: over every column of the entry but its text and salt.

    The text is in it as its digest, so that a redacted text leaves the chain whole.
    """
    at = _moment(row["at"])
    told = (
        f"{previous}|{at}|{row['seq']}|{row['stream']}|{row['incident']}|{row['actor']}"
        f"|{row['cause']}|{row['part']}|{row['kind']}|{row['digest']}"
    )
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
