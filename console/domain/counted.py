"""How many of a thing, as people say it."""

from __future__ import annotations


def counted(number: int, thing: str) -> str:
    """A number with its noun: ``1 message``, ``2 messages``, ``0 texts``."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
