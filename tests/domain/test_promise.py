"""What we promised: when it is due where the caller is, and what becomes of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from console.domain.base import Event, Rejected
from console.domain.incident import Incident, missing_to_close
from console.domain.promise import (
    KeepPromise,
    MovePromise,
    NothingOwed,
    PromiseBroken,
    PromiseDropped,
    PromiseKept,
    PromiseMade,
    PromiseMoved,
    decide_keep,
    decide_move,
    evolve_promises,
    owed,
    what_broke,
)
from console.domain.promise_time import due_of

NEW_YORK = ZoneInfo("America/New_York")
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("> call back 18:00", "2026-11-20 18:00"),
        ("> call back at 6", "2026-11-21 06:00"),
        ("> call back 6pm", "2026-11-20 18:00"),
        ("> we ring at 6:30 p.m. sharp", "2026-11-20 18:30"),
        ("> call before 12 am", "2026-11-21 00:00"),
        ("> refund team writes by 11:30", "2026-11-21 11:30"),
        ("> call in 20 min", "2026-11-20 12:20"),
        ("> in an hour we call", "2026-11-20 13:00"),
        ("> half an hour: in half an hour", "2026-11-20 12:30"),
        ("> within 2 hours", "2026-11-20 14:00"),
        ("> tomorrow 9am", "2026-11-21 09:00"),
        ("> monday 10:00 the vet calls", "2026-11-23 10:00"),
        ("> friday 10:00", "2026-11-27 10:00"),
        ("> le llamo a las 18:00", "2026-11-20 18:00"),
        ("> le llamo a las 6", "2026-11-21 06:00"),
        ("> mañana a las 9", "2026-11-21 09:00"),
        ("> mañana a las 9 de la mañana", "2026-11-21 09:00"),
        ("> a las 9 de la mañana", "2026-11-21 09:00"),
        ("> en 15 minutos", "2026-11-20 12:15"),
        ("> dentro de una hora", "2026-11-20 13:00"),
        ("> lunes 8:30", "2026-11-23 08:30"),
        ("> 18h", "2026-11-20 18:00"),
    ],
)
def test_the_time_of_a_promise_is_read_where_the_caller_is(text: str, due: str) -> None:
    found = due_of(text, NOON.astimezone(UTC), NEW_YORK)
    assert found is not None
    assert f"{found.astimezone(NEW_YORK):%Y-%m-%d %H:%M}" == due
    assert found.tzinfo == UTC


@pytest.mark.parametrize(
    "text",
    [
        "> call back",
        "> send the 3 photos",
        "> ring +1 415 555 0142",
        "> pay $240",
        "> ticket 2026-11-20",
        "> 24/7 line",
        "> 13pm",
    ],
)
def test_what_is_no_time_makes_no_time(text: str) -> None:
    assert due_of(text, NOON, NEW_YORK) is None


def test_an_hour_that_the_clock_skips_is_still_a_moment() -> None:
    night = datetime(2026, 3, 7, 23, 0, tzinfo=NEW_YORK)
    due = due_of("> tomorrow 2:30", night.astimezone(UTC), NEW_YORK)
    assert due is not None
    assert due == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)


def _made(due: datetime | None = None, id: str = "n1") -> PromiseMade:
    return PromiseMade(id=id, text="call back", due=due, agent=1, name="Sam")


def _after(*events: Event) -> Incident:
    state = Incident(number=1, category="bite")
    for event in events:
        state = evolve_promises(state, event)
    return state


def test_a_promise_is_owed_until_it_is_kept() -> None:
    state = _after(_made(NOON))
    assert [promise.id for promise in owed(state)] == ["n1"]
    kept = decide_keep(state, KeepPromise(incident=1, id="n1"), "Sam")
    assert owed(_after(_made(NOON), *kept)) == ()
    assert kept == [PromiseKept(id="n1", name="Sam")]


def test_a_promise_breaks_at_its_time_and_only_once() -> None:
    state = _after(_made(NOON))
    assert what_broke(state, NOON - timedelta(seconds=1)) == []
    assert what_broke(state, NOON) == [PromiseBroken(id="n1")]
    broken = _after(_made(NOON), PromiseBroken(id="n1"))
    assert what_broke(broken, NOON + timedelta(days=1)) == []
    assert len(owed(broken)) == 1
    late = decide_keep(broken, KeepPromise(incident=1, id="n1"), "Sam")
    assert late == [PromiseKept(id="n1", name="Sam", words="late")]


def test_a_promise_is_moved_with_a_reason_to_a_time_to_come() -> None:
    state = _after(_made(NOON), PromiseBroken(id="n1"))
    command = MovePromise(incident=1, id="n1", when="18:00", reason="vet is late")
    later = NOON + timedelta(hours=6)
    moved = decide_move(state, command, later, "Sam", NOON)
    assert moved == [PromiseMoved(id="n1", due=later, reason="vet is late", name="Sam")]
    after = _after(_made(NOON), PromiseBroken(id="n1"), *moved)
    assert owed(after)[0].standing == "open"
    with pytest.raises(Rejected, match="still to come"):
        decide_move(state, command, NOON, "Sam", NOON)
    with pytest.raises(Rejected, match="tomorrow 9am"):
        decide_move(state, command, None, "Sam", NOON)


def test_what_was_kept_or_dropped_is_not_kept_again() -> None:
    for event in (PromiseKept(id="n1"), PromiseDropped(id="n1")):
        with pytest.raises(Rejected):
            decide_keep(_after(_made(), event), KeepPromise(incident=1, id="n1"), "Sam")
    with pytest.raises(Rejected, match="no such promise"):
        decide_keep(_after(), KeepPromise(incident=1, id="n9"), "Sam")


def test_the_soonest_is_first_and_what_has_no_time_last() -> None:
    state = _after(_made(None, "a"), _made(NOON, "b"), _made(NOON - timedelta(hours=1), "c"))
    assert [promise.id for promise in owed(state)] == ["c", "b", "a"]


def test_nothing_owed_holds_until_something_is_promised() -> None:
    state = _after(NothingOwed(reason="solved in the call", name="Sam"))
    assert state.none_owed == "solved in the call"
    assert _after(NothingOwed(reason="x"), _made()).none_owed == ""


def test_an_incident_is_not_closed_over_a_promise() -> None:
    assert "the promise to be kept or moved: call back" in missing_to_close(_after(_made()))
    assert missing_to_close(_after(_made(), PromiseKept(id="n1"))) == []


def test_what_is_owed_is_never_forgotten() -> None:
    many = [_made(NOON, f"n{n}") for n in range(60)]
    assert len(owed(_after(*many))) == 60
