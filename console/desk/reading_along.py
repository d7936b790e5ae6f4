"""Says to the hub that I read along, and what I type to those who read."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from console.desk.reading import MOST, REPEAT_SECONDS
from console.desk.wire_errors import Away, Refused
from console.domain.live_words import LiveWords, ReadAlong
from console.domain.supervision import LEADS, former_agent

if TYPE_CHECKING:
    from console.desk.session import Session
    from console.domain.call_state import Call

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.2
"""How often is looked whether something was typed that a lead reads."""


class ReadingAlong:
    """A courtesy like who types: nobody waits for it, and nothing depends on it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._reads = 0
        self._said_at = -60.0
        self._sent: dict[tuple[int, str], tuple[str, tuple[int, ...]]] = {}

    async def run(self) -> None:
        """Work until the desk is closed."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await self._read()
                await self._tell()
            except (Away, Refused):
                log.debug("reading_untold")

    def heard(self, signal: ReadAlong | LiveWords) -> None:
        """Take in what the stream says."""
        showing, me = self._session.showing, self._session.model.me
        if me is not None and signal.agent == me.number:
            return  # another desk of mine, or this one
        if isinstance(signal, ReadAlong):
            showing.reading.told(signal)
        elif signal.incident == showing.number:
            showing.reading.heard(signal)
        if signal.incident == showing.number:
            showing.beside()

    def inherit(self, call: Call) -> None:
        """Put what a call's former agent was typing into my boxes, where they are empty."""
        session, me = self._session, self._session.model.me
        former = former_agent(call, me.number) if me is not None else None
        if former is None:
            return
        typed = session.showing.reading.typed_by(call.incident, former)
        for box, shown in (("note", session.screen.note), ("reply", session.screen.reply)):
            if typed.get(box) and not shown.text and shown.incident == call.incident:
                shown.put(typed[box])
        session.drafts.keep_words()

    async def _read(self) -> None:
        session, me = self._session, self._session.model.me
        number = session.showing.number if me is not None and me.role in LEADS else 0
        if self._reads and self._reads != number:
            left, self._reads = self._reads, 0
            session.showing.reading.leave(left)
            await session.link.read_along(ReadAlong(incident=left, doing="left"))
        now = session.model.moment()
        if number and (self._reads != number or now - self._said_at >= REPEAT_SECONDS):
            self._reads, self._said_at = number, now
            await session.link.read_along(ReadAlong(incident=number, doing="reading"))

    async def _tell(self) -> None:
        session = self._session
        number = session.showing.number
        me = session.model.me.number if session.model.me else 0
        readers = tuple(n for n in session.showing.reading.readers(number) if n != me)
        if not readers:
            if self._sent:
                self._sent.clear()
                session.showing.beside()
            return
        for box, shown in (("note", session.screen.note), ("reply", session.screen.reply)):
            text = shown.text[-MOST:] if shown.incident == number else ""
            before = self._sent.get((number, box), ("", readers))
            if before != (text, readers) and (text or before[0]):
                self._sent[number, box] = text, readers
                told = {"incident": number, "box": box, "text": text, "to": list(readers)}
                await session.link.live_words(LiveWords.model_validate(told))
