"""What an entry of a transfer asks of the outside world, and of the clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.supervision import speaker
from console.domain.transfer_events import (
    TransferAccepted,
    TransferAsked,
    TransferDone,
    TransferOffered,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from console.domain.base import Event
    from console.domain.call_state import Call
    from console.hub.store.asks import Ask
    from console.hub.store.policy import Policy


@dataclass(frozen=True, slots=True)
class Asking:
    """How to ask: for what soon is of no use any more, and for what becomes due."""

    live: Callable[..., Ask]
    later: Callable[..., Ask]


def asks_of_transfers(event: Event, call: Call, policy: Policy, ask: Asking) -> Iterator[Ask]:
    """Give the effects of one entry."""
    later = ask.later
    match event:
        case TransferOffered(agent=agent):
            yield later("timer.transfer", policy.transfer_seconds, agent=agent)
        case TransferAccepted(leg=leg) if leg:
            yield later("timer.transfer", policy.connect_seconds, leg=leg)
        case TransferAsked(target="number", leg=leg):
            yield later("timer.transfer", policy.transfer_seconds, leg=leg)
        case TransferAsked(target="queue", to=queue):
            yield later("timer.transfer", policy.transfer_seconds, queue=queue)
        case TransferDone(target="agent", former_leg=leg):
            yield ask.live("transfer.hand", leg=leg)
            # Who whispers is heard by the leg that the agent has now, or by nobody.
            loud = speaker(call)
            if loud is not None and loud.mode == "whisper":
                yield ask.live("guest.mode", leg=loud.leg, mode="whisper")
        case _:
            return
