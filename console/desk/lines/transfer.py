"""Lines of transfers: who was asked, what the card said, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.handover import HandoverAccepted, HandoverRefused, IncidentHandedOver
from console.domain.transfer_events import (
    TransferAccepted,
    TransferAsked,
    TransferDone,
    TransferFailed,
    TransferJoined,
    TransferOffered,
    TransferRefused,
    TransferReturned,
    TransferTried,
)

if TYPE_CHECKING:
    from console.desk.scene import Scene, Tone
    from console.domain.base import Event

_ASKED = {
    "cold": "{by} hands the call to {name}",
    "warm": "{by} wants {name} to take the call",
    "consult": "{by} asks {name} for advice",
}


def tell_handover(event: Event) -> tuple[str, str, Tone] | None:
    """Head, text and tone of an incident that goes to somebody else."""
    match event:
        case HandoverAccepted(name=name, version=version):
            return f"{name} has read the card and takes it", f"card {version}", "quiet"
        case HandoverRefused(name=name, reason=reason):
            return f"{name} gives it back", reason, "trouble"
    if not isinstance(event, IncidentHandedOver):
        return None
    card = "\n".join(f"{about}: {words}" for about, words in event.card)
    return f"{event.by_name} hands it over to {event.name}", card, "ask"


def tell_transfer(event: Event, scene: Scene) -> tuple[str, str, Tone] | None:
    """Head, text and tone of an entry of a transfer."""
    match event:
        case TransferAsked(how=how, by_name=by, name=name):
            card = "\n".join(f"{about}: {words}" for about, words in event.card)
            return _ASKED[how].format(by=by, name=name), card, ""
        case TransferOffered(name=name):
            return f"offered to {name} with the handoff card", "", "quiet"
        case TransferAccepted(name=name, version=version):
            return f"{name} has read the card and takes the call", f"card {version}", "quiet"
        case TransferRefused(name=name, reason=reason):
            return f"{name} refused", reason, "trouble"
        case TransferFailed(words=words):
            return "the transfer came to nothing", words, "trouble"
        case TransferReturned(by=by, reason=reason):
            return f"back with {scene.names.agent(by)}", reason, ""
        case TransferJoined():
            return "everybody hears everybody", "", ""
        case TransferTried(by=by):
            return f"{scene.names.agent(by)} leaves the call to them", "", "quiet"
        case TransferDone(name=name, former_name=former):
            return f"handed over from {former} to {name}", "", ""
        case _:
            return None
