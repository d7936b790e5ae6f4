"""Presence: what comes after a contact, and what ends by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import reduce

import pytest

from console.domain.agent import (
    Agent,
    AgentEngaged,
    AgentFreed,
    AgentOffered,
    AgentWrapping,
    NextPresenceSet,
    PresenceSet,
    SetPresence,
    evolve_agent,
)
from console.domain.base import Event, Rejected
from console.domain.presence import (
    RECOVER,
    SetNextPresence,
    decide_next,
    decide_presence,
    what_is_due,
)
from console.domain.roles import BY_RULE

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
HERE = PresenceSet(state="available")
LUNCH = SetNextPresence(state="break", reason="lunch")


def after(*events: Event) -> Agent:
    return reduce(lambda state, event: evolve_agent(state, event, AT), events, Agent(number=3))


ON_CALL = (HERE, AgentEngaged(call="CA1"))


def test_lunch_after_this_call_waits_for_the_end_of_the_wrap_up() -> None:
    asked = decide_next(after(*ON_CALL), LUNCH, AT)
    assert asked == [NextPresenceSet(state="break", reason="lunch")]
    for so_far in ((), (AgentWrapping(call="CA1"),)):
        sam = after(*ON_CALL, *asked, *so_far)
        assert (sam.presence, sam.next_presence, what_is_due(sam, AT)) == ("available", "break", [])
    done = after(*ON_CALL, *asked, AgentWrapping(call="CA1"), AgentFreed(call="CA1"))
    assert not done.is_free
    assert what_is_due(done, AT) == [PresenceSet(state="break", reason="lunch")]
    at_lunch = evolve_agent(done, what_is_due(done, AT)[0], AT)
    assert (at_lunch.presence, at_lunch.next_presence) == ("break", None)


def test_a_call_that_only_rang_ends_in_the_break_too() -> None:
    asked = NextPresenceSet(state="break", reason="lunch")
    sam = after(HERE, AgentOffered(call="CA1"), asked, AgentFreed(call="CA1"))
    assert what_is_due(sam, AT) == [PresenceSet(state="break", reason="lunch")]


def test_who_is_on_nothing_goes_at_once() -> None:
    assert decide_next(after(HERE), LUNCH, AT) == [PresenceSet(state="break", reason="lunch")]


def test_what_was_to_come_next_can_be_taken_back_and_said_once() -> None:
    sam = after(*ON_CALL, NextPresenceSet(state="break", reason="lunch"))
    assert decide_next(sam, LUNCH, AT) == []
    assert decide_next(sam, SetNextPresence(state=None), AT) == [NextPresenceSet(state=None)]
    assert decide_next(after(*ON_CALL), SetNextPresence(state=None), AT) == []


def test_a_state_that_is_only_found_is_no_next_one() -> None:
    with pytest.raises(Rejected):
        decide_next(after(*ON_CALL), SetNextPresence(state="lost"), AT)


def test_recovering_ends_by_itself_after_five_minutes() -> None:
    (begun,) = decide_presence(after(HERE), SetPresence(state="recover"), by_rule=False, now=AT)
    assert begun == PresenceSet(state="recover", until=AT + RECOVER)
    sam = after(HERE, begun)
    assert not sam.is_free
    assert what_is_due(sam, AT + RECOVER - timedelta(seconds=1)) == []
    assert what_is_due(sam, AT + RECOVER) == [
        PresenceSet(state="available", reason="the 5 minutes to recover are over", by=BY_RULE)
    ]


def test_who_ended_recovering_by_hand_is_not_called_back() -> None:
    recovering = PresenceSet(state="recover", until=AT + RECOVER)
    for chosen in (HERE, PresenceSet(state="offline"), PresenceSet(state="lost")):
        assert what_is_due(after(HERE, recovering, chosen), AT + RECOVER) == []


def test_nobody_who_has_just_come_counts_so_after_an_offer() -> None:
    assert after(HERE).has_just_come
    assert not after(HERE, AgentOffered(call="CA1"), AgentFreed(call="CA1")).has_just_come
