"""Plans for leads: into a call and out of it, taking it over, freeing who is stuck, and help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.domain.agent import Agent, AgentEngaged, AgentFreed, PresenceSet
from console.domain.assistance import AnswerHelp, AskForHelp, decide_answer, decide_ask
from console.domain.base import Rejected, check_reason
from console.domain.call_events import WrapUpEnded
from console.domain.call_state import Call
from console.domain.guests import GuestDropAsked, GuestInvited, GuestModeAsked
from console.domain.incident import decide_take
from console.domain.supervision import (
    WATCH,
    AgentReleased,
    AgentWatching,
    BackToListening,
    Barge,
    CallTakenOver,
    FreeAgent,
    Listen,
    StopListening,
    TakeOver,
    TakeOverAsked,
    TakeOverCall,
    Whisper,
    check_comes,
    check_lead,
    check_watch,
    due_take_over,
    heard_by,
    is_gone,
    leg_of,
)
from console.hub.store.plans.calls import call_of
from console.hub.store.plans.common import agent_of, incident_of
from console.hub.wishes import CheckWatch

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.guests import Guest, Mode
    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish
    from console.hub.wishes import EffectTold

_HEARD: dict[Mode, str] = {"listen": "nobody", "whisper": "agent", "barge": "everybody"}


def _listen(tx: Tx, wish: Wish, command: Listen) -> None:
    _watch(tx, wish, command.call, "listen")


def _whisper(tx: Tx, wish: Wish, command: Whisper) -> None:
    _watch(tx, wish, command.call, "whisper")


def _barge(tx: Tx, wish: Wish, command: Barge) -> None:
    _watch(tx, wish, command.call, "barge")


def _watch(tx: Tx, wish: Wish, key: str, mode: Mode) -> str:
    """Bring a lead into a call, or let them be heard otherwise; gives their leg."""
    lead, call = agent_of(tx, wish), call_of(tx, key)
    check_watch(call, lead, mode)
    mine = leg_of(call, lead.number)
    if mine is None:
        check_comes(call, lead)
        return _invite(tx, call, lead, mode)
    if mine.mode != mode or _is_otherwise(call, mine, mode):
        tx.emit(f"call/{key}", call.incident, GuestModeAsked(leg=mine.leg, mode=mode))
    return mine.leg


def _is_otherwise(call: Call, mine: Guest, mode: Mode) -> bool:
    return call.part(mine.leg).is_present and heard_by(call, mine) != _HEARD[mode]


def _invite(tx: Tx, call: Call, lead: Agent, mode: Mode) -> str:
    invited = GuestInvited(
        leg=f"guest-{len(call.guests) + 1}",
        role="lead",
        name=lead.name,
        to=lead.phone,
        agent=lead.number,
        by=lead.number,
        purpose="watch",
        mode=mode,
    )
    tx.emit(f"call/{call.id}", call.incident, invited)
    tx.emit(f"agent/{lead.number}", None, AgentWatching(call=call.id))
    return invited.leg


def _mine(tx: Tx, wish: Wish, key: str) -> tuple[Call, Guest]:
    call = call_of(tx, key)
    mine = leg_of(call, wish.agent)
    if mine is None:
        raise Rejected("You are not in this call.", code="gone")
    return call, mine


def _back(tx: Tx, wish: Wish, command: BackToListening) -> None:
    call, mine = _mine(tx, wish, command.call)
    if mine.mode != "listen" or _is_otherwise(call, mine, "listen"):
        quiet = GuestModeAsked(leg=mine.leg, mode="listen")
        tx.emit(f"call/{call.id}", call.incident, quiet)


def _stop(tx: Tx, wish: Wish, command: StopListening) -> None:
    call, mine = _mine(tx, wish, command.call)
    _drop(tx, call, mine, by=wish.agent)
    follow_leads(tx, call.id)


def _drop(tx: Tx, call: Call, guest: Guest, *, by: int) -> None:
    dropped = GuestDropAsked(leg=guest.leg, by=by)
    tx.emit(f"call/{call.id}", call.incident, dropped)


def _take_over(tx: Tx, wish: Wish, command: TakeOverCall) -> None:
    lead = agent_of(tx, wish)
    check_lead(lead)
    if lead.call is not None or lead.offer is not None:
        raise Rejected("You are on a call of your own.", code="conflict")
    check_reason(command.reason, "Say why you take it over; the agent reads it.")
    if call_of(tx, command.call).agent is None:
        raise Rejected("Nobody has this call; take it from the queue.", code="conflict")
    leg = _watch(tx, wish, command.call, "barge")
    call = call_of(tx, command.call)
    asked = TakeOverAsked(
        leg=leg, agent=lead.number, name=lead.name, reason=command.reason, stays=command.stays
    )
    tx.emit(f"call/{call.id}", call.incident, asked)
    follow_leads(tx, call.id)


def follow_leads(tx: Tx, key: str) -> None:
    """After something happened to a call: carry out what waited for it, free who has left it."""
    call = tx.get(Call, key)
    if call is None or not any(guest.purpose == WATCH for guest in call.guests.values()):
        return
    wanted = due_take_over(call)
    if wanted is not None:
        _taken(tx, call, wanted)
    after = tx.get(Call, key) or call
    for guest in after.guests.values():
        if guest.purpose == WATCH and guest.agent is not None:
            _free_from(tx, after, guest.agent)


def _free_from(tx: Tx, call: Call, agent: int) -> None:
    """Let somebody have nothing to do with a call any more, once every leg of theirs is gone."""
    lead = tx.get(Agent, agent)
    mine = [guest for guest in _legs(call) if guest.agent == agent]
    is_out = all(is_gone(call, guest) for guest in mine)
    if lead is not None and lead.watching == call.id and is_out:
        tx.emit(f"agent/{agent}", None, AgentFreed(call=call.id))


def _legs(call: Call) -> list[Guest]:
    return [guest for guest in call.guests.values() if guest.purpose == WATCH]


def _taken(tx: Tx, call: Call, wanted: TakeOver) -> None:
    former = call.agent or 0
    taken = CallTakenOver(
        leg=wanted.leg,
        agent=wanted.agent,
        name=wanted.name,
        former=former,
        former_name=call.agent_name,
        former_leg=call.agent_leg,
        reason=wanted.reason,
        stays=wanted.stays,
    )
    tx.emit(f"call/{call.id}", call.incident, taken)
    tx.emit(f"agent/{former}", None, AgentFreed(call=call.id), AgentWatching(call=call.id))
    tx.emit(f"agent/{wanted.agent}", None, AgentEngaged(call=call.id))
    incident = incident_of(tx, call.incident)
    owned = decide_take(incident, wanted.agent, wanted.name, over=True)
    tx.emit(f"incident/{incident.number}", incident.number, *owned)


def close_lead(tx: Tx, call: Call, told: EffectTold) -> None:
    """Let a lead be heard by nobody when it is not certain that it went as they asked."""
    guest = call.guests.get(told.leg)
    if call.over or guest is None or guest.purpose != WATCH or told.how == "attempted":
        return
    if told.kind == "guest.mode" and guest.mode != "listen":
        quiet = GuestModeAsked(leg=guest.leg, mode="listen")
        tx.emit(f"call/{call.id}", call.incident, quiet)
    elif told.kind == "guest.invite" and call.part(guest.leg).is_present:
        return  # they were rung after all
    elif told.kind in ("guest.mode", "guest.invite") and not guest.drop_asked:
        _drop(tx, call, guest, by=0)


def _check_watch(tx: Tx, _wish: Wish, check: CheckWatch) -> None:
    """Take a lead out of a call who may not be in it any more."""
    lead = tx.get(Agent, check.agent)
    call = tx.get(Call, lead.watching) if lead is not None and lead.watching else None
    mine = leg_of(call, check.agent) if call is not None else None
    if call is not None and mine is not None:
        _drop(tx, call, mine, by=0)
        follow_leads(tx, call.id)


def _free(tx: Tx, wish: Wish, command: FreeAgent) -> None:
    lead, agent = agent_of(tx, wish), tx.get(Agent, command.agent)
    check_lead(lead)
    if agent is None:
        raise Rejected("There is no such account.", code="not_found")
    check_reason(command.reason, "Say why; it is kept.")
    call = tx.get(Call, agent.wrapping or agent.call or "")
    is_stuck = agent.call is not None and (call is None or call.over)
    if agent.call is not None and not is_stuck:
        raise Rejected(f"{agent.name} is on a call; take that over instead.", code="conflict")
    is_vanished = agent.presence == "lost"
    if agent.wrapping is None and not is_stuck and not is_vanished:
        raise Rejected(f"{agent.name} is not stuck: there is nothing to end.", code="conflict")
    stream, held = f"agent/{agent.number}", agent.wrapping or agent.call or ""
    released = AgentReleased(by=lead.number, reason=command.reason, call=held)
    tx.emit(stream, None, released)
    if call is not None and call.phase in ("wrap-up", "left") and call.agent == agent.number:
        ended = WrapUpEnded(agent=lead.number, reason=command.reason)
        tx.emit(f"call/{call.id}", call.incident, ended)
    if held:
        tx.emit(stream, None, AgentFreed(call=held))
    if is_vanished:
        offline = PresenceSet(state="offline", reason=command.reason, by=lead.name)
        tx.emit(stream, None, offline)


def _ask(tx: Tx, wish: Wish, command: AskForHelp) -> None:
    agent, incident = agent_of(tx, wish), incident_of(tx, command.incident)
    asked = decide_ask(incident, command, agent.number, agent.name)
    tx.emit(f"incident/{incident.number}", incident.number, *asked)


def _answer(tx: Tx, wish: Wish, command: AnswerHelp) -> None:
    lead, incident = agent_of(tx, wish), incident_of(tx, command.incident)
    check_lead(lead)
    answered = decide_answer(incident, command, lead.number, lead.name)
    tx.emit(f"incident/{incident.number}", incident.number, *answered)


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    Listen: _listen,
    Whisper: _whisper,
    Barge: _barge,
    BackToListening: _back,
    StopListening: _stop,
    TakeOverCall: _take_over,
    CheckWatch: _check_watch,
    FreeAgent: _free,
    AskForHelp: _ask,
    AnswerHelp: _answer,
}
