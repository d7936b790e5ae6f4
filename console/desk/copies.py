"""Who gets a copy of the next mail: bound to the one it is for, never carried to anybody else."""

from __future__ import annotations

SHOWN = 2
"""Addresses that are shown; the others are counted."""

Bound = tuple[int, str]
"""Incident, and handle of the one whom the mail is for."""


class Copies:
    """Nobody is in copy unless somebody here said so; each mail begins without."""

    def __init__(self) -> None:
        self._copies: dict[Bound, tuple[str, ...]] = {}
        self._taken_out: set[Bound] = set()

    def of(self, bound: Bound) -> tuple[str, ...]:
        """Handles in copy."""
        return self._copies.get(bound, ())

    def put(self, bound: Bound, handles: tuple[str, ...]) -> None:
        """Put exactly these in copy: those of a mail that came back; none, after it was sent."""
        self._taken_out.discard(bound)
        self._copies.pop(bound, None)
        if handles:
            self._copies[bound] = handles

    def add(self, bound: Bound, handle: str) -> None:
        """Put one more in copy."""
        self._copies[bound] = (*self.of(bound), handle)

    def take_out(self, bound: Bound, handle: str) -> None:
        """Take one out: of the copies, or the very one whom it is for."""
        if handle == bound[1]:
            self._taken_out.add(bound)
        else:
            self._copies[bound] = tuple(one for one in self.of(bound) if one != handle)

    def is_for_nobody(self, bound: Bound) -> bool:
        """Whether the one whom it was for has been taken out."""
        return bound in self._taken_out

    def choose(self, bound: Bound) -> None:
        """It is for them after all."""
        self._taken_out.discard(bound)

    def words(self, bound: Bound) -> str:
        """``CC vet@example.com``; says so when nobody is."""
        found = [handle.partition(":")[2] for handle in self.of(bound)]
        more = f" +{len(found) - SHOWN}" if len(found) > SHOWN else ""
        return f"CC {', '.join(found[:SHOWN])}{more}" if found else "no CC"
