"""The hub's own wishes about pages: a timer has rung, a telephone tells how it went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from channels.base import CallStatus


@dataclass(frozen=True, slots=True)
class PageDue:
    """The timer of a page has rung; ``due`` is what it was set to."""

    incident: int
    page: str
    due: datetime


@dataclass(frozen=True, slots=True)
class PageLeg:
    """Which telephone was rung for a page."""

    incident: int
    page: str
    delivery: int
    account: str = ""


@dataclass(frozen=True, slots=True)
class PageKeyed:
    """Who picked up has pressed a key."""

    leg: PageLeg
    digits: str


@dataclass(frozen=True, slots=True)
class PageLegTold:
    """A call-progress callback of a telephone that was rung for a page."""

    leg: PageLeg
    report: CallStatus
