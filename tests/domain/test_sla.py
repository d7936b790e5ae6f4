"""The clocks of an incident, by the examples that products get wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.business_time import moment_after, open_time
from console.domain.call_events import CallConnected, CallQueued
from console.domain.hours import Hours, Span
from console.domain.incident_events import IncidentOpened, StatusMoved
from console.domain.message_events import (
    MessageAccepted,
    MessageComposed,
    MessageReceived,
    MessageReported,
)
from console.domain.note import NoteAdded
from console.domain.sla import Clock, Targets, clocks
from console.domain.timeline import Entry

if TYPE_CHECKING:
    from console.domain.base import Event

NEW_YORK = ZoneInfo("America/New_York")
OFFICE = Hours(NEW_YORK, (Span.read("mon-fri 09:00-17:00"),))
FRIDAY = datetime(2026, 11, 20, 16, 30, tzinfo=NEW_YORK)
TARGETS = Targets(first=60, next=30, resolution=480)
HOUR = timedelta(hours=1)


class Log:
    """Entries of one incident, written by hand."""

    def __init__(self, start: datetime) -> None:
        self.entries: list[Entry] = []
        self.start = start
        self._seq = count(1)

    def put(self, minutes: float, event: Event, *, actor: str = "agent:1", stream: str = "") -> Log:
        """Add an entry some minutes after the start."""
        entry = Entry(
            seq=next(self._seq),
            at=self.start + timedelta(minutes=minutes),
            stream=stream or "incident/1",
            incident=1,
            actor=actor,
            cause=f"test:{len(self.entries)}",
            event=event,
        )
        self.entries.append(entry)
        return self

    def opened(self, minutes: float = 0, *, ours: bool = False) -> Log:
        """Open it, by a text of theirs or by us."""
        event = IncidentOpened(number=1, ref="4F7-2KX", channel=None if ours else "sms")
        return self.put(minutes, event, actor="agent:1" if ours else "party:tel:+15550101")

    def they_write(self, minutes: float, *, automatic: bool = False) -> Log:
        """They send something."""
        event = MessageReceived(
            channel="email",
            sid=f"m{minutes}",
            handle="mailto:ana@example.com",
            to="safety@example.com",
            body="?",
            automatic=automatic,
        )
        return self.put(minutes, event, actor="party:mailto:ana@example.com")

    def we_write(self, minutes: float, *, actor: str = "agent:1", status: str = "") -> Log:
        """We send something that the provider takes; it may come back."""
        id = f"out{minutes}"
        due = self.start
        self.put(
            minutes,
            MessageComposed(id=id, channel="sms", sender="x", to=("tel:+1",), body="!", due=due),
            actor=actor,
        )
        self.put(minutes, MessageAccepted(id=id, sid=f"S{minutes}"), actor="provider:twilio")
        if status:
            self.put(minutes, MessageReported(id=id, status=status), actor="provider:twilio")
        return self

    def moves(self, minutes: float, before: str, after: str) -> Log:
        """Somebody moves its status."""
        return self.put(minutes, StatusMoved.model_validate({"before": before, "after": after}))

    def read(
        self, minutes: float, hours: Hours | None = None, promise: Targets = TARGETS
    ) -> tuple[Clock, Clock, Clock]:
        """The clocks, some minutes after the start."""
        now = self.start + timedelta(minutes=minutes)
        first, following, resolution = clocks(self.entries, promise, hours, now)
        return first, following, resolution


def test_an_hour_that_begins_on_friday_evening_ends_on_monday_morning() -> None:
    first, _, _ = Log(FRIDAY).opened().read(5, OFFICE)
    assert first.due == datetime(2026, 11, 23, 9, 30, tzinfo=NEW_YORK)
    assert first.spent_seconds == 300
    assert first.standing == "running"


def test_a_holiday_counts_for_nothing() -> None:
    thanksgiving = date(2026, 11, 26)
    hours = Hours(NEW_YORK, OFFICE.spans, lambda day: "Thanksgiving" * (day == thanksgiving))
    wednesday = datetime(2026, 11, 25, 16, 30, tzinfo=NEW_YORK)
    assert moment_after(hours, wednesday, HOUR) == datetime(2026, 11, 27, 9, 30, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("start", "end", "counted"),
    [
        (datetime(2026, 3, 8, 0, 0), datetime(2026, 3, 9, 0, 0), 23),
        (datetime(2026, 11, 1, 0, 0), datetime(2026, 11, 2, 0, 0), 25),
        (datetime(2026, 11, 3, 0, 0), datetime(2026, 11, 4, 0, 0), 24),
    ],
)
def test_a_day_on_which_clocks_change_has_its_true_length(
    start: datetime, end: datetime, counted: int
) -> None:
    always = Hours(NEW_YORK, (Span.read("mon-sun 00:00-24:00"),))
    span = start.replace(tzinfo=NEW_YORK), end.replace(tzinfo=NEW_YORK)
    in_utc = span[0].astimezone(UTC), span[1].astimezone(UTC)
    assert open_time(always, *in_utc) == timedelta(hours=counted)
    assert open_time(None, *in_utc) == timedelta(hours=counted)


def test_zones_of_half_an_hour_are_exact() -> None:
    kolkata = ZoneInfo("Asia/Kolkata")
    hours = Hours(kolkata, (Span.read("mon-fri 09:30-17:30"),))
    at = datetime(2026, 11, 20, 11, 30, tzinfo=UTC)
    assert moment_after(hours, at, HOUR) == datetime(2026, 11, 23, 9, 30 + 0, tzinfo=kolkata) + (
        HOUR - timedelta(minutes=30)
    )


def test_a_night_shift_over_midnight_is_one_span() -> None:
    hours = Hours(NEW_YORK, (Span.read("mon-sun 22:00-06:00"),))
    at = datetime(2026, 11, 20, 23, 30, tzinfo=NEW_YORK)
    assert moment_after(hours, at, HOUR) == at + HOUR


def test_emergencies_have_no_calendar() -> None:
    assert Log(FRIDAY).opened().read(5, None)[0].due == FRIDAY + HOUR


def test_a_reply_of_a_person_stops_the_first_clock() -> None:
    first, _, _ = Log(FRIDAY).opened().we_write(12).read(50)
    assert first.standing == "kept"
    assert first.spent_seconds == 12 * 60
    assert first.stopped == FRIDAY + timedelta(minutes=12)
    assert first.due is None


def test_automatic_replies_and_notes_answer_nobody() -> None:
    log = Log(FRIDAY).opened().we_write(1, actor="rule:acknowledgement")
    log.put(2, NoteAdded(id="n", text="called the vet"))
    assert log.read(50)[0].standing == "warned"


def test_a_reply_that_never_arrived_is_no_reply() -> None:
    assert Log(FRIDAY).opened().we_write(10, status="undelivered").read(61)[0].standing == "late"


def test_the_second_message_answers_what_we_opened_ourselves() -> None:
    log = Log(FRIDAY).opened(ours=True).we_write(1)
    assert log.read(5)[0].standing == "running"
    assert log.we_write(20).read(30)[0].spent_seconds == 20 * 60


def test_taking_a_call_is_an_answer() -> None:
    log = Log(FRIDAY).opened().put(0, CallQueued(), stream="call/CA1")
    log.put(0.5, CallConnected(), stream="call/CA1")
    first, following, _ = log.read(3)
    assert (first.spent_seconds, following.spent_seconds) == (30, 30)
    assert "took their call" in first.marks[-1].words


def test_two_messages_in_a_row_are_one_clock_from_the_first() -> None:
    log = Log(FRIDAY).opened().they_write(0).they_write(20)
    assert log.read(25)[1].spent_seconds == 25 * 60
    assert log.we_write(28).read(40)[1].spent_seconds == 28 * 60


def test_each_question_has_its_own_clock_but_marks_tell_of_all() -> None:
    log = Log(FRIDAY).opened().they_write(0).we_write(10).they_write(60).we_write(75)
    following = log.read(100)[1]
    assert following.spent_seconds == 15 * 60
    assert [mark.change for mark in following.marks] == ["starts", "stops", "starts", "stops"]


def test_mail_of_machines_starts_nothing() -> None:
    assert Log(FRIDAY).opened().they_write(5, automatic=True).read(50)[1].standing == "off"


def test_pending_is_their_turn_and_pauses_everything() -> None:
    log = Log(FRIDAY).opened().moves(10, "open", "pending")
    first, _, resolution = log.read(400)
    assert (first.standing, resolution.standing) == ("paused", "paused")
    assert first.spent_seconds == 600
    assert first.due is None
    first, _, _ = log.moves(400, "pending", "open").read(410)
    assert first.spent_seconds == 20 * 60
    assert first.due == FRIDAY + timedelta(minutes=450)


def test_it_warns_before_and_is_late_after() -> None:
    log = Log(FRIDAY).opened()
    assert log.read(47)[0].standing == "running"
    assert log.read(48)[0].standing == "warned"
    assert log.read(60)[0].standing == "warned"
    assert log.read(60.1)[0].standing == "late"
    assert log.we_write(61).read(90)[0].standing == "broken"


def test_an_incident_that_is_opened_again_after_eight_days_keeps_both_resolutions() -> None:
    eight_days = 8 * 24 * 60
    log = Log(FRIDAY).opened().moves(100, "open", "solved").moves(eight_days, "solved", "open")
    resolution = log.read(eight_days + 30)[2]
    assert resolution.first_stopped == FRIDAY + timedelta(minutes=100)
    assert resolution.standing == "running"
    assert resolution.spent_seconds == 130 * 60
    resolution = log.moves(eight_days + 60, "open", "solved").read(eight_days + 90)[2]
    assert resolution.stopped == FRIDAY + timedelta(minutes=eight_days + 60)
    assert resolution.standing == "kept"


def test_solved_while_pending_stops_it() -> None:
    log = Log(FRIDAY).opened().moves(10, "open", "pending").moves(20, "pending", "solved")
    assert log.read(99)[2].spent_seconds == 600


def test_a_clock_without_a_promise_only_counts() -> None:
    first, _, _ = Log(FRIDAY).opened().read(500, None, Targets())
    assert first.standing == "running"
    assert first.due is None


def test_no_entries_are_no_numbers() -> None:
    assert [clock.standing for clock in Log(FRIDAY).read(5)] == ["off", "off", "off"]


def test_a_clock_that_was_set_back_is_a_fault_that_is_listed() -> None:
    log = Log(FRIDAY).opened(10).we_write(4)
    first = log.read(30)[0]
    assert first.spent_seconds == 0
    assert "6" in first.marks[-1].fault


def test_a_span_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        open_time(OFFICE, FRIDAY, FRIDAY - HOUR)


@given(
    st.integers(0, 60 * 24 * 30),
    st.integers(1, 60 * 24 * 10),
)
def test_time_until_due_is_exactly_the_promise(begins: int, minutes: int) -> None:
    start = FRIDAY.astimezone(UTC) + timedelta(minutes=begins)
    due = moment_after(OFFICE, start, timedelta(minutes=minutes))
    assert due is not None
    assert open_time(OFFICE, start, due) == timedelta(minutes=minutes)
