"""How my browser's line stands, as far as the audio page has told."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from console.domain.audio_line import GOOD, QUIET_SECONDS, AudioLine, LineState, is_browser

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.agent import Agent

LOOK_SECONDS = 2.0
FIRST_SECONDS = 15.0
"""An open page has told its state by then."""
OPEN = "ctrl+p, Open audio page"
_GONE = ("offline", "lost")
_TROUBLE: dict[LineState, str] = {
    "closed": f"Your audio page is not open: calls can't reach you. {OPEN}.",
    "asking": "Your audio page waits for one click: calls can't reach you. Look at the page.",
    "blocked": (
        "Your browser gives the audio page no microphone: calls can't reach you. "
        "Allow it there, then open the page again."
    ),
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
        """What stands between me and my calls, also before I take any; empty: nothing."""
        if me is None or not is_browser(me.phone) or me.presence in _GONE:
            return ""
        return _TROUBLE.get(self.state, "") if self.state is not None else ""

    def ready_words(self, me: Agent | None) -> str:
        """That calls find their way to my browser; empty when they do not, or go elsewhere."""
        is_mine = me is not None and is_browser(me.phone)
        return "audio page ready" if is_mine and self.state in GOOD else ""

    async def run(self, changed: Callable[[], None]) -> None:
        """Tell of each change until the desk is closed."""
        before = self.state
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if self.state != before:
                before = self.state
                changed()
