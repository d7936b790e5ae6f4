"""Asks the hub for the counts of the day: when the floor is first wanted, and each midnight."""

from __future__ import annotations

import logging
from datetime import UTC
from typing import TYPE_CHECKING

from console.desk.wire_errors import Away, Refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from console.desk.session import Session
    from console.domain.served import FloorView

log = logging.getLogger(__name__)

AGAIN_SECONDS = 5


class FloorDay:
    """One question at a time; what comes after the answer is counted by the desk itself."""

    def __init__(self, session: Session, came: Callable[[FloorView], None]) -> None:
        self._session = session
        self._came = came
        self._is_asking = False
        self._asked_at = -60.0

    def ask(self, now: datetime) -> None:
        """Ask where the counts are missing, or are those of another day."""
        model = self._session.model
        midnight = now.astimezone(model.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        view, moment = model.today.view, model.moment()
        is_due = view is None or view.since < midnight
        if is_due and not self._is_asking and moment - self._asked_at >= AGAIN_SECONDS:
            self._is_asking, self._asked_at = True, moment
            self._session.work(self._load(midnight.astimezone(UTC)))

    async def _load(self, since: datetime) -> None:
        try:
            view = await self._session.link.floor(since)
        except (Away, Refused):
            log.info("floor_unread")
        else:
            self._session.model.today.load(view)
            self._came(view)
        finally:
            self._is_asking = False
