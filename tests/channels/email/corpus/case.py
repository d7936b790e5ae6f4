"""One mail and what is in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Case:
    """A mail as bytes, and what a good reader finds; None where nothing is expected."""

    name: str
    raw: bytes
    text: str | None = None
    """Compared without regard to white space."""
    subject: str | None = None
    files: int | None = 0
    """How many attachments."""
    names: tuple[str, ...] | None = None
    message_id: str | None = None
    references: tuple[str, ...] | None = None
    in_reply_to: str | None = None


def lines(*given: str | bytes, end: bytes = b"\r\n") -> bytes:
    """Lines as they travel."""
    raw = (one if isinstance(one, bytes) else one.encode() for one in given)
    return end.join(raw) + end
