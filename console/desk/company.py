"""Tells colleagues which incident I am in, and whether I type there."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from console.desk.wire_errors import Away, Refused
from console.domain.wire import Typing

if TYPE_CHECKING:
    from console.desk.session import Session

log = logging.getLogger(__name__)

TYPING_EVERY = 4.0
"""Seconds between two words that I type."""


class Company:
    """A courtesy: nobody waits for it, and nothing depends on it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._said_typing = -60.0

    def say_typing(self, number: int) -> None:
        """Tell colleagues that I write here, at most every few seconds."""
        session = self._session
        if session.model.moment() - self._said_typing > TYPING_EVERY:
            self._said_typing = session.model.moment()
            session.work(self.tell("typing", number))

    async def tell(self, doing: str, number: int) -> None:
        """Tell colleagues what I do in an incident; 0 is none."""
        me = self._session.model.me
        if me is None or not number:
            return
        word = {"incident": number, "agent": me.number, "name": me.name, "doing": doing}
        try:
            await self._session.link.typing(Typing.model_validate(word))
        except (Away, Refused):
            log.debug("typing_untold", extra={"incident": number})
