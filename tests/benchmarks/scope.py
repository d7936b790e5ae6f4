"""How long a run may take: a full one, or a quick look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Scope:
    """What every benchmark is given."""

    folder: Path
    """An empty folder of its own."""
    is_quick: bool = False

    def of(self, full: int, quick: int) -> int:
        """Choose a number of repetitions."""
        return quick if self.is_quick else full
