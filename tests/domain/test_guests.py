"""Guests in the room of a call: asked, present, held, dropped."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from console.domain.call import evolve_call
from console.domain.call_events import RoomReported
from console.domain.call_state import Call
from console.domain.guests import (
    GuestDropAsked,
    GuestHoldAsked,
    GuestInvited,
    GuestTroubled,
    live_guests,
    present_guests,
)

if TYPE_CHECKING:
    from console.domain.base import Event

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
VET = GuestInvited(leg="guest-1", role="outsider", name="Vet line", to="+14155550150", by=1)


def told(*events: Event) -> Call:
    call = Call(id="CA1", incident=1, agent=1, agent_leg="agent-1-1", conference="CF1")
    for event in events:
        call = evolve_call(call, event, AT)
    return call


def room(event: str, sequence: int, *, coaching: bool = False) -> RoomReported:
    return RoomReported(
        conference="CF1", event=event, sequence=sequence, leg="guest-1", coaching=coaching
    )


def test_a_guest_is_expected_until_they_come_and_present_until_they_leave() -> None:
    asked = told(VET)
    assert [g.name for g in live_guests(asked)] == ["Vet line"]
    assert present_guests(asked) == ()
    came = told(VET, room("participant-join", 3))
    assert [g.leg for g in present_guests(came)] == ["guest-1"]
    left = told(VET, room("participant-leave", 5), room("participant-join", 3))
    assert present_guests(left) == ()
    assert live_guests(left) == ()


def test_a_guest_who_was_sent_away_or_never_came_is_expected_no_more() -> None:
    assert live_guests(told(VET, GuestDropAsked(leg="guest-1", by=1))) == ()
    unreached = GuestTroubled(leg="guest-1", about="invite", words="Nobody answered.")
    assert live_guests(told(VET, unreached)) == ()


def test_what_is_asked_of_a_guest_is_kept_apart_from_what_is_confirmed() -> None:
    held = told(VET, room("participant-join", 3), GuestHoldAsked(leg="guest-1", on=True))
    assert held.guests["guest-1"].hold_asked
    assert not held.part("guest-1").hold


def test_only_the_newest_report_says_whether_a_lead_coaches() -> None:
    late = told(VET, room("participant-modify", 7), room("participant-modify", 6, coaching=True))
    assert not late.part("guest-1").coaching


def test_an_event_about_a_stranger_changes_nothing() -> None:
    assert told(GuestHoldAsked(leg="guest-9", on=True)) == told()


def test_what_failed_for_a_guest_who_is_there_may_be_asked_again() -> None:
    came = (VET, room("participant-join", 3))
    held = told(*came, GuestHoldAsked(leg="guest-1", on=True),
                GuestTroubled(leg="guest-1", about="hold", words="No answer."))  # fmt: skip
    assert [(g.hold_asked, g.trouble) for g in live_guests(held)] == [(False, "No answer.")]
    stays = told(*came, GuestDropAsked(leg="guest-1", by=1),
                 GuestTroubled(leg="guest-1", about="drop", words="No answer."))  # fmt: skip
    assert [g.leg for g in live_guests(stays)] == ["guest-1"]
