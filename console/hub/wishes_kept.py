"""The wish that puts on record how long the database took nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class KeptAside:
    """Requests of providers waited on the hub's disk, and are stored now."""

    account: str
    since: datetime
    """When the first of them came."""
    until: datetime
    count: int
