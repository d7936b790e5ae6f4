"""Recordings as a test's provider keeps them; remembered in words beside the calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from channels.recordings import RecordingFound
    from tests.hub.effects.phones import Phones


@dataclass
class Tapes:
    """Answers as the telephones' script says."""

    phones: Phones

    async def of_call(self, call_sid: str) -> list[RecordingFound]:
        """Look up what was recorded of a leg."""
        await self.phones.do("tapes", call_sid)
        return self.phones.kept.get(call_sid, [])

    async def delete(self, recording_sid: str) -> None:
        """Delete one."""
        await self.phones.do("delete", recording_sid)
