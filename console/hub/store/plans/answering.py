"""Plans for what picked up a telephone that we rang, and what a machine does not change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.domain.answering import (
    AnswerCorrected,
    AnswerDetected,
    MessageAvoided,
    SayWhoAnswered,
    is_machine,
)
from console.domain.base import Rejected
from console.domain.call_events import EndAsked
from console.domain.call_state import Call
from console.hub.store.plans.calls import call_of
from console.hub.store.plans.common import agent_of, incident_of
from console.hub.store.plans.flags import leaves_no_message
from console.hub.store.plans.followups import leave_to_do, reached
from console.hub.store.plans.recording import keep_consent
from console.hub.store.quarantine import is_foreign, keep_foreign
from console.hub.wishes_people import MachineHeard
from console.hub.wishes_recording import AnswerFound

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish


def _found(tx: Tx, wish: Wish, found: AnswerFound) -> None:
    call = tx.get(Call, found.call)
    if call is None or call.inbound or is_foreign(tx, found.account):
        keep_foreign(tx, wish)
        return
    incident = incident_of(tx, call.incident)
    detected = AnswerDetected(
        by=found.by,
        told=found.told,
        milliseconds=found.milliseconds,
        no_message=leaves_no_message(tx, incident, call.handle),
    )
    tx.emit(f"call/{call.id}", call.incident, detected)
    _settle(tx, call)


def _said(tx: Tx, wish: Wish, command: SayWhoAnswered) -> None:
    agent, call = agent_of(tx, wish), call_of(tx, command.call)
    if call.inbound or call.agent != agent.number:
        raise Rejected("You did not make this call.", code="conflict")
    if call.answered_at is None:
        raise Rejected("Nobody has answered yet.")
    if call.wrapped or (call.over and command.by == "machine" and call.callback is not None):
        raise Rejected("This call is finished; say of the callback that nobody was reached.")
    if call.answered_by == command.by and call.answered_words:
        return
    said = AnswerCorrected(by=command.by, agent=agent.number, name=agent.name)
    tx.emit(f"call/{call.id}", call.incident, said)
    _settle(tx, call)


def _settle(tx: Tx, before: Call) -> None:
    """Do what follows from the last word about who answered."""
    call = tx.get(Call, before.id)
    if call is None or is_machine(call) == is_machine(before):
        return
    keep_consent(tx, call.id)
    if not is_machine(call) and call.answered_at is not None:
        reached(tx, call)
    elif is_machine(call) and call.over:
        leave_to_do(tx, call.id)


def _heard(tx: Tx, _wish: Wish, heard: MachineHeard) -> None:
    """Hang up before anything is left on it, unless whoever rang has the last word."""
    call = tx.get(Call, heard.call)
    if call is None or call.over or call.end_asked or call.agent is None:
        return
    if is_machine(call) and not call.answered_words:
        ended = EndAsked(agent=call.agent)
        tx.emit(f"call/{call.id}", call.incident, MessageAvoided(), ended)


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    AnswerFound: _found,
    SayWhoAnswered: _said,
    MachineHeard: _heard,
}
