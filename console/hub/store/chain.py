"""The hash chain of an incident: what makes an export verifiable on its own."""

from __future__ import annotations

import hashlib
from os import urandom

GENESIS = "0" * 64


def new_salt() -> str:
    """Give 16 hex characters of randomness."""
    return urandom(8).hex()


def digest(salt: str, data: str) -> str:
    """Give the digest of an event's JSON text; the salt hides short texts."""
    return hashlib.sha256(f"{salt}{data}".encode("utf-8", "surrogatepass")).hexdigest()


def link(previous: str, *, seq: int, stream: str, cause: str, data_digest: str) -> str:
    """Give the next value of the chain."""
    return hashlib.sha256(
        f"{previous}|{seq}|{stream}|{cause}|{data_digest}".encode("utf-8", "surrogatepass")
    ).hexdigest()
