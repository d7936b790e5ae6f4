"""Drafts at a hub on paper, and the machines of one agent."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from console.desk.hub_drafts import HubDrafts
from console.desk.spool import NOTE, Box
from console.desk.wire_errors import Away, Refused
from tests.desk.core.entries import START
from tests.desk.core.machine import Desk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime
    from pathlib import Path

    from console.desk.boxes import Key
    from console.desk.spool import Spool
    from console.domain.wire import DraftPut


class Shelf:
    """Drafts at a hub on paper, with the hub's rule and the hub's clock."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.kept: dict[tuple[int, str, str], DraftPut] = {}
        self.puts: list[str] = []
        self.desks: list[HubDrafts] = []
        self.machines: list[Machine] = []
        self.is_away = False
        self.no: Refused | None = None

    def now(self) -> datetime:
        """The hub's time."""
        return START + timedelta(seconds=self.seconds)

    async def put_draft(self, draft: DraftPut) -> None:
        """Keep a draft, unless a newer one is kept."""
        self._be_there()
        if self.no is not None:
            raise self.no
        key = draft.incident, draft.box, draft.to
        assert draft.at is not None
        before = self.kept.get(key)
        if before is not None and before.at is not None and before.at > draft.at:
            raise Refused("A newer draft is kept already.", "older")
        self.puts.append(draft.text)
        self.kept[key] = draft
        for desk in self.desks:
            desk.heard(draft.at)

    async def drafts(self) -> list[DraftPut]:
        """All of them."""
        self._be_there()
        return list(self.kept.values())

    def _be_there(self) -> None:
        if self.is_away:
            raise Away("the hub can't be reached")

    @property
    def texts(self) -> dict[tuple[int, str, str], str]:
        """What they say."""
        return {key: draft.text for key, draft in self.kept.items()}


class Machine:
    """One machine with its own idea of the time, and the agent's desk on it."""

    def __init__(self, folder: Path, shelf: Shelf, ahead: float = 0.0) -> None:
        self._desk = Desk(folder)
        self._shelf, self._ahead = shelf, ahead
        self.came: list[set[Key]] = []
        shelf.machines.append(self)
        self.passes(0)

    @asynccontextmanager
    async def desk(self) -> AsyncIterator[Spool]:
        """A desk at work, until it is killed."""
        spool = self._desk.starts()
        at_hub = HubDrafts(self._shelf, spool, self._shelf.now)
        at_hub.came = self.came.append
        self._shelf.desks.append(at_hub)
        working = asyncio.create_task(at_hub.run())
        try:
            yield spool
        finally:
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)
            self._shelf.desks.remove(at_hub)
            self._desk.ends(spool)

    def passes(self, seconds: float) -> None:
        """Let time pass, here as everywhere."""
        self._shelf.seconds += seconds
        for machine in self._shelf.machines:
            machine._desk.now = 1_000_000.0 + self._shelf.seconds + machine._ahead

    def types(self, spool: Spool, *texts: str, incident: int = 1, box: Box = NOTE) -> None:
        """Type some time later."""
        for text in texts:
            self.passes(1)
            spool.keep(incident, box, text, (0, len(text)))
