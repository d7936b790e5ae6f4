"""Somebody instead of who is on, for a time, and the board of who can help (F54, X14)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from console.domain.base import Rejected
from console.domain.board import BoardView, board, members_of, with_covers
from console.domain.cover import (
    Cover,
    CoverOnCall,
    EndCover,
    decide_cover,
    decide_end_cover,
    evolve_covers,
    standing,
)
from console.domain.on_call import who_is_on
from console.domain.paging_events import PageStep
from console.domain.routes import Floor, PagingRules, Route
from tests.domain.test_on_call import NOON, agents, roster, utc

if TYPE_CHECKING:
    from console.domain.base import Event

HOUR = timedelta(hours=1)
DAY = utc("2026-03-14T12:00")
"""A Saturday on which nothing is overridden in the configuration."""
RULES = PagingRules(
    routes={
        "vet": Route("vet", "Vet on call", (PageStep(to=("rotation:vets",), minutes=5),)),
        "gone": Route("gone", "Nobody", (PageStep(to=("agent:gone",), minutes=5),)),
    },
    roster=roster(),
)
MEMBERS = members_of(RULES, Floor(agents()))


def after(*events: Event, covers: tuple[Cover, ...] = ()) -> tuple[Cover, ...]:
    for event in events:
        covers = evolve_covers(covers, event)
    return covers


def covered(person: str = "sam", name: str = "vets", hours: int = 6) -> tuple[Cover, ...]:
    wish = CoverOnCall(name=name, person=person, until=DAY + hours * HOUR)
    return after(*decide_cover((), wish, MEMBERS, "Lee", DAY))


def test_whoever_covers_is_on_until_the_time_and_then_whose_turn_it_is() -> None:
    covers = covered()
    usual = who_is_on(RULES.roster, "vets", DAY)
    for moment, who in ((DAY, "sam"), (DAY + 5 * HOUR, "sam"), (DAY + 6 * HOUR, usual)):
        assert who_is_on(with_covers(RULES, covers, moment).roster, "vets", moment) == who


def test_a_cover_counts_over_what_is_configured() -> None:
    wish = CoverOnCall(name="vets", person="ana", until=NOON + HOUR)
    covers = after(*decide_cover((), wish, MEMBERS, "Lee", NOON))
    assert who_is_on(RULES.roster, "vets", NOON) == "cleo"
    assert who_is_on(with_covers(RULES, covers, NOON).roster, "vets", NOON) == "ana"


def test_the_newest_cover_counts_and_the_same_one_again_changes_nothing() -> None:
    first = covered()
    wish = CoverOnCall(name="vets", person="kim", until=DAY + HOUR)
    second = after(*decide_cover(first, wish, MEMBERS, "Lee", DAY), covers=first)
    assert [one.name for one in second] == ["Kim Ortiz"]
    assert decide_cover(second, wish, MEMBERS, "Lee", DAY) == []


def test_a_cover_is_ended_once() -> None:
    covers = covered()
    ended = decide_end_cover(covers, EndCover(name="vets"), "Lee", DAY + HOUR)
    assert len(ended) == 1
    assert after(*ended, covers=covers) == ()
    assert decide_end_cover((), EndCover(name="vets"), "Lee", DAY) == []
    assert decide_end_cover(covers, EndCover(name="vets"), "Lee", DAY + 7 * HOUR) == []


def test_what_is_over_is_forgotten_when_another_cover_begins() -> None:
    old = covered(name="week", hours=1)
    later = DAY + 2 * HOUR
    wish = CoverOnCall(name="vets", person="sam", until=later + HOUR)
    covers = after(*decide_cover(old, wish, MEMBERS, "Lee", later), covers=old)
    assert [one.of for one in covers] == ["vets"]
    assert standing(old, later) == ()


@pytest.mark.parametrize(
    ("person", "until", "why"),
    [
        ("nobody-known", DAY + HOUR, "nobody who can be on call"),
        ("sam", DAY, "still to come"),
        ("sam", DAY - HOUR, "still to come"),
        ("sam", DAY + timedelta(days=40), "within a month"),
    ],
)
def test_a_cover_by_nobody_known_or_for_no_time_is_refused(
    person: str, until: object, why: str
) -> None:
    wish = CoverOnCall.model_validate({"name": "vets", "person": person, "until": until})
    with pytest.raises(Rejected, match=why):
        decide_cover((), wish, MEMBERS, "Lee", DAY)


def seen(covers: tuple[Cover, ...] = ()) -> BoardView:
    answered = {"tel:+14155550111": utc("2026-03-14T09:00")}
    rules = with_covers(RULES, covers, DAY)
    return board(rules, Floor(agents()), covers, DAY, answered)


def test_the_board_says_who_is_on_where_their_clock_is_and_what_is_dead() -> None:
    rows = {row.name or row.kind: row for row in seen().rows}
    assert list(rows) == ["vets", "week", "leads", "direct"]
    assert [(one.name, one.way) for one in rows["vets"].people] == [("Ana", "sms")]
    assert [(one.name, one.presence) for one in rows["leads"].people] == [
        ("Kim Ortiz", "available")
    ]
    assert rows["direct"].dead == ("gone is nobody we know",)
    assert seen().dead == ("Nobody: gone is nobody we know",)
    assert rows["vets"].routes[0] == "Vet on call"
    assert ("ana", "Ana") in seen().members


def test_the_board_names_who_covers_until_when_and_when_they_took_a_page_last() -> None:
    (vets,) = (row for row in seen(covered()).rows if row.name == "vets")
    assert vets.cover is not None
    assert (vets.cover.name, vets.cover.by) == ("Sam Lee", "Lee")
    (sam,) = vets.people
    assert (sam.name, sam.presence, sam.answered_at) == (
        "Sam Lee",
        "offline",
        utc("2026-03-14T09:00"),
    )


def test_a_turn_that_is_left_empty_is_dead_and_says_so() -> None:
    (vets,) = (row for row in seen(covered("")).rows if row.name == "vets")
    assert (vets.people, vets.dead) == ((), ("nobody is on in vets",))
    assert seen(covered("")).dead[0] == "Vet on call: nobody is on in vets"
