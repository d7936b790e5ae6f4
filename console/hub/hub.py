"""What a running hub is made of; passed to routes instead of globals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Engine

    from console.domain.timeline import Entry
    from console.hub.store.asks import Ask


@dataclass(frozen=True, slots=True)
class Committed:
    """What one group commit of this hub added."""

    last_seq: int
    entries: tuple[Entry, ...]
    asks: tuple[Ask, ...] = ()
    """Effects that the entries ask for; those due now already belong to this hub."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Where time comes from: injected, so that tests decide."""

    now: Callable[[], datetime]
    """Aware UTC."""
    monotonic: Callable[[], float]
    """Seconds for durations and timeouts."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Read access to the store."""

    engine: Engine
