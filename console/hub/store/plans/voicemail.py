"""Plans for messages that callers leave: asked for, kept as work, and listened to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from console.domain.base import Rejected
from console.domain.call_state import Call
from console.domain.callbacks import CallSetAside
from console.domain.followup import FollowupOpened, followup_of
from console.domain.incident import Incident
from console.domain.voicemail import (
    PlayVoicemail,
    VoicemailDeleted,
    VoicemailEmpty,
    VoicemailHeard,
    VoicemailKept,
    is_empty,
    key_of_message,
    legal_hold,
)
from console.hub.store.plans.callbacks import check_waits
from console.hub.store.plans.calls import end_offer
from console.hub.store.plans.common import agent_of, incident_of
from console.hub.store.plans.tried import close_all
from console.hub.store.quarantine import is_foreign, keep_foreign
from console.hub.wishes_recording import VoicemailEnded
from console.hub.wishes_waiting import MessageWanted, VoicemailReported

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.base import Event
    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

NOT_DELETED = "Its time is over, but it could not be deleted. Delete it at the provider by hand."
LEFT_ONE = "they left a message"


def _wanted(tx: Tx, wish: Wish, wanted: MessageWanted) -> None:
    call = tx.get(Call, wanted.call)
    if call is None:
        keep_foreign(tx, wish)
        return
    check_waits(call)
    end_offer(tx, call, "withdrawn")
    tx.emit(f"call/{call.id}", call.incident, CallSetAside(want="voicemail"))


def _reported(tx: Tx, wish: Wish, told: VoicemailReported) -> None:
    call, report = tx.get(Call, told.call), told.report
    if call is None or is_foreign(tx, report.account):
        keep_foreign(tx, wish)
        return
    incident = tx.get(Incident, call.incident)
    key = key_of_message(call.id)
    if incident is None or report.status != "completed":
        return
    if any(f.key == key for f in incident.followups):
        return
    if is_empty(report.duration):
        empty = VoicemailEmpty(
            key=key, call=call.id, recording=report.sid, seconds=report.duration or 0
        )
        tx.emit(f"incident/{incident.number}", incident.number, empty)
        return
    opened = FollowupOpened(
        key=key,
        what="voicemail",
        handle=call.handle,
        since=call.arrived_at,
        seconds=report.duration or 0,
        keep_until=tx.now + timedelta(days=tx.policy.voicemail_days),
        recording=report.url,
    )
    tx.emit(f"incident/{incident.number}", incident.number, opened)
    missed = followup_of(incident, call.id)
    close_all(tx, incident.number, [missed] if missed is not None else [], LEFT_ONE)


def _ended(tx: Tx, _wish: Wish, ended: VoicemailEnded) -> None:
    """Write down that a message is gone, or why it is not."""
    event: Event = VoicemailDeleted(key=ended.key)
    if ended.how == "held":
        event = VoicemailKept(
            key=ended.key, words=f"It is kept as long as this flag is up: {ended.words}."
        )
    elif ended.how == "failed":
        event = VoicemailKept(key=ended.key, words=f"{NOT_DELETED} {ended.words}", is_failure=True)
    tx.emit(f"incident/{ended.incident}", ended.incident, event)


def _play(tx: Tx, wish: Wish, command: PlayVoicemail) -> None:
    agent, incident = agent_of(tx, wish), incident_of(tx, command.incident)
    found = next((f for f in incident.followups if f.key == command.key), None)
    if found is None or found.what != "voicemail":
        raise Rejected("There is no such message.", code="not_found")
    is_over = found.keep_until is not None and tx.now >= found.keep_until
    if found.is_deleted or (is_over and not legal_hold(incident, tx.now)):
        raise Rejected("This message is not kept any more.", code="gone")
    heard = VoicemailHeard(key=found.key, agent=agent.number, name=agent.name)
    tx.emit(f"incident/{incident.number}", incident.number, heard)


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    MessageWanted: _wanted,
    VoicemailReported: _reported,
    VoicemailEnded: _ended,
    PlayVoicemail: _play,
}
