"""Plans for what the telephone network tells about a call, and for routing it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from console.domain.agent import Agent, AgentFreed, AgentOffered, PresenceSet
from console.domain.call import is_over_now
from console.domain.call_events import (
    CUSTOMER,
    CallArrived,
    CallConnected,
    CallEnded,
    CallOffered,
    CallQueued,
    CallRequeued,
    ConsentHeard,
    LegReported,
    RecordingReported,
    RoomReported,
)
from console.domain.call_state import Call
from console.domain.person import handle_of, is_withheld
from console.hub.store.plans.calls import end_offer, wrap_or_free
from console.hub.store.plans.incidents import join_newest, open_new
from console.hub.store.quarantine import is_foreign, keep_foreign
from console.hub.store.tables import AgentRow, CallRow, EntryRow, TokenRow, table
from console.hub.wishes import (
    CallRings,
    CheckCall,
    ConsentChosen,
    DeskLost,
    LegCallback,
    QueueLeft,
    RecordingCallback,
    RingOut,
    RoomCallback,
    RouteCalls,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.base import Event
    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

CALL = table(CallRow)
AGENT = table(AgentRow)
TOKEN = table(TokenRow)
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
    event = CallArrived(
        sid=arrived.sid,
        handle=handle,
        to=arrived.to,
        attestation=arrived.attestation,
        queue=rings.queue,
    )
    tx.emit(f"call/{arrived.sid}", number, event, new=True)


def _consent(tx: Tx, wish: Wish, chosen: ConsentChosen) -> None:
    call = tx.get(Call, chosen.call)
    if call is None:
        keep_foreign(tx, wish)
        return
    events: list[Event] = [ConsentHeard(refused=chosen.refused)]
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
    if not after.over and is_over_now(after):
        finish(tx, after)


def finish(tx: Tx, call: Call) -> None:
    """End a call: withdraw its offer, say so, and let its agent wrap up."""
    end_offer(tx, call, "caller-left")
    tx.emit(f"call/{call.id}", call.incident, CallEnded(reason=_why_over(call)))
    wrap_or_free(tx, call)


_NOT_REACHED = {
    "busy": "the line was busy",
    "no-answer": "nobody answered",
    "failed": "the number could not be reached",
}


def _why_over(call: Call) -> str:
    """Words for the agent when nobody was reached, else the provider's reason."""
    if not call.inbound and call.answered_at is None and not call.end_asked:
        if call.customer.status in _NOT_REACHED:
            return _NOT_REACHED[call.customer.status]
        if not call.customer.is_over and call.mine.is_over:
            return "your own phone was not connected"
    return call.room_reason or call.customer.left_reason or call.customer.status


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
        reason=report.reason,
        participant_status=report.participant_status,
        ended_by=report.ended_by,
    )
    settle(tx, call, event)


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


AGAIN_SECONDS = 30
"""How soon a call may ring again at somebody who let it pass, when nobody else is free."""


def _route(tx: Tx, _wish: Wish, _command: RouteCalls) -> None:
    waiting = tx.query(
        select(CALL.c.id).where(CALL.c.phase == "queued").order_by(CALL.c.queued_at, CALL.c.id)
    )
    calls = [c for key in waiting.scalars().all() if (c := tx.get(Call, key)) is not None]
    idle = tx.query(
        select(AGENT.c.number).where(AGENT.c.free).order_by(AGENT.c.idle_since, AGENT.c.number)
    )
    free = [a for n in idle.scalars().all() if (a := tx.get(Agent, n)) is not None and a.is_free]
    for call in calls:
        agent = _longest_idle(tx, call, free)
        if agent is not None and call.phase == "queued":
            free.remove(agent)
            _offer(tx, call, agent)


def _longest_idle(tx: Tx, call: Call, free: list[Agent]) -> Agent | None:
    with_phone = [a for a in free if a.phone]
    fresh = next((a for a in with_phone if a.number not in call.missed), None)
    if fresh is not None:
        return fresh
    rested = tx.now - timedelta(seconds=AGAIN_SECONDS)
    return next((a for a in with_phone if a.idle_since is None or a.idle_since < rested), None)


def _offer(tx: Tx, call: Call, agent: Agent) -> None:
    until = tx.now + timedelta(seconds=tx.policy.ring_seconds)
    offered = CallOffered(agent=agent.number, name=agent.name, until=until)
    tx.emit(f"call/{call.id}", call.incident, offered)
    tx.emit(f"agent/{agent.number}", None, AgentOffered(call=call.id))


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
    _away(tx, over.agent, "did not answer an offered call")


def _away(tx: Tx, number: int, reason: str) -> None:
    """Let no more calls come to somebody whose phone does not work; who chose a state keeps it."""
    agent = tx.get(Agent, number)
    if agent is not None and agent.presence == "available":
        tx.emit(f"agent/{number}", None, PresenceSet(state="away", reason=reason))


def _check(tx: Tx, _wish: Wish, check: CheckCall) -> None:
    call = tx.get(Call, check.call)
    if call is None or call.over or call.end_asked or call.agent_leg != check.leg:
        return
    gone = call.mine.has_left or (check.is_deadline and not call.mine.is_present)
    if not gone:
        return
    if call.inbound:
        requeue(tx, call, "the agent's phone is not connected")
    else:
        finish(tx, call)


def requeue(tx: Tx, call: Call, reason: str) -> None:
    """Give the caller back to the head of the queue; nobody is left in silence."""
    if call.agent is None or call.over or call.end_asked:
        return
    agent = call.agent
    tx.emit(f"call/{call.id}", call.incident, CallRequeued(agent=agent, reason=reason))
    tx.emit(f"agent/{agent}", None, AgentFreed(call=call.id))
    _away(tx, agent, reason)


ELSEWHERE_SECONDS = 20
"""How long ago another hub may have seen a desk that counts as connected."""


def _is_elsewhere(tx: Tx, agent: int) -> bool:
    seen = select(func.max(TOKEN.c.seen_at)).where(TOKEN.c.agent == agent)
    at = tx.query(seen).scalar()
    return at is not None and tx.now - at < timedelta(seconds=ELSEWHERE_SECONDS)


def _lost(tx: Tx, _wish: Wish, lost: DeskLost) -> None:
    agent = tx.get(Agent, lost.agent)
    if agent is None or agent.presence in ("offline", "lost") or _is_elsewhere(tx, lost.agent):
        return
    gone = PresenceSet(state="lost", reason="the desk was not connected")
    if agent.offer is not None and (call := tx.get(Call, agent.offer)) is not None:
        end_offer(tx, call, "withdrawn")
    tx.emit(f"agent/{agent.number}", None, gone)


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    CallRings: _rings,
    ConsentChosen: _consent,
    LegCallback: _leg,
    RoomCallback: _room,
    QueueLeft: _queue_left,
    RecordingCallback: _recording,
    RouteCalls: _route,
    RingOut: _ring_out,
    CheckCall: _check,
    DeskLost: _lost,
}
