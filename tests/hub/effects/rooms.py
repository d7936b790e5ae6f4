"""Guests of a room as a test's provider plays them; remembered in words beside the calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from channels.base import Receipt
    from channels.rooms import GuestWish
    from tests.hub.effects.phones import Phones


@dataclass
class Rooms:
    """Answers as the telephones' script says."""

    phones: Phones

    async def invite(self, conference_sid: str, guest: GuestWish) -> Receipt:
        """Ring somebody into the room."""
        return await self.phones.do("invite", guest.to)

    async def coach(
        self, conference_sid: str, call_sid: str, *, coached_sid: str, on: bool, muted: bool
    ) -> None:
        """Let one leg or everybody hear a lead."""
        heard = "nobody" if muted else coached_sid if on else "all"
        await self.phones.do("coach", f"{call_sid} heard by {heard}")

    async def drop(self, conference_sid: str, call_sid: str) -> None:
        """Take somebody out."""
        await self.phones.do("drop", call_sid)

    async def announce(self, conference_sid: str, call_sid: str, url: str) -> None:
        """Say something to one of them."""
        await self.phones.do("announce", call_sid)

    async def set_exit(self, conference_sid: str, call_sid: str, *, ends: bool) -> None:
        """Say whether the room ends with somebody."""
        await self.phones.do("exit", f"{call_sid} {'ends' if ends else 'goes on'}")

    async def has(self, conference_sid: str, call_sid: str) -> bool:
        """Nobody is there of whom nothing was told."""
        await self.phones.do("has", call_sid)
        return False
