"""What a box is called, and whose words stand in it; light enough for the first paint."""

from __future__ import annotations

from typing import Literal, NamedTuple

BoxName = Literal["note", "sms", "email"]


class Box(NamedTuple):
    """One box of an incident: which it is, and whom its words are for."""

    name: BoxName
    to: str = ""
    """A handle; empty for the note, and for words nobody has been chosen for yet."""


class Written(NamedTuple):
    """What stands in a box."""

    text: str = ""
    cursor: tuple[int, int] | None = None
    """Row and column; None is the end."""


Key = tuple[int, Box]
"""Incident and box: each has a draft of its own."""
NOTE = Box("note")
