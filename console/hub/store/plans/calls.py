"""Plans for what people do with a call: accept, hold, mute, end and dial."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.domain.agent import (
    Agent,
    AgentEngaged,
    AgentFreed,
    AgentWrapping,
)
from console.domain.base import Rejected
from console.domain.call import check_mine
from console.domain.call_events import (
    AcceptCall,
    CallAccepted,
    CallDialed,
    DeclineCall,
    DialCall,
    EndAsked,
    EndCall,
    EndWrapUp,
    HoldAsked,
    HoldCall,
    MuteAsked,
    MuteCall,
    OfferEnded,
    PauseRecording,
    RecordingAsked,
    WrapUpEnded,
)
from console.domain.call_state import Call
from console.domain.incident import decide_take
from console.hub.store.plans.common import agent_of, incident_of
from console.hub.store.plans.dialling import count_dial, dialable
from console.hub.store.plans.flags import leaves_no_message
from console.hub.store.plans.incidents import join
from console.hub.store.plans.letting_go import check_let_go
from console.hub.store.plans.safe_contact import check_reachable
from console.hub.store.plans.tried import about, is_owed, note_tried

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish


def call_of(tx: Tx, key: str) -> Call:
    """Give a call. Raises Rejected when there is none."""
    call = tx.get(Call, key)
    if call is None:
        raise Rejected("There is no such call.", code="not_found")
    return call


def end_offer(tx: Tx, call: Call, how: Any) -> None:
    """End the present offer of a call and free the agent whose desk rang."""
    if call.offer is None:
        return
    seconds = round((tx.now - call.offer_at).total_seconds()) if call.offer_at else 0
    ended = OfferEnded(agent=call.offer, name=call.offer_name, how=how, seconds=max(0, seconds))
    tx.emit(f"call/{call.id}", call.incident, ended)
    tx.emit(f"agent/{call.offer}", None, AgentFreed(call=call.id))


def _accept(tx: Tx, wish: Wish, command: AcceptCall) -> None:
    agent, call = agent_of(tx, wish), call_of(tx, command.call)
    if call.over:
        raise Rejected("The caller has hung up.", code="gone")
    if call.agent is not None:
        raise Rejected(f"{call.agent_name} has taken this call.", code="taken")
    if call.offer != agent.number:
        raise Rejected("This call is not offered to you any more.", code="gone")
    if call.transfer is not None and call.transfer.by != agent.number:
        raise Rejected("Read the handoff card first.", code="unread")
    if call.callback is not None:
        check_reachable(tx, incident_of(tx, call.incident), call.handle, "call")
    take_offer(tx, agent, call)


def take_offer(tx: Tx, agent: Agent, call: Call) -> None:
    """Give an agent the call that is offered to them. Raises Rejected."""
    if not agent.phone:
        raise Rejected("Your account has no phone to ring; ask an admin to set one.")
    _finish_last(tx, agent)
    leg = f"agent-{agent.number}-{call.attempts + 1}"
    accepted = CallAccepted(agent=agent.number, name=agent.name, phone=agent.phone, leg=leg)
    tx.emit(f"call/{call.id}", call.incident, accepted)
    tx.emit(f"agent/{agent.number}", None, AgentEngaged(call=call.id))
    incident = incident_of(tx, call.incident)
    if incident.owner is None:
        taken = decide_take(incident, agent.number, agent.name, over=False)
        tx.emit(f"incident/{incident.number}", incident.number, *taken)


def _decline(tx: Tx, wish: Wish, command: DeclineCall) -> None:
    call = call_of(tx, command.call)
    if call.offer != wish.agent:
        raise Rejected("This call is not offered to you any more.", code="gone")
    end_offer(tx, call, "declined")


def _hold(tx: Tx, wish: Wish, command: HoldCall) -> None:
    call = call_of(tx, command.call)
    check_mine(call, wish.agent)
    if call.caller_left:
        raise Rejected("The caller has left.", code="gone")
    if call.phase != "talking" and not call.is_held:
        raise Rejected("Nobody is connected yet.")
    if call.hold_asked != command.on or call.is_held != command.on:
        tx.emit(f"call/{call.id}", call.incident, HoldAsked(on=command.on, by=wish.agent))


def _mute(tx: Tx, wish: Wish, command: MuteCall) -> None:
    call = call_of(tx, command.call)
    check_mine(call, wish.agent)
    if not call.mine.is_present:
        raise Rejected("Your phone is not connected yet.")
    tx.emit(f"call/{call.id}", call.incident, MuteAsked(on=command.on))


def _pause(tx: Tx, wish: Wish, command: PauseRecording) -> None:
    call = call_of(tx, command.call)
    check_mine(call, wish.agent)
    if call.recording not in ("on", "paused"):
        raise Rejected("This call is not being recorded.")
    if command.on and not command.reason.strip():
        raise Rejected("Say why the recording pauses; the gap is marked with it.")
    want = "pause" if command.on else "resume"
    if (call.recording == "paused") == command.on:
        return
    event = RecordingAsked(want="pause" if want == "pause" else "resume", reason=command.reason)
    tx.emit(f"call/{call.id}", call.incident, event)


def _end(tx: Tx, wish: Wish, command: EndCall) -> None:
    call = call_of(tx, command.call)
    # What its agent has left to the others can be ended by them still, and by every lead.
    if call.phase != "left" or (call.agent != wish.agent and wish.role == "agent"):
        check_mine(call, wish.agent)
    tx.emit(f"call/{call.id}", call.incident, EndAsked(agent=wish.agent))


def _wrap_up(tx: Tx, wish: Wish, command: EndWrapUp) -> None:
    agent, call = agent_of(tx, wish), call_of(tx, command.call)
    if agent.wrapping == call.id and call.agent != agent.number:
        # They have handed it over; whoever has it now finishes it for themselves.
        tx.emit(f"agent/{agent.number}", None, AgentFreed(call=call.id))
        return
    if call.phase == "ended":
        return
    if call.phase not in ("wrap-up", "left"):
        raise Rejected("The call is not over yet.")
    if call.wrapped:
        return
    if call.agent != wish.agent and wish.role == "agent":
        raise Rejected(f"{call.agent_name} is still finishing this call.", code="forbidden")
    check_let_go(tx, wish, call.incident, command)
    tx.emit(f"call/{call.id}", call.incident, WrapUpEnded(agent=wish.agent))
    tx.emit(f"agent/{call.agent}", None, AgentFreed(call=call.id))


def _finish_last(tx: Tx, agent: Agent) -> None:
    """Whoever goes on to another call has finished the one before."""
    if agent.wrapping:
        wrapping = call_of(tx, agent.wrapping)
        if wrapping.agent == agent.number:
            tx.emit(f"call/{wrapping.id}", wrapping.incident, WrapUpEnded(agent=agent.number))
        tx.emit(f"agent/{agent.number}", None, AgentFreed(call=wrapping.id))


def _dial(tx: Tx, wish: Wish, command: DialCall) -> None:
    agent, incident = agent_of(tx, wish), incident_of(tx, command.incident)
    if not command.to.startswith("tel:"):
        raise Rejected("This address can't be called.")
    if agent.call or agent.offer:
        raise Rejected("You are on another call.", code="conflict")
    owed = is_owed(incident, command.to)
    number = dialable(tx, agent.number, command.to, is_counted=not owed)
    check_reachable(tx, incident, f"tel:{number}", "call")
    if not agent.phone:
        raise Rejected("Your account has no phone to ring; ask an admin to set one.")
    caller_id = command.caller_id or tx.policy.numbers[0]
    if caller_id not in tx.policy.numbers:
        raise Rejected("That is not one of our numbers.")
    key = "out-" + wish.cause.removeprefix("cmd:").replace(":", "-")
    dialed = CallDialed(
        id=key,
        handle=f"tel:{number}",
        caller_id=caller_id,
        agent=agent.number,
        name=agent.name,
        phone=agent.phone,
        leg=f"agent-{agent.number}-1",
        is_redial=bool(about(incident, f"tel:{number}")),
        is_silent=leaves_no_message(tx, incident, f"tel:{number}"),
    )
    join(tx, incident.number, dialed.handle)
    _finish_last(tx, agent)
    tx.emit(f"call/{key}", incident.number, dialed, new=True)
    tx.emit(f"agent/{agent.number}", None, AgentEngaged(call=key))
    note_tried(tx, agent, incident.number, dialed.handle, key)
    if not owed:
        count_dial(tx, agent.number, key)


def wrap_or_free(tx: Tx, call: Call) -> None:
    """After a call ended: its agent, if it had one, wraps up."""
    agent = tx.get(Agent, call.agent) if call.agent is not None else None
    if agent is not None and agent.call == call.id:
        tx.emit(f"agent/{agent.number}", None, AgentWrapping(call=call.id))


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    AcceptCall: _accept,
    DeclineCall: _decline,
    HoldCall: _hold,
    MuteCall: _mute,
    PauseRecording: _pause,
    EndCall: _end,
    EndWrapUp: _wrap_up,
    DialCall: _dial,
}
