"""What calls and messages mean for their incident."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from console.domain.call_events import (
    CallAccepted,
    CallArrived,
    CallEnded,
    CallQueued,
    CallRequeued,
)
from console.domain.incident import Incident, missing_to_close
from console.domain.legs import witness
from console.domain.message_events import (
    MessageAccepted,
    MessageComposed,
    MessageHandled,
    MessageReceived,
    MessageRefused,
    MessageReported,
    MessageTaken,
    MessageUnsure,
)

if TYPE_CHECKING:
    from console.domain.base import Event
    from console.domain.incident_events import Status

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
QUIET = Incident(number=7, category="bite", status="open")


def after(*events: tuple[str, Event], start: Incident = QUIET) -> Incident:
    state = start
    for place, (stream, event) in enumerate(events):
        state = witness(state, event, AT + timedelta(minutes=place), stream)
    return state


def came(automatic: bool = False) -> tuple[str, Event]:
    event = MessageReceived(
        channel="sms", sid="SM1", handle="tel:+14155550101", to="x", body="?", automatic=automatic
    )
    return "message/SM1", event


def sent(key: str = "m1") -> tuple[str, Event]:
    composed = MessageComposed(
        id=key, channel="sms", sender="x", to=("tel:+14155550101",), body="!", due=AT
    )
    return f"message/{key}", composed


def of(event: Event, key: str = "m1") -> tuple[str, Event]:
    return f"message/{key}", event


def arrived(key: str) -> tuple[str, Event]:
    return f"call/{key}", CallArrived(sid=key, handle="tel:+14155550101", to="x")


def call(key: str, event: Event) -> tuple[str, Event]:
    return f"call/{key}", event


def test_messages_wait_for_an_answer_since_the_first_of_them() -> None:
    state = after(came(), came())
    assert (state.unanswered, state.waiting_since) == (2, AT)
    answered = after(came(), came(), sent())
    assert (answered.unanswered, answered.waiting_since) == (0, None)


def test_an_automatic_reply_waits_for_nobody() -> None:
    assert after(came(automatic=True)).unanswered == 0


def test_an_answer_that_was_taken_back_answers_nothing() -> None:
    state = after(came(), came(), sent(), of(MessageTaken(id="m1")))
    assert (state.unanswered, state.waiting_since) == (2, AT)
    later = after(came(), sent("m1"), sent("m2"), of(MessageTaken(id="m2"), "m2"))
    assert later.unanswered == 0


@pytest.mark.parametrize(("status", "woken"), [("pending", "open"), ("solved", "open"),
                                               ("new", "new"), ("closed", "closed")])  # fmt: skip
def test_a_text_or_call_wakes_an_incident_that_rests(status: Status, woken: Status) -> None:
    resting = QUIET.model_copy(update={"status": status})
    assert after(came(), start=resting).status == woken
    assert after(arrived("CA1"), start=resting).status == woken
    assert after(came(automatic=True), start=resting).status == status


@pytest.mark.parametrize(
    "event",
    [
        MessageRefused(id="m1", code=21610),
        MessageUnsure(id="m1"),
        MessageReported(id="m1", status="failed"),
        MessageReported(id="m1", status="undelivered"),
        MessageReported(id="m1", status="bounce"),
        MessageReported(id="m1", status="dropped"),
    ],
)
def test_a_message_that_may_not_have_arrived_is_trouble_until_somebody_looks(event: Event) -> None:
    state = after(sent(), of(event), of(event))
    assert state.trouble == ("m1",)
    assert missing_to_close(state) == ["a look at 1 message that may not have arrived"]
    assert after(of(MessageHandled(id="m1", how="called")), start=state).trouble == ()


@pytest.mark.parametrize(
    "event",
    [
        MessageAccepted(id="m1", sid="SM2"),
        MessageReported(id="m1", status="sent"),
        MessageReported(id="m1", status="delivered"),
    ],
)
def test_an_unsure_message_that_turns_up_is_no_trouble(event: Event) -> None:
    assert after(sent(), of(MessageUnsure(id="m1")), of(event)).trouble == ()


@pytest.mark.parametrize(
    "event",
    [
        MessageAccepted(id="m1", sid="SM2", late=True),
        MessageReported(id="m1", status="sent", late=True),
    ],
)
def test_a_late_report_does_not_hide_a_failure(event: Event) -> None:
    failed = of(MessageReported(id="m1", status="failed"))
    assert after(sent(), failed, of(event)).trouble == ("m1",)


def test_a_late_failure_does_not_trouble_what_was_delivered() -> None:
    delivered = of(MessageReported(id="m1", status="delivered"))
    late = of(MessageReported(id="m1", status="failed", late=True))
    assert after(sent(), delivered, late).trouble == ()


def test_an_incident_with_two_live_calls_is_live_until_both_are_over() -> None:
    both = after(arrived("CA1"), arrived("CA2"))
    assert both.live_call == "CA2"
    one = after(call("CA2", CallEnded()), start=both)
    assert one.live_call == "CA1"
    assert missing_to_close(one) == ["the live call to end"]
    none = after(call("CA1", CallEnded()), call("CA1", CallEnded()), start=one)
    assert (none.live_call, missing_to_close(none)) == (None, [])


def test_one_callers_answer_does_not_end_anothers_wait() -> None:
    accepted = CallAccepted(agent=1, name="Sam", phone="+1", leg="agent-1-1")
    both = after(arrived("CA1"), arrived("CA2"), call("CA1", CallQueued()),
                 call("CA2", CallQueued()), call("CA2", accepted))  # fmt: skip
    assert both.call_waiting
    assert not after(call("CA1", accepted), start=both).call_waiting
    again = after(call("CA2", CallRequeued(agent=1, reason="phone")), start=both)
    assert again.waiting_calls == ("CA1", "CA2")
