"""What a doctor's look gives: what it was about, how it is, and what to do."""

from __future__ import annotations

from typing import Literal, NamedTuple

Mark = Literal["ok", "attention", "wrong"]
"""``attention``: it works, and somebody should know; only ``wrong`` changes the exit status."""


class Finding(NamedTuple):
    """What was looked at, and a sentence about it."""

    about: str
    words: str
    mark: Mark = "ok"

    @property
    def line(self) -> str:
        """As it is printed."""
        return f"{self.mark:9}  {self.about:10} {self.words}"
