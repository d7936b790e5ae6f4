"""A provider that writes down what is said; remembered in words beside the calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from channels.base import Receipt
    from channels.captions import CaptionWish
    from tests.hub.effects.phones import Phones


@dataclass
class Captioners:
    """Answers as the telephones' script says."""

    phones: Phones

    async def start(self, call_sid: str, wish: CaptionWish) -> Receipt:
        """Begin."""
        return await self.phones.do("caption", wish.name)

    async def stop(self, call_sid: str, name: str) -> None:
        """End."""
        await self.phones.do("uncaption", name)
