"""Queues: diverted for a time, closed by hand, and back by themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import reduce

import pytest

from console.domain.base import Event, Rejected
from console.domain.floor_events import AlarmSnoozed, SnoozeAlarm, decide_snooze
from console.domain.hours import Closing
from console.domain.queue import (
    CloseQueue,
    DivertQueue,
    Queue,
    QueueClosed,
    QueueDiverted,
    QueueDivertEnded,
    QueueReopened,
    decide_close,
    decide_divert,
    evolve_queue,
    what_ends,
)

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
DIVERT = DivertQueue(queue="safety", to="billing", until=LATER)


def after(*events: Event) -> Queue:
    return reduce(evolve_queue, events, Queue(name="safety"))


def test_a_divert_holds_until_its_time_whether_or_not_its_end_was_written() -> None:
    diverted = decide_divert(after(), DIVERT, "Lee Park", AT)
    assert diverted == [QueueDiverted(to="billing", until=LATER, by="Lee Park")]
    queue = after(*diverted)
    assert queue.diverted_to(LATER - timedelta(seconds=1)) == "billing"
    assert queue.diverted_to(LATER) == ""
    assert what_ends(queue, LATER - timedelta(seconds=1)) == []
    ended = what_ends(queue, LATER)
    assert ended == [QueueDivertEnded(to="billing", reason="its time is over")]
    assert after(*diverted, *ended) == Queue(name="safety")


def test_the_same_divert_again_changes_nothing() -> None:
    assert decide_divert(after(*decide_divert(after(), DIVERT, "Lee", AT)), DIVERT, "Kim", AT) == []


@pytest.mark.parametrize(
    "command",
    [
        DivertQueue(queue="safety", to="safety", until=LATER),
        DivertQueue(queue="safety", to="billing", until=AT),
    ],
)
def test_a_divert_that_makes_no_sense_is_refused(command: DivertQueue) -> None:
    with pytest.raises(Rejected):
        decide_divert(after(), command, "Lee", AT)


def test_a_closing_needs_a_reason_and_ends_at_its_time_or_by_hand() -> None:
    drill = CloseQueue(queue="safety", reason="fire drill", until=LATER)
    closed = decide_close(after(), drill, "Lee Park", AT)
    assert closed == [QueueClosed(reason="fire drill", until=LATER, by="Lee Park")]
    queue = after(*closed)
    assert queue.closing() == Closing("fire drill", LATER)
    assert decide_close(queue, drill, "Kim", AT) == []
    assert what_ends(queue, LATER) == [QueueReopened(reason="its time is over")]
    assert after(*closed, QueueReopened()).closing() is None
    for wrong in (
        CloseQueue(queue="safety", reason=" "),
        CloseQueue(queue="safety", reason="flood", until=AT),
    ):
        with pytest.raises(Rejected):
            decide_close(after(), wrong, "Lee", AT)


def test_a_closing_without_a_time_stays() -> None:
    queue = after(*decide_close(after(), CloseQueue(queue="safety", reason="flood"), "Lee", AT))
    assert what_ends(queue, AT + timedelta(days=365)) == []


def test_a_snooze_is_kept_with_who_made_it_until_it_is_loud_again() -> None:
    wish = SnoozeAlarm(about="waiting", minutes=15)
    quiet = decide_snooze({}, wish, "Lee Park", AT)
    queue = after(*quiet)
    snooze = queue.snoozes["waiting"]
    assert (snooze.at, snooze.until, snooze.by) == (AT, AT + timedelta(minutes=15), "Lee Park")
    loud = decide_snooze(queue.snoozes, wish.model_copy(update={"minutes": 0}), "Kim", AT)
    assert loud == [AlarmSnoozed(about="waiting", by="Kim")]
    assert after(*quiet, *loud).snoozes == {}


def test_what_is_loud_is_not_made_loud_again() -> None:
    wish = SnoozeAlarm(about="waiting", minutes=0)
    assert decide_snooze({}, wish, "Lee", AT) == []
    over = after(*decide_snooze({}, SnoozeAlarm(about="waiting", minutes=1), "Lee", AT)).snoozes
    assert decide_snooze(over, wish, "Lee", AT + timedelta(minutes=1)) == []
