"""Plans for callers to get back to: kept when a call ends, closed by a person or by a talk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.domain.answering import MACHINE, is_machine
from console.domain.base import check_seen
from console.domain.call_state import Call
from console.domain.dialling import check_dialable
from console.domain.followup import (
    CloseFollowup,
    Followup,
    FollowupTried,
    SeeFollowups,
    decide_close,
    decide_seen,
    what_is_left,
)
from console.domain.incident import Incident
from console.domain.location import CallbackNumberNoted, NoteCallbackNumber, NotePlace, PlaceNoted
from console.domain.voicemail import key_of_message
from console.hub.store.plans.callbacks import follow_callback
from console.hub.store.plans.common import agent_of, incident_of
from console.hub.store.plans.flags import flags_of
from console.hub.store.plans.letting_go import check_let_go
from console.hub.store.plans.tried import about, close_all

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

REACHED = "spoke with them"
RANG_AGAIN = "rang again and was answered"


def in_danger(tx: Tx, incident: Incident) -> bool:
    """Whether nobody may simply be lost in this incident."""
    flags = (flag.flag.lower() for flag in flags_of(tx, incident))
    return incident.severity == "critical" or any("danger" in flag for flag in flags)


def leave_to_do(tx: Tx, key: str) -> None:
    """Keep what a call that is over leaves to be done."""
    call = tx.get(Call, key)
    incident = tx.get(Incident, call.incident) if call is not None else None
    if call is None or incident is None or not call.over:
        return
    known = (key, key_of_message(key))
    if follow_callback(tx, call, incident) or any(f.key in known for f in incident.followups):
        return
    left = what_is_left(call, in_danger=in_danger(tx, incident))
    if left is not None:
        tx.emit(f"incident/{incident.number}", incident.number, left)
    if is_machine(call):
        _not_reached(tx, call, incident)


def _not_reached(tx: Tx, call: Call, incident: Incident) -> None:
    """Open again what was taken for a talk: nobody has heard us."""
    for found in closed_by(incident, call):
        tried = FollowupTried(
            key=found.key,
            agent=call.agent or 0,
            name=call.agent_name,
            call=call.id,
            how=MACHINE,
            is_last=found.is_ours,
            is_counted=False,
        )
        tx.emit(f"incident/{incident.number}", incident.number, tried)


def closed_by(incident: Incident, call: Call) -> list[Followup]:
    """Give what was closed because a call of ours was picked up."""
    since, until = call.answered_at, call.ended_at
    if since is None or until is None:
        return []
    mine = (REACHED, call.agent_name)
    closed = [f for f in incident.followups if (f.words, f.closed_by) == mine]
    return [f for f in closed if f.closed_at is not None and since <= f.closed_at <= until]


def reached(tx: Tx, call: Call) -> None:
    """Close what is open about somebody as soon as one of us talks with them."""
    incident = tx.get(Incident, call.incident)
    if incident is None or call.agent is None or is_machine(call):
        return
    words = RANG_AGAIN if call.inbound else REACHED
    # A message still has to be listened to.
    found = [f for f in about(incident, call.handle) if f.what != "voicemail"]
    close_all(tx, incident.number, found, words, agent=call.agent, name=call.agent_name)


def _see(tx: Tx, wish: Wish, command: SeeFollowups) -> None:
    agent = agent_of(tx, wish)
    found = [incident_of(tx, number) for number in dict.fromkeys(command.incidents)]
    for incident in found:
        seen = decide_seen(incident, agent.number, agent.name)
        tx.emit(f"incident/{incident.number}", incident.number, *seen)


def _close(tx: Tx, wish: Wish, command: CloseFollowup) -> None:
    agent, incident = agent_of(tx, wish), incident_of(tx, command.incident)
    events = decide_close(incident, command, agent.number, agent.name)
    check_let_go(tx, wish, incident.number, command)
    tx.emit(f"incident/{incident.number}", incident.number, *events)


def _place(tx: Tx, _wish: Wish, command: NotePlace) -> None:
    incident, place = incident_of(tx, command.incident), command.place.strip()
    check_seen("the place", command.seen, incident.place, place)
    if incident.place != place:
        tx.emit(f"incident/{incident.number}", incident.number, PlaceNoted(place=place))


def _number(tx: Tx, _wish: Wish, command: NoteCallbackNumber) -> None:
    incident = incident_of(tx, command.incident)
    handle = f"tel:{check_dialable(command.number, tx.policy.dialling)}"
    check_seen("the ring-back number", command.seen, incident.callback_number, handle)
    if incident.callback_number != handle:
        noted = CallbackNumberNoted(handle=handle)
        tx.emit(f"incident/{incident.number}", incident.number, noted)


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    SeeFollowups: _see,
    CloseFollowup: _close,
    NotePlace: _place,
    NoteCallbackNumber: _number,
}
