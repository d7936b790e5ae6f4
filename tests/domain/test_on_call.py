"""Who is on: turns, hours of the week and overrides, also when clocks change (F54)."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from console.domain.agent import Agent
from console.domain.hours import Span
from console.domain.on_call import (
    Contactable,
    Override,
    Roster,
    Rotation,
    Rule,
    Schedule,
    turn_of,
    who_is_on,
)
from console.domain.paging_events import PageStep
from console.domain.routes import Floor, Hook, PagingRules, Route, preview, reached

NEW_YORK = ZoneInfo("America/New_York")
DAILY = Rotation("vets", ("ana", "ben"), datetime(2026, 3, 6, 1, 30), NEW_YORK, days=1)
HOURLY = Rotation("nights", ("ana", "ben"), datetime(2026, 3, 7, 20), NEW_YORK, hours=12)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "who"),
    [
        ("2026-03-06T06:29", ""),
        ("2026-03-06T06:30", "ana"),
        ("2026-03-07T06:29", "ana"),
        ("2026-03-07T06:30", "ben"),
        # On the 8th of March 02:00 became 03:00: the turn that began at 01:30 has 23 hours.
        ("2026-03-08T06:30", "ana"),
        ("2026-03-09T05:29", "ana"),
        ("2026-03-09T05:30", "ben"),
        # On the 1st of November 01:30 is there twice: the turn begins once, at the first.
        ("2026-11-01T05:29", "ben"),
        ("2026-11-01T05:30", "ana"),
        ("2026-11-01T06:30", "ana"),
        ("2026-11-02T06:30", "ben"),
    ],
)
def test_turns_of_days_begin_at_the_same_local_time(at: str, who: str) -> None:
    assert turn_of(DAILY, utc(at)) == who


def test_turns_of_hours_last_so_many_hours_over_a_change_of_clocks() -> None:
    begins = utc("2026-03-08T01:00")
    assert turn_of(HOURLY, begins) == "ana"
    assert turn_of(HOURLY, utc("2026-03-08T12:59")) == "ana"
    assert turn_of(HOURLY, utc("2026-03-08T13:00")) == "ben"


def roster() -> Roster:
    rules = (Rule(Span.read("mon-fri 09:00-17:00"), "vets"), Rule(None, "cleo"))
    return Roster(
        people={
            "ana": Contactable("ana", "Ana", "+14155550181", zone=NEW_YORK),
            "ben": Contactable("ben", "Ben", "", "ben@example.com"),
            "cleo": Contactable("cleo", "Cleo", "+14155550183"),
        },
        rotations={"vets": DAILY},
        schedules={"week": Schedule("week", NEW_YORK, rules)},
        overrides=(
            Override("vets", utc("2026-03-10T00:00"), utc("2026-03-11T00:00"), "cleo"),
            Override("week", utc("2026-03-12T00:00"), utc("2026-03-13T00:00")),
        ),
    )


def test_a_schedule_names_a_rotation_in_its_hours_and_somebody_else_outside() -> None:
    assert who_is_on(roster(), "week", utc("2026-03-09T15:00")) == "ben"
    assert who_is_on(roster(), "week", utc("2026-03-09T23:00")) == "cleo"


def test_an_override_wins_and_can_leave_nobody() -> None:
    assert who_is_on(roster(), "vets", utc("2026-03-10T12:00")) == "cleo"
    assert who_is_on(roster(), "week", utc("2026-03-12T12:00")) == ""


def test_schedules_that_name_each_other_end_with_nobody() -> None:
    loop = Schedule("loop", NEW_YORK, (Rule(None, "loop"),))
    assert who_is_on(Roster(schedules={"loop": loop}), "loop", utc("2026-03-10T12:00")) == ""


def agents() -> list[Agent]:
    sam = Agent(number=1, login="sam", name="Sam Lee", phone="+14155550111")
    kim = Agent(number=2, login="kim", name="Kim Ortiz", phone="sip:kim@x", role="lead")
    return [sam, kim.model_copy(update={"presence": "available"})]


RULES = PagingRules(roster=roster(), hooks={"ops": Hook("ops", "slack")})
NOON = utc("2026-03-10T12:00")


def ways(*to: str, by: str = "") -> list[tuple[str, str, str]]:
    step = PageStep.model_validate({"to": to, "by": by, "minutes": 5})
    found = reached(step, RULES, Floor(agents()), NOON)
    return [(one.name, one.way, one.to) for one in found.people]


def test_each_kind_of_target_is_reached_in_its_way() -> None:
    assert ways("agent:sam") == [("Sam Lee", "sms", "+14155550111")]
    assert ways("agent:sam", by="call") == [("Sam Lee", "call", "+14155550111")]
    assert ways("agent:kim") == [("Kim Ortiz", "desk", "")]
    assert ways("person:ben") == [("Ben", "email", "ben@example.com")]
    assert ways("rotation:vets") == [("Cleo", "sms", "+14155550183")]
    assert ways("leads") == [("Kim Ortiz", "desk", "")]
    assert ways("mailto:x@example.com") == [("x…@example.com", "email", "x@example.com")]
    assert ways("hook:ops") == [("slack ops", "webhook", "ops")]


def test_one_person_named_in_three_ways_is_told_once() -> None:
    assert len(ways("rotation:vets", "person:cleo", "+14155550183")) == 1


def test_whoever_can_not_be_reached_is_named_with_the_reason() -> None:
    step = PageStep(
        to=("agent:nobody", "hook:gone", "schedule:none", "agent:sam"), by="desk", minutes=5
    )
    found = reached(step, RULES, Floor(agents(), lambda agent: agent != 1), NOON)
    assert found.people == ()
    assert found.dead == (
        "nobody is nobody we know",
        "there is no webhook gone, or its secret is not set",
        "none is nobody we know",
        "Sam Lee may not see this incident",
    )


def test_a_preview_says_who_when_and_who_is_there() -> None:
    steps = (
        PageStep(to=("person:ana",), minutes=5),
        PageStep(to=("leads", "rotation:gone"), minutes=10),
    )
    route = Route("vet", "Vet", steps)
    answered = {"tel:+14155550181": utc("2026-03-09T12:00")}
    view = preview(route, RULES, Floor(agents()), NOON, answered)
    ana, kim = view.rungs
    assert (ana.minutes, ana.zone, ana.address) == (0, "America/New_York", "+1…81")
    assert ana.answered_at == answered["tel:+14155550181"]
    assert (kim.minutes, kim.presence) == (5, "available")
    assert not view.is_dead
