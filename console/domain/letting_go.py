"""Whoever lets go of an open incident says first when its people hear from us next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.base import Rejected
from console.domain.call_events import EndWrapUp
from console.domain.followup import CloseFollowup, still_open
from console.domain.handover import HandOver
from console.domain.incident_events import MoveStatus, ReleaseIncident
from console.domain.next_contact import is_said
from console.domain.parking import ParkIncident

if TYPE_CHECKING:
    from console.domain.base import Command
    from console.domain.incident import Incident

UNSAID = "unsaid"
"""Code of the refusal: a desk asks then, and does it again by itself."""
FIRST_SAID = "Say first when they hear from us next, or that nothing is owed."


def has_to_say(state: Incident, command: object, agent: int) -> bool:
    """Whether somebody lets go of an incident with a wish and nobody has said what comes next.

    Of what is another's, its owner says it. While somebody is on the telephone nobody is asked.
    """
    if state.live_calls or is_said(state):
        return False
    match command:
        case MoveStatus(to=to):
            return to == "pending"
        case ParkIncident():
            return True
        case ReleaseIncident():
            return state.owner == agent
        case CloseFollowup(key=key):
            is_last = all(one.key == key for one in still_open(state))
            return is_last and state.owner in (None, agent)
        case EndWrapUp() | HandOver():
            return state.owner in (None, agent)
        case _:
            return False


def check_said(state: Incident, command: Command, agent: int) -> None:
    """Refuse to leave somebody without a word on what comes next. Raises Rejected, ``unsaid``."""
    if has_to_say(state, command, agent):
        raise Rejected(FIRST_SAID, code=UNSAID)
