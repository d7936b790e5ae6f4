"""What a hub on paper answers beside the incident itself: its people's past, and files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.wire_errors import Refused
from console.domain.audio_line import AudioCode
from console.domain.board import BoardView
from console.domain.call_state import Call
from console.domain.incident import Incident
from console.domain.left_drafts import LeftDrafts
from console.domain.routes import PagingView
from console.domain.served import FloorView, WhatHappens, counts_of, summed
from console.domain.timeline import fold
from console.domain.wire import QueueRow, SeenBefore
from tests.desk.screen.paper_clocks import PaperClocks

if TYPE_CHECKING:
    from datetime import datetime

    from console.domain.alarms import AlarmRule
    from console.domain.left_drafts import LeftDraft
    from console.domain.live_words import LiveWords, ReadAlong
    from console.domain.queue_facts import QueueFacts
    from console.domain.routes import RouteView


class PaperAsides(PaperClocks):
    """Reads the log, and hands out what a test has put there."""

    def __init__(self) -> None:
        super().__init__()
        self.alarms: list[AlarmRule] = []
        self.facts: list[QueueFacts] = []
        self.asked_hours: list[tuple[str, str]] = []
        """Queues and moments that were asked about."""
        self.files: dict[tuple[str, int], bytes] = {}
        """Message and place to the bytes of an attachment."""
        self.read: list[ReadAlong] = []
        self.live: list[LiveWords] = []
        self.routed: list[RouteView] = []
        """Whom routes reach."""
        self.board = BoardView(at=self.log.now)
        self.left: dict[int, list[LeftDraft]] = {}
        """Incident to what others had not sent there."""

    async def read_along(self, word: ReadAlong) -> None:
        """Note who reads along."""
        self.read.append(word)

    async def live_words(self, words: LiveWords) -> None:
        """Note what is typed for leads."""
        self.live.append(words)

    async def audio_code(self) -> AudioCode:
        """Open the audio page, once."""
        self._be_there()
        return AudioCode(code="once-and-for-a-minute", seconds=60)

    async def left_drafts(self, number: int) -> LeftDrafts:
        """What others had not sent."""
        self._be_there()
        return LeftDrafts(drafts=self.left.get(number, []))

    async def routes(self, number: int) -> PagingView:
        """The routes that a test has set."""
        self._be_there()
        return PagingView(at=self.log.now, routes=tuple(self.routed))

    async def on_call(self) -> BoardView:
        """The board that a test has set."""
        self._be_there()
        return self.board.model_copy(update={"at": self.log.now})

    async def floor(self, since: datetime) -> FloorView:
        """The day as the log has it."""
        self._be_there()
        calls = [s for s in fold(self.log.entries).values() if isinstance(s, Call)]
        counts = summed(counts_of(call, since, 20) for call in calls)
        return FloorView(
            seq=len(self.log.entries),
            since=since,
            service_seconds=20,
            queues=["safety"],
            counts=list(counts.values()),
            alarms=self.alarms,
        )

    async def hours(self, queue: str, at: str) -> WhatHappens:
        """Closed for a drill at noon, else open."""
        self._be_there()
        self.asked_hours.append((queue, at))
        now = self.log.now
        return WhatHappens(queue=queue, at=now, is_open=False, reason="drill", closed_by="Lee")

    async def earlier(self, number: int) -> SeenBefore:
        """Every other incident of the same addresses."""
        self._be_there()
        rows = [
            QueueRow(incident=s) for s in fold(self.log.entries).values() if isinstance(s, Incident)
        ]
        mine = next(row.incident for row in rows if row.incident.number == number)
        others = [
            row
            for row in reversed(rows)
            if row.incident.number != number and set(row.incident.handles) & set(mine.handles)
        ]
        return SeenBefore(rows=others[:50], total=len(others))

    async def voicemail(self, number: int, key: str) -> bytes:
        """Give a sound."""
        return b"RIFF\0\0\0\0WAVEfmt "

    async def media(self, number: int, message: str, place: int) -> bytes:
        """What a test has put there."""
        self._be_there()
        found = self.files.get((message, place))
        if found is None:
            raise Refused("The provider no longer has the attachment.", "refused")
        return found
