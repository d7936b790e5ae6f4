"""Agents: presence that only the hub changes, and when a call can be offered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import reduce
from typing import get_args

import pytest

from console.domain.agent import (
    CHOSEN,
    Agent,
    AgentAdded,
    AgentChanged,
    AgentDisabled,
    AgentEngaged,
    AgentFreed,
    AgentOffered,
    AgentWrapping,
    Presence,
    PresenceSet,
    SetPresence,
    evolve_agent,
)
from console.domain.base import Event, Rejected
from console.domain.presence import decide_presence

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
ADDED = AgentAdded(number=3, login="sam", name="Sam Lee", role="agent", phone="+14155550111")


def after(*events: Event) -> Agent:
    start = evolve_agent(Agent(number=3), ADDED, AT)
    return reduce(lambda state, event: evolve_agent(state, event, AT), events, start)


HERE = PresenceSet(state="available")


def test_a_new_colleague_is_offline_and_as_they_were_added() -> None:
    new = after()
    assert (new.login, new.name, new.role, new.phone) == ("sam", "Sam Lee", "agent", "+14155550111")
    assert (new.presence, new.is_free) == ("offline", False)


@pytest.mark.parametrize(
    ("events", "free"),
    [
        ((HERE,), True),
        ((HERE, AgentOffered(call="CA1")), False),
        ((HERE, AgentOffered(call="CA1"), AgentEngaged(call="CA1")), False),
        ((HERE, AgentEngaged(call="CA1"), AgentWrapping(call="CA1")), False),
        ((HERE, AgentWrapping(call="CA1"), AgentFreed(call="CA1")), True),
        ((HERE, AgentOffered(call="CA2"), AgentFreed(call="CA1")), False),
        ((HERE, PresenceSet(state="break")), False),
        ((HERE, AgentDisabled()), False),
    ],
)
def test_a_call_is_offered_to_who_is_available_and_has_none(
    events: tuple[Event, ...], free: bool
) -> None:
    assert after(*events).is_free is free


@pytest.mark.parametrize("state", get_args(Presence))
def test_a_person_chooses_any_presence_but_lost(state: Presence) -> None:
    away = after(PresenceSet(state="away", reason="x"))
    if state in CHOSEN:
        decide_presence(away, SetPresence(state=state), by_rule=False, now=AT)
    else:
        with pytest.raises(Rejected):
            decide_presence(away, SetPresence(state=state), by_rule=False, now=AT)
        assert decide_presence(away, SetPresence(state=state), by_rule=True, now=AT)


def test_the_same_presence_again_changes_nothing() -> None:
    here = after(HERE)
    assert decide_presence(here, SetPresence(state="available"), by_rule=False, now=AT) == []
    lunch = SetPresence(state="break", reason="lunch")
    assert decide_presence(here, lunch, by_rule=False, now=AT) == [
        PresenceSet(state="break", reason="lunch")
    ]


def test_waiting_time_counts_from_the_end_of_the_last_call() -> None:
    start = after(HERE, AgentWrapping(call="CA1"))
    later = AT + timedelta(minutes=5)
    assert evolve_agent(start, AgentFreed(call="CA1"), later).idle_since == later


def test_a_change_of_name_changes_nothing_else() -> None:
    changed = after(HERE, AgentChanged(name="Sam Roe"))
    assert changed == after(HERE).model_copy(update={"name": "Sam Roe"})
