"""What the desk needs of a connection to a hub; ``link.py`` is the one over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from console.desk.health import Health
    from console.desk.signals import Signal
    from console.domain.wire import (
        CommandAnswer,
        CommandPost,
        EntriesPage,
        IncidentView,
        QueueRow,
        Snapshot,
        Typing,
    )


class HubLink(Protocol):
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

    def follow(self, after: int) -> AsyncIterator[Signal]:
        """Follow the stream for ever."""
        ...

    async def aclose(self) -> None:
        """Close every connection."""
        ...
