"""Rows of many entries of different height: which entry is at a row, at which row an entry is."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Heights:
    """Heights with their prefix sums; appending is cheap, a change in the middle is O(n)."""

    def __init__(self, heights: Iterable[int] = ()) -> None:
        self._each = array("I", heights)
        self._tops = array("I")
        self.total = 0
        """Rows of all entries."""
        self._sum()

    def __len__(self) -> int:
        return len(self._each)

    def __getitem__(self, at: int) -> int:
        return self._each[at]

    def append(self, height: int) -> None:
        """Put one more entry below."""
        self._each.append(height)
        self._tops.append(self.total)
        self.total += height

    def change(self, at: int, height: int) -> bool:
        """Set one height; tells whether it was another one before."""
        if self._each[at] == height:
            return False
        self._each[at] = height
        self._sum()
        return True

    def remove(self, at: int) -> None:
        """Take one entry out."""
        del self._each[at]
        self._sum()

    def top(self, at: int) -> int:
        """First row of an entry."""
        return self._tops[at]

    def find(self, row: int) -> tuple[int, int]:
        """The entry at a row, and the row inside it."""
        at = bisect_right(self._tops, row) - 1
        return at, row - self._tops[at]

    def _sum(self) -> None:
        tops = array("I", accumulate(self._each, initial=0))
        self.total = tops.pop()
        self._tops = tops
