"""How my browser's line stands, as far as the audio page has told."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from console.domain.audio_line import QUIET_SECONDS, AudioLine, LineState, is_browser

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.agent import Agent

LOOK_SECONDS = 2.0
FIRST_SECONDS = 15.0
"""An open page has told its state by then."""
GOOD = frozenset({"ready", "ringing", "call"})
OPEN = "ctrl+p, Open audio page"
_TROUBLE: dict[LineState, str] = {
    "closed": f"Your audio page is not open: calls can't reach you. {OPEN}.",
    "offline": "Your audio page has no line: calls can't reach you. Look at the page.",
    "trouble": "Your audio page has trouble: calls can't reach you. Look at the page.",
}


class AudioWatch:
    """Keeps what the page told last; a page that falls silent counts as closed."""

    def __init__(self, moment: Callable[[], float]) -> None:
        self._moment = moment
        self._state: LineState | None = None
        self._until = moment() + FIRST_SECONDS

    @property
    def state(self) -> LineState | None:
        """How it stands now; None while nobody can know."""
        return self._state if self._moment() < self._until else "closed"

    def heard(self, line: AudioLine) -> None:
        """Take in what the page told."""
        self._state, self._until = line.state, self._moment() + QUIET_SECONDS

    def words(self, me: Agent | None) -> str:
        """What stands between me and my calls; empty while nothing does."""
        if me is None or not is_browser(me.phone) or me.presence != "available":
            return ""
        return _TROUBLE.get(self.state, "") if self.state is not None else ""

    async def run(self, changed: Callable[[], None]) -> None:
        """Tell of each change until the desk is closed."""
        before = self.state
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if self.state != before:
                before = self.state
                changed()
