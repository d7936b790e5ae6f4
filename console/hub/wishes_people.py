"""What becomes due by itself about people: the end of a flag, and a machine that must not hear."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FlagDue:
    """Look whether a flag of a person is over now."""

    handle: str


@dataclass(frozen=True, slots=True)
class MachineHeard:
    """Whoever rang has had the time to say that it was a person who answered."""

    call: str
