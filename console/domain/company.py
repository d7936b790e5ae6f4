"""The company of a call: who is in its room, who went, and when nobody is left to talk to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from console.domain.base import Event
from console.domain.guests import GuestTroubled, live_guests

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.call_state import Call
    from console.domain.guests import Guest

HUNG_UP = "participant_hung_up"
_UNREACHED = {
    "busy": "{name}'s line is busy. Try again in a moment.",
    "no-answer": "{name} did not answer.",
    "failed": "{name} could not be reached. Check the number.",
}
_UNTAKEN = "{name} did not take the call."
_HUNG_UP = "{name} has hung up."


class CallerLeft(Event):
    """The customer hung up; agent and guests go on talking."""

    kind: Literal["call.caller_left"] = "call.caller_left"


class LeaveAsked(Event):
    """The agent wants to leave the room to the others; they are in it until that is confirmed."""

    kind: Literal["call.leave_asked"] = "call.leave_asked"
    agent: int


def talkers(call: Call) -> tuple[Guest, ...]:
    """Guests in the room who count as company; who only watches a call is none."""
    return tuple(g for g in call.guests.values() if g.role != "lead" and _is_in(call, g))


def _is_in(call: Call, guest: Guest) -> bool:
    part = call.part(guest.leg)
    # An outsider who has answered is in the room, even if that is told late; but for those who
    # are told of a recording first, and come in after that.
    is_heard = guest.leg in call.announced or call.consent != "given"
    is_answered = guest.role == "outsider" and part.status == "in-progress" and is_heard
    return (part.is_present or is_answered) and not part.has_left


def hears_announcement(call: Call, leg: str) -> bool:
    """Whether an outsider has picked up and is told of the recording before they come in."""
    part, guest = call.part(leg), call.guests.get(leg)
    is_outsider = guest is not None and guest.role == "outsider"
    return is_outsider and part.status == "in-progress" and part.joined_seq < 0


def people(call: Call) -> int:
    """How many can talk to each other: customer, agent and guests in the room."""
    return call.customer.is_present + call.mine.is_present + len(talkers(call))


def is_kept(call: Call) -> bool:
    """Whether the room outlives a customer, or an agent, who leaves it now."""
    if call.end_asked:
        return False
    if people(call) > 1:
        return True
    # The agent of a caller who has left waits for somebody whose phone rings.
    expected = any(guest.role != "lead" for guest in live_guests(call))
    return call.caller_left and call.mine.is_present and expected


def waits_in_room(call: Call) -> bool:
    """Whether nobody of us is in the room any more, and the call looks for somebody."""
    return not call.over and call.agent is None and call.conference != ""


def lacks_customer(call: Call) -> bool:
    """Whether an agent waits in the room for a customer who is still to come."""
    is_there = call.customer.is_present or call.caller_left
    return not call.over and call.mine.is_present and not is_there


def has_caller_gone(call: Call) -> bool:
    """Whether the customer hung up, as their leg or the room tells."""
    part = call.customer
    return part.is_over or (part.has_left and part.left_reason == HUNG_UP)


def news(call: Call) -> Iterator[Event]:
    """What a callback made true of the company that no entry says yet."""
    for guest in call.guests.values():
        if not (guest.trouble or guest.drop_asked) and (words := _unreached(call, guest)):
            yield GuestTroubled(leg=guest.leg, about="invite", words=words)
    if not call.caller_left and not call.room_over and has_caller_gone(call) and is_kept(call):
        yield CallerLeft()


def _unreached(call: Call, guest: Guest) -> str:
    """Why a guest never came; empty while they may, or when they were there."""
    part = call.part(guest.leg)
    if part.joined_seq >= 0:
        return ""
    words = _UNREACHED.get(part.status, "")
    if part.status == "completed" and guest.role == "colleague":
        words = _UNTAKEN
    elif part.status == "completed" and guest.role == "outsider":
        words = _HUNG_UP
    return words.format(name=guest.name)
