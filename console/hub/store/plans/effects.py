"""Plans for how effects went: each outcome becomes the concept's own events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from channels.twilio.codes import NOT_FOUND, NOT_IN_PROGRESS
from console.domain.call_events import CallTroubled, LegNamed
from console.domain.call_state import Call
from console.domain.message import RANK, Message, is_news
from console.domain.message_events import (
    MessageAccepted,
    MessageAttempted,
    MessageRefused,
    MessageUnsure,
)
from console.domain.person import Contact
from console.domain.recording import failed_words
from console.hub.store.plans.captions import captions_told
from console.hub.store.plans.guest_trouble import guest_troubled
from console.hub.store.plans.messages import OPTED_OUT, not_arrived, opt
from console.hub.store.plans.paging_steps import page_told
from console.hub.store.plans.recording import recording_told
from console.hub.store.plans.rooms import caller_gone, finish, requeue
from console.hub.store.plans.stopping import stop, why_stopped
from console.hub.store.plans.supervision import close_lead, follow_leads
from console.hub.store.plans.transfer_ends import follow_transfer, hand_troubled
from console.hub.wishes import EffectTold

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish


_CONNECTING = {
    "call.ring_agent": "the agent's phone could not be rung",
    "call.bridge": "the caller could not be connected",
}
END_AGAIN = "The call may still be on. Hang up again."
_TO_CALLER = ("call.bridge", "call.requeue")


def _told(tx: Tx, _wish: Wish, told: EffectTold) -> None:
    key = told.stream.partition("/")[2]
    if told.stream.startswith("message/"):
        message = tx.get(Message, key)
        if message is not None:
            _message(tx, message, told)
    elif told.stream.startswith("incident/"):
        page_told(tx, told)
    elif (call := tx.get(Call, key)) is not None:
        _call(tx, call, told)


def _message(tx: Tx, message: Message, told: EffectTold) -> None:
    stream = f"message/{message.id}"
    match told.how:
        case "attempted":
            _attempt(tx, message)
        case "done":
            accepted = MessageAccepted(id=message.id, sid=told.sid, status=told.status)
            late = not is_news(message, accepted)
            event = accepted.model_copy(update={"late": late})
            tx.emit(stream, message.incident, event)
        case "expired" if told.status not in ("", message.status):
            return
        case "refused" if told.words and told.words == why_stopped(tx, message):
            if message.is_leaving:
                stop(tx, message, told.words)
        case "refused" | "confirmed_not_sent" | "expired":
            refused = MessageRefused(id=message.id, code=told.code, words=told.words)
            if is_news(message, refused):
                tx.emit(stream, message.incident, refused)
                not_arrived(tx, message)
            if told.code == OPTED_OUT:
                opt(tx, message.handle, out=True, source="provider")
        case "unsure":
            # A delivery report may have answered first; then there is nothing to be unsure of.
            if RANK.get(message.status, 0) < RANK["accepted"] and not message.unsure:
                unsure = MessageUnsure(id=message.id, words=told.words)
                tx.emit(stream, message.incident, unsure)
        case "no_trace":
            if RANK.get(message.status, 0) < RANK["accepted"] and not message.no_trace:
                unsure = MessageUnsure(id=message.id, words=told.words, no_trace=True)
                tx.emit(stream, message.incident, unsure)


def _attempt(tx: Tx, message: Message) -> None:
    """The last gate before the provider: who opted out meanwhile, and what their card says now."""
    stream = f"message/{message.id}"
    if message.status != "composed":
        return
    contact = tx.get(Contact, message.handle)
    if message.channel == "sms" and contact is not None and contact.opted_out:
        words = "They replied STOP before this left. Call or email instead."
        refused = MessageRefused(id=message.id, code=OPTED_OUT, words=words)
        tx.emit(stream, message.incident, refused)
        return
    if why := why_stopped(tx, message):
        stop(tx, message, why)
        return
    tx.emit(stream, message.incident, MessageAttempted(id=message.id))


def _call(tx: Tx, call: Call, told: EffectTold) -> None:
    stream = f"call/{call.id}"
    if told.kind.startswith("guest.") and told.how != "done":
        close_lead(tx, call, told)
        guest_troubled(tx, call, told)
        follow_transfer(tx, call.id)
        follow_leads(tx, call.id)
        return
    if told.kind == "call.captions":
        captions_told(tx, call, told)
        return
    if told.kind == "transfer.hand":
        hand_troubled(tx, call, told)
        return
    if told.how == "done":
        if told.leg:
            tx.emit(stream, call.incident, LegNamed(leg=told.leg, sid=told.sid))
        elif told.kind == "call.record":
            recording_told(tx, call, told)
        return
    if told.how == "attempted" or call.over:
        return
    about = told.kind.removeprefix("call.")
    words = f"{told.words} {END_AGAIN}" if about == "end" else told.words
    words = failed_words(call, words) if about == "record" else words
    troubled = CallTroubled(about=about, words=words, is_unsure=told.how == "unsure")
    tx.emit(stream, call.incident, troubled)
    # Of a bridge nobody is sure while the caller is not there: they still wait in the queue.
    is_alone = told.kind == "call.bridge" and not call.customer.is_present
    if told.how not in ("refused", "expired") and not is_alone:
        return
    if told.kind in _TO_CALLER and told.code in (NOT_FOUND, NOT_IN_PROGRESS):
        caller_gone(tx, call)
    elif call.inbound and told.kind in _CONNECTING:
        requeue(tx, call, _CONNECTING[told.kind])
    elif not call.inbound and told.kind in ("call.ring_agent", "call.add_customer"):
        finish(tx, call)


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {EffectTold: _told}
