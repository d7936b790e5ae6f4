"""What the desk needs of a connection to a hub; ``link.py`` is the one over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

    from console.desk.health import Health
    from console.desk.signals import Signal
    from console.domain.audio_line import AudioCode
    from console.domain.board import BoardView
    from console.domain.left_drafts import LeftDrafts
    from console.domain.live_words import LiveWords, ReadAlong
    from console.domain.resources import ResourceBook
    from console.domain.routes import PagingView
    from console.domain.served import FloorView, WhatHappens
    from console.domain.sla import ClocksView
    from console.domain.wire import (
        CommandAnswer,
        CommandPost,
        DraftPut,
        EntriesPage,
        IncidentView,
        QueueRow,
        SeenBefore,
        Snapshot,
        Typing,
    )


class HubAsides(Protocol):
    """What a desk may ask for beside the incident itself."""

    async def earlier(self, number: int) -> SeenBefore:
        """What else the people of an incident have had with us."""
        ...

    async def floor(self, since: datetime) -> FloorView:
        """The counts since a moment and the alarms, for leads."""
        ...

    async def hours(self, queue: str, at: str) -> WhatHappens:
        """What a caller of a queue meets at a moment, for leads."""
        ...

    async def clocks(self, number: int) -> ClocksView:
        """The clocks of an incident as the hub reads them now."""
        ...

    async def resources(self) -> ResourceBook:
        """Whom to ring near somebody: the whole book."""
        ...

    async def left_drafts(self, number: int) -> LeftDrafts:
        """What those who were cut off from an incident had not sent, for leads."""
        ...

    async def media(self, number: int, message: str, place: int) -> bytes:
        """An attachment that I have just opened."""
        ...

    async def voicemail(self, number: int, key: str) -> bytes:
        """A message that I am on record as listening to."""
        ...

    async def read_along(self, word: ReadAlong) -> None:
        """Say that I read what is typed in an incident."""
        ...

    async def live_words(self, words: LiveWords) -> None:
        """Tell leads who read along what I type."""
        ...

    async def audio_code(self) -> AudioCode:
        """Get what opens my audio page once."""
        ...


class HubPaging(Protocol):
    """What a desk may ask about those who can be paged."""

    async def routes(self, number: int) -> PagingView:
        """Whom every route would reach now about an incident."""
        ...

    async def on_call(self) -> BoardView:
        """Who can help right now."""
        ...


class HubLink(HubAsides, HubPaging, Protocol):
    """Every request raises Refused or Away."""

    @property
    def health(self) -> Health:
        """How the link stands."""
        ...

    async def snapshot(self) -> Snapshot:
        """What a desk starts from."""
        ...

    async def incident(self, number: int) -> IncidentView:
        """One incident with its legs and newest entries."""
        ...

    async def older(self, number: int, before: int) -> EntriesPage:
        """The page of entries before one."""
        ...

    async def find(self, text: str) -> list[QueueRow]:
        """Incidents by a fragment of reference, number or name."""
        ...

    async def send(self, post: CommandPost) -> CommandAnswer:
        """Send a command."""
        ...

    async def typing(self, word: Typing) -> None:
        """Say what I do in an incident."""
        ...

    async def put_draft(self, draft: DraftPut) -> None:
        """Keep a draft at the hub, for my other machines."""
        ...

    async def drafts(self) -> list[DraftPut]:
        """My drafts as the hub has them."""
        ...

    def follow(self, after: int) -> AsyncIterator[Signal]:
        """Follow the stream for ever."""
        ...

    async def aclose(self) -> None:
        """Close every connection."""
        ...
