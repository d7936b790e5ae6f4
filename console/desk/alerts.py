"""An incoming call that cannot be overlooked: banner on every screen, bell and title every 3 s."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.widgets.handoff_card import HandoffCard
from console.desk.widgets.ring_banner import RingBanner

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from textual.app import App

    from console.desk.widgets.ring_banner import Ring

REPEAT_SECONDS = 3.0
TITLE = "Steadyline"
TEST = "test"
"""In place of a call and its queue when somebody tries whether they would hear one."""
RINGING = "incoming call"
"""No name and no number: titles are seen by whoever walks past."""


class Alerts:
    """Rings on whatever screen is on top, until the offer is over."""

    def __init__(
        self, app: App[int], title: Callable[[str], None], moment: Callable[[], float]
    ) -> None:
        self._app, self._title, self._moment = app, title, moment
        self._call = ""
        self._rang_at = 0.0
        self.notify: Callable[[str], None] = _nobody
        """Tells outside the desk that a call of a queue has come."""

    def update(
        self, ring: Ring | None, now: datetime, keys: Mapping[str, str], *, is_test: bool = False
    ) -> None:
        """Show what rings now; call it every second and whenever that changes."""
        call = ring.call.id if ring is not None else TEST if is_test else ""
        if not call and not self._call:
            return
        for screen in self._app.screen_stack:
            if call and screen is self._app.screen and not screen.query(RingBanner):
                screen.mount(RingBanner())
            for banner in screen.query(RingBanner):
                banner.ring(ring, now, keys, is_test=is_test)
            for card in screen.query(HandoffCard):
                if not card.incident and (ring is None or ring.call.transfer is None):
                    card.remove()
        due = self._moment() - self._rang_at >= REPEAT_SECONDS
        if call and call != self._call:
            self.notify(ring.call.queue if ring is not None else TEST)
        if call and (call != self._call or due):
            self._rang_at = self._moment()
            self._app.bell()
            self._title(RINGING)
        if not call:
            self._title(TITLE)
        self._call = call


def _nobody(_queue: str) -> None:
    return
