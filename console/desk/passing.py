"""What a desk tells others through the hub and nobody keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.lookups import Lookups
from console.desk.requests import read_answer
from console.domain.audio_line import AudioCode

if TYPE_CHECKING:
    from console.domain.live_words import LiveWords, ReadAlong
    from console.domain.wire import Typing


class Passing(Lookups):
    """The part of the link for courtesies: nothing depends on them."""

    async def typing(self, word: Typing) -> None:
        """Say what I do in an incident; repeat ``viewing`` every 30 s."""
        await self._ask("POST", "/api/typing", word)

    async def read_along(self, word: ReadAlong) -> None:
        """Say that I read what is typed in an incident; repeat it every few seconds."""
        await self._ask("POST", "/api/reading", word)

    async def live_words(self, words: LiveWords) -> None:
        """Tell leads who read along what I type."""
        await self._ask("POST", "/api/live-words", words)

    async def audio_code(self) -> AudioCode:
        """Get what opens my audio page once."""
        return read_answer(AudioCode, await self._ask("POST", "/api/audio/code"))
