"""Who is what in an incident, what is not to be forgotten, and who hears of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from console.domain.base import Event, Rejected
from console.domain.checklist import (
    ChecklistCopied,
    ItemTicked,
    ItemUnticked,
    TickItem,
    decide_copy,
    decide_tick,
    unfinished,
)
from console.domain.incident import Incident, decide_move, evolve_incident, missing_to_close
from console.domain.incident_events import MoveStatus
from console.domain.party_roles import RoleSet
from console.domain.watching import (
    AgentMentioned,
    IncidentUnwatched,
    IncidentWatched,
    MentionSeen,
    decide_seen,
    decide_watch,
)

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
LOST = {"pet-lost": ("microchip number", "shelters called"), "bite": ("vaccination",)}
ANA, BO = "tel:+14155550101", "tel:+14155550102"


def after(*events: Event, of: Incident | None = None) -> Incident:
    state = of or Incident(number=1, category="pet-lost", status="open")
    for event in events:
        state = evolve_incident(state, event, AT)
    return state


COPIED = ChecklistCopied(category="pet-lost", items=LOST["pet-lost"])
CHIP = ItemTicked(text="microchip number", name="Sam")


def test_one_person_is_the_sitter_here_and_the_owner_there() -> None:
    here = after(RoleSet(handle=ANA, role="sitter"), RoleSet(handle=BO, role="vet"))
    there = after(RoleSet(handle=ANA, role="owner"))
    assert here.roles == {ANA: "sitter", BO: "vet"}
    assert there.roles == {ANA: "owner"}
    assert after(RoleSet(handle=ANA), of=here).roles == {BO: "vet"}


def test_the_list_of_a_category_is_copied_and_unfinished_items_are_named_at_close() -> None:
    (copied,) = decide_copy(after(), LOST, "pet-lost")
    state = after(copied, CHIP)
    assert unfinished(state) == ["shelters called"]
    assert "the checklist item: shelters called" in missing_to_close(state)
    with pytest.raises(Rejected, match="the checklist item: shelters called"):
        decide_move(state, MoveStatus(incident=1, to="solved"), "agent")
    done = after(ItemTicked(text="shelters called", name="Sam"), of=state)
    assert decide_move(done, MoveStatus(incident=1, to="solved"), "agent")


def test_a_tick_keeps_who_and_when_and_can_be_taken_back() -> None:
    state = after(COPIED, CHIP)
    assert (state.checklist[0].done_by, state.checklist[0].done_at) == ("Sam", AT)
    assert not after(ItemUnticked(text=CHIP.text), of=state).checklist[0].is_done


def test_another_category_brings_its_list_and_keeps_what_is_done() -> None:
    state = after(COPIED, CHIP)
    (copied,) = decide_copy(state, LOST, "bite")
    now = after(copied, of=state)
    assert [(item.text, item.is_done) for item in now.checklist] == [
        ("microchip number", True),
        ("vaccination", False),
    ]
    (gone,) = decide_copy(state, LOST, "media-legal")
    assert unfinished(after(gone, of=state)) == []
    assert decide_copy(after(), {}, "bite") == []


def test_what_is_on_no_list_is_not_ticked_and_the_same_tick_counts_once() -> None:
    state = after(COPIED, CHIP)
    with pytest.raises(Rejected, match="not on the list"):
        decide_tick(state, TickItem(incident=1, text="else"), "Lee")
    assert decide_tick(state, TickItem(incident=1, text=CHIP.text), "Lee") == []
    (undone,) = decide_tick(state, TickItem(incident=1, text=CHIP.text, done=False), "Lee")
    assert undone == ItemUnticked(text=CHIP.text, name="Lee")


def test_whoever_watches_an_incident_does_until_they_do_not() -> None:
    state = after(IncidentWatched(agent=2), IncidentWatched(agent=3), IncidentWatched(agent=2))
    assert state.watchers == (3, 2)
    assert decide_watch(state, 2, "Sam", on=True) == []
    assert decide_watch(state, 2, "Sam", on=False) == [IncidentUnwatched(agent=2, name="Sam")]
    assert after(IncidentUnwatched(agent=2), of=state).watchers == (3,)


def test_a_mention_is_unread_until_its_colleague_opened_the_incident() -> None:
    state = after(
        AgentMentioned(agent=2, by="Sam", note="N1"), AgentMentioned(agent=3, by="Sam", note="N1")
    )
    assert [one.agent for one in state.mentions] == [2, 3]
    assert decide_seen(state, 2, "Lee") == [MentionSeen(agent=2, name="Lee")]
    seen = after(MentionSeen(agent=2), of=state)
    assert [one.agent for one in seen.mentions] == [3]
    assert decide_seen(seen, 2, "Lee") == []
