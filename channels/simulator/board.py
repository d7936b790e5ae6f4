"""The switchboard: exchange, rooms, queues, recordings and transcriptions of one account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from channels.simulator.conference import Rooms
    from channels.simulator.exchange import Exchange
    from channels.simulator.plant import Plant
    from channels.simulator.queues import Queues
    from channels.simulator.recordings import Recordings
    from channels.simulator.transcripts import Transcriptions


@dataclass(frozen=True, slots=True)
class Board:
    """What the verbs of a call and the REST interface work with."""

    plant: Plant
    exchange: Exchange
    rooms: Rooms
    queues: Queues
    recordings: Recordings
    transcriptions: Transcriptions
