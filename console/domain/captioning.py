"""When a call is captioned, and which lines are kept: told, not refused, and nothing of a pause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.base import Rejected
from console.domain.call import check_mine
from console.domain.captions import CaptionsAsked, CaptionsSwitched, is_told
from console.domain.company import talkers
from console.domain.guests import present_guests
from console.domain.recording import is_refused, may_be_recorded
from console.domain.supervision import heard_by, watchers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from console.domain.base import Event
    from console.domain.call_state import Call
    from console.domain.captions import Sitting, SwitchCaptions, Why

MOST_FAILURES = 3
"""After so many of one call, captions wait until the agent turns them on again."""
MOST_STOPS = 4
"""How often a provider is asked to end one sitting."""
NOT_TOLD = "The caller was not told that this call is transcribed, so it has no captions."
REFUSED = "Somebody on this call does not want it, so it has no captions."
NO_QUEUE = "This queue has no captions."
_LATE_LINES_COUNT = frozenset({"hold", "waiting", "agent", "off", "queue", "over"})
"""Ends of a sitting after which what was said before them may still come in."""
LANGUAGES = {"es": "es-US"}
"""Of a caller to that of the provider (BCP 47); everybody else is heard in English."""


def hindrance(call: Call, *, is_allowed: bool) -> Why:
    """Say why a call must not be captioned now; empty when it may."""
    if call.over or call.end_asked:
        return "over"
    if is_refused(call):
        return "refused"
    if not (is_told(call) and may_be_recorded(call)) or _is_anybody_unaware(call):
        return "unaware"
    if call.captions.is_off or not is_allowed:
        return "off" if call.captions.is_off else "queue"
    if call.recording in ("pausing", "paused", "resuming"):
        return "pause"
    if call.hold_asked or call.is_held:
        return "hold"
    return "" if call.customer.is_present and call.mine.is_present else "waiting"


def _is_anybody_unaware(call: Call) -> bool:
    """Whether an outsider is there who was not told."""
    outsiders = (guest.leg for guest in present_guests(call) if guest.role == "outsider")
    return any(leg not in call.captions.told for leg in outsiders)


def next_steps(call: Call, *, is_allowed: bool) -> Iterator[Event]:
    """Give what is to be asked of the provider now; nothing while all is as it should be."""
    why, newest = hindrance(call, is_allowed=is_allowed), call.captions.newest
    if why == "over":
        return
    if newest is not None and newest.is_open and not why and newest.agent != call.agent:
        yield _ended(newest, "agent")
    elif newest is not None and newest.is_open and why:
        yield _ended(newest, why)
    yield from _stops_again(call)
    is_running = newest is not None and newest.is_open and newest.agent == call.agent
    if why or is_running or call.captions.failures >= MOST_FAILURES:
        return
    yield CaptionsAsked(
        on=True,
        sitting=len(call.captions.sittings) + 1,
        language=LANGUAGES.get(call.language[:2], "en-US"),
        agent=call.agent,
        name=call.agent_name,
    )


def _ended(sitting: Sitting, why: str) -> CaptionsAsked:
    return CaptionsAsked(on=False, sitting=sitting.number, why=why)


def _stops_again(call: Call) -> Iterator[Event]:
    """End what may have begun after all, and what could not be ended."""
    for one in call.captions.sittings:
        if one.is_over or one.stops >= MOST_STOPS:
            continue
        if one.has_stop_failed or (one.is_unsure and one.closed_at is None):
            yield _ended(one, one.closed_for or "failed")


def taker(call: Call, sitting: int, sid: str, said_at: datetime | None) -> Sitting | None:
    """Give the sitting that a finished line belongs to; None when it must not be kept.

    Args:
        call: As it is now.
        sitting: By its number.
        sid: The provider's name of the transcription.
        said_at: When the provider had the line; None when it does not say.
    """
    found = call.captions.sitting(sitting)
    if found is None or is_refused(call) or (found.sid and found.sid != sid):
        return None
    if found.closed_at is None:
        return found
    if found.closed_for not in _LATE_LINES_COUNT or said_at is None:
        return None
    return found if said_at <= found.closed_at else None


def also_heard(call: Call) -> tuple[str, ...]:
    """Name those besides the agent whom the customer can hear."""
    leads = (g for g in watchers(call) if heard_by(call, g) == "everybody")
    return tuple(dict.fromkeys(guest.name for guest in (*talkers(call), *leads) if guest.name))


def decide_switch(
    call: Call, command: SwitchCaptions, agent: int, name: str, *, is_allowed: bool
) -> Iterator[Event]:
    """Turn captions on or off for a call. Raises Rejected."""
    check_mine(call, agent)
    if command.on and is_refused(call):
        raise Rejected(REFUSED)
    if command.on and not is_allowed:
        raise Rejected(NO_QUEUE)
    if command.on and not is_told(call):
        raise Rejected(NOT_TOLD)
    has_given_up = call.captions.failures >= MOST_FAILURES
    if call.captions.is_off == command.on or (command.on and has_given_up):
        yield CaptionsSwitched(on=command.on, agent=agent, name=name)
