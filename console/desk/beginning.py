"""How a desk begins: what is known at once is painted, and what takes long loads behind it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from contextvars import copy_context
from importlib import import_module
from typing import TYPE_CHECKING

from console import starting
from console.desk.first_look import Look, Unclear, look_at
from console.desk.held_keys import DeskHeldKeys
from console.domain.roles import LEADS
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from concurrent.futures import Future

    from console.desk.early import Answer, Early
    from console.desk.keys import Key

SLOW = ("console.desk.link", "console.desk.session", "console.desk.acting")
"""pydantic's models and httpx: they take longer than the first paint."""
SETTLED_SECONDS = 2.0
"""By then the first incident is on the screen, if there is one."""


class DeskBeginning(DeskHeldKeys):
    """The part of the app that has a screen to show before there is a session."""

    early: Early | None = None
    _look: Look | None = None

    def look_out(self) -> None:
        """Show the hub's answer with the first paint, or as soon as it comes."""
        if self.early is None:
            return
        answer = self.early.answer
        if answer.done():
            self._take(answer)
            return
        loop, here = asyncio.get_running_loop(), copy_context()

        def came(answer: Future[Answer]) -> None:
            # The desk may be closed by now.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._take, answer, context=here)

        answer.add_done_callback(came)

    def _take(self, answer: Future[Answer]) -> None:
        if self.is_read or answer.exception() is not None:
            return
        with suppress(Unclear):
            self._look = look_at(answer.result().body)
            self.hold_keys()
            self.desk.when_mounted(self._show_look)

    def _show_look(self) -> None:
        if self._look is not None:
            self.desk.queue.zone = self.zone
            self.desk.show_first(self._look, self.name_of("agent.presence"))
            self.refresh_keys()

    def live_keys(self) -> list[Key]:
        """The actions that mean something before there is a session."""
        if self._look is None:
            return [key for key in self.table if key.id.startswith("app.")]
        now = {"always", "hint", "lead"} if self._look.role in LEADS else {"always", "hint"}
        return [key for key in self.table if key.when in now]

    def load(self) -> None:
        """Load what a session is made of while keys are heard, then begin it."""
        self.work(self._load())

    async def _load(self) -> None:
        for name in SLOW:
            await asyncio.to_thread(import_module, name)
        self.call_later(self.begin)

    def begin(self) -> None:
        """Begin the session."""
        raise NotImplementedError

    async def settle(self) -> None:
        """Tell what is wrong in the rest of the configuration, and tidy up."""
        rest = self.settings.rest
        words = await asyncio.to_thread(rest) if rest is not None else ""
        if words:
            self.desk.say(clean_line(words), "alarm")
        starting.done()
