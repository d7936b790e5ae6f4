"""Plans for what the telephone network tells about a call, and for offers that lapse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from console.domain.agent import Agent, AgentFreed, PresenceSet
from console.domain.call import is_over_now
from console.domain.call_events import (
    CUSTOMER,
    CallArrived,
    CallConnected,
    CallOffered,
    CallQueued,
    ConsentHeard,
    LegReported,
    RecordingReported,
    RoomReported,
)
from console.domain.call_state import Call
from console.domain.company import is_kept
from console.domain.dropped import dropped_lately
from console.domain.person import Contact, handle_of, is_withheld
from console.domain.roles import BY_RULE
from console.hub.store.plans.arrival import turn_away
from console.hub.store.plans.callbacks import rang_again
from console.hub.store.plans.calls import end_offer, wrap_or_free
from console.hub.store.plans.captions import tells_of_captions
from console.hub.store.plans.common import incident_of
from console.hub.store.plans.company import back_to_the_queue, end_of, settle_company
from console.hub.store.plans.followups import leave_to_do, reached
from console.hub.store.plans.incidents import join_newest, open_new
from console.hub.store.plans.recording import announced, keep_consent
from console.hub.store.plans.supervision import follow_leads
from console.hub.store.plans.transfer_ends import follow_transfer, saves_the_caller
from console.hub.store.quarantine import is_foreign, keep_foreign
from console.hub.store.tables import EntryRow, table
from console.hub.wishes import (
    CallRings,
    CheckCall,
    ConsentChosen,
    LegCallback,
    QueueLeft,
    RecordingCallback,
    RingOut,
    RoomCallback,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.base import Event
    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

ENTRY = table(EntryRow)
OFFERED: str = CallOffered.model_fields["kind"].default


def _rings(tx: Tx, wish: Wish, rings: CallRings) -> None:
    arrived = rings.call
    if is_foreign(tx, arrived.account):
        keep_foreign(tx, wish)
        return
    handle = handle_of(arrived.caller)
    if is_withheld(arrived.caller):
        number = open_new(tx, handle=None, channel="call")
    else:
        number = join_newest(tx, handle, "call")
    contact = tx.get(Contact, handle)
    minutes = tx.policy.same_agent_minutes
    lost = dropped_lately(incident_of(tx, number), handle, tx.now, minutes)
    event = CallArrived(
        sid=arrived.sid,
        handle=handle,
        to=arrived.to,
        attestation=arrived.attestation,
        queue=rings.queue,
        language=(contact.language if contact else "") or rings.language,
        dropped=lost.key if lost else "",
        dropped_with=lost.agent if lost else None,
    )
    tx.emit(f"call/{arrived.sid}", number, event, new=True)
    for waiting in rang_again(tx, number, handle):
        finish(tx, waiting)
    turn_away(tx, event, number)


def _consent(tx: Tx, wish: Wish, chosen: ConsentChosen) -> None:
    call = tx.get(Call, chosen.call)
    if call is None:
        keep_foreign(tx, wish)
        return
    events: list[Event] = [ConsentHeard(refused=chosen.refused, captioned=chosen.captioned)]
    if call.queued_at is None and not call.over:
        events.append(CallQueued())
    tx.emit(f"call/{call.id}", call.incident, *events)


def settle(tx: Tx, call: Call, report: Event) -> None:
    """Record a callback, and what it makes true: connected, or over."""
    stream = f"call/{call.id}"
    tx.emit(stream, call.incident, report)
    after = tx.get(Call, call.id) or call
    if after.answered_at is None and after.customer.has_met(after.mine):
        tx.emit(stream, call.incident, CallConnected())
        reached(tx, after)
    after = settle_company(tx, call.id) or after
    if not after.over and is_over_now(after):
        finish(tx, after)
    elif call.over and not call.aside and call.callback is None:
        leave_to_do(tx, call.id)
    follow_transfer(tx, call.id)
    follow_leads(tx, call.id)


def finish(tx: Tx, call: Call) -> None:
    """End a call: withdraw its offer, say so, and let its agent wrap up."""
    end_offer(tx, call, "caller-left")
    tx.emit(f"call/{call.id}", call.incident, end_of(call))
    leave_to_do(tx, call.id)
    wrap_or_free(tx, call)
    follow_transfer(tx, call.id)
    follow_leads(tx, call.id)


def _leg(tx: Tx, wish: Wish, callback: LegCallback) -> None:
    report = callback.report
    call = tx.get(Call, report.call or report.sid)
    if call is None or is_foreign(tx, report.account):
        keep_foreign(tx, wish)
        return
    event = LegReported(
        leg=report.leg or CUSTOMER,
        sid=report.sid,
        status=report.status,
        sequence=report.sequence,
        duration=report.duration,
        sip_code=report.sip_code,
        ended_at=report.ended_at,
        words=report.words,
    )
    settle(tx, call, event)


def _room(tx: Tx, wish: Wish, callback: RoomCallback) -> None:
    report = callback.report
    call = tx.get(Call, report.room.removeprefix("call-"))
    if call is None or is_foreign(tx, report.account):
        keep_foreign(tx, wish)
        return
    event = RoomReported(
        conference=report.conference,
        event=report.event,
        sequence=report.sequence,
        leg=report.label,
        sid=report.call_sid,
        muted=report.muted,
        hold=report.hold,
        coaching=report.coaching,
        reason=report.reason,
        participant_status=report.participant_status,
        ended_by=report.ended_by,
    )
    settle(tx, call, event)
    announced(tx, call.id, event, captioned=tells_of_captions(report.announced))
    keep_consent(tx, call.id)


def _queue_left(tx: Tx, _wish: Wish, left: QueueLeft) -> None:
    call = tx.get(Call, left.call)
    if call is None or call.over or left.result != "hangup":
        return
    caller_gone(tx, call)


def caller_gone(tx: Tx, call: Call) -> None:
    """End a call whose caller is known to have left, whether or not a callback said so."""
    gone = LegReported(leg=CUSTOMER, sid=call.customer.sid, status="completed", sequence=1_000)
    settle(tx, call, gone)


def _recording(tx: Tx, wish: Wish, callback: RecordingCallback) -> None:
    call = tx.get(Call, callback.call)
    report = callback.report
    if call is None or is_foreign(tx, report.account):
        keep_foreign(tx, wish)
        return
    event = RecordingReported(
        sid=report.sid, status=report.status, duration=report.duration, url=report.url
    )
    tx.emit(f"call/{call.id}", call.incident, event)
    keep_consent(tx, call.id)


def _ring_out(tx: Tx, _wish: Wish, over: RingOut) -> None:
    call = tx.get(Call, over.call)
    if call is None or call.offer != over.agent:
        return
    offers = select(func.max(ENTRY.c.seq)).where(
        ENTRY.c.stream == f"call/{call.id}", ENTRY.c.kind == OFFERED
    )
    if tx.query(offers).scalar() != over.offered_seq:
        return
    end_offer(tx, call, "no-answer")
    agent = tx.get(Agent, over.agent)
    # Who is finishing another call was only asked in case they could.
    if agent is not None and agent.wrapping is None:
        _away(tx, over.agent, "did not answer an offered call")


def _away(tx: Tx, number: int, reason: str) -> None:
    """Let no more calls come to somebody whose phone does not work; who chose a state keeps it."""
    agent = tx.get(Agent, number)
    if agent is not None and agent.presence == "available":
        tx.emit(f"agent/{number}", None, PresenceSet(state="away", reason=reason, by=BY_RULE))


def _check(tx: Tx, _wish: Wish, check: CheckCall) -> None:
    call = tx.get(Call, check.call)
    if call is None or call.over or call.agent_leg != check.leg:
        return
    if check.is_undialled and call.mine.sid:
        return
    gone = call.mine.has_left or (check.is_deadline and not call.mine.is_present)
    if not gone or call.left:
        return
    if not call.inbound and not is_kept(call):
        finish(tx, call)
    elif not call.end_asked:
        requeue(tx, call, "the agent's phone is not connected")


def requeue(tx: Tx, call: Call, reason: str) -> None:
    """Give the caller back to the head of the queue; nobody is left in silence.

    Who talks with guests meanwhile stays with them: somebody else of us joins their room.
    """
    if call.agent is None or call.over or call.end_asked or saves_the_caller(tx, call):
        return
    agent = call.agent
    in_room = back_to_the_queue(tx, call, agent, reason)
    tx.emit(f"agent/{agent}", None, AgentFreed(call=call.id))
    follow_transfer(tx, call.id)
    # A line that was good a moment ago may well take the same call again.
    if not (in_room and call.mine.joined_seq >= 0):
        _away(tx, agent, reason)


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    CallRings: _rings,
    ConsentChosen: _consent,
    LegCallback: _leg,
    RoomCallback: _room,
    QueueLeft: _queue_left,
    RecordingCallback: _recording,
    RingOut: _ring_out,
    CheckCall: _check,
}
