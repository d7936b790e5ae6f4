"""Messages: what truly became of them, whatever order the reports come in."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import reduce
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.base import Rejected
from console.domain.message import (
    DEAD,
    RANK,
    Message,
    check_resend,
    decide_mail,
    decide_take_back,
    decide_text,
    evolve_message,
    is_news,
)
from console.domain.message_events import (
    MessageAccepted,
    MessageAttempted,
    MessageComposed,
    MessageHandled,
    MessageRefused,
    MessageReported,
    MessageTaken,
    MessageUnsure,
    SendMail,
    SendText,
)
from console.domain.person import Contact

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
TO = "tel:+14155550101"
COMPOSED = MessageComposed(id="m1", channel="sms", sender="+14155550100", to=(TO,), body="hi",
                           due=AT)  # fmt: skip
SENDING = reduce(
    evolve_message, (COMPOSED, MessageAttempted(id="m1")), Message(id="m1", incident=7)
)
Tale = MessageReported | MessageAccepted | MessageRefused


def told(status: str, code: int = 0, words: str = "") -> MessageReported:
    return MessageReported(id="m1", status=status, sid="SM1", code=code, words=words)


def fold(events: tuple[Tale, ...] | list[Tale]) -> Message:
    return reduce(evolve_message, events, SENDING)


STATUSES = [*RANK, "sending", "a state of next year", ""]
reports = st.builds(
    told,
    st.sampled_from(STATUSES),
    st.sampled_from([0, 21610, 30003]),
    st.sampled_from(["", "no such number"]),
)
answers = st.builds(
    MessageAccepted, id=st.just("m1"), sid=st.just("SM1"), status=st.sampled_from(STATUSES)
)


@given(st.lists(st.one_of(reports, answers), max_size=8), st.randoms())
def test_delivery_reports_end_the_same_in_any_order(events: list[Tale], chance: object) -> None:
    shuffled = sorted(events, key=lambda _: chance.random())  # type: ignore[attr-defined]
    assert fold(shuffled + events[:2]) == fold(events)


@pytest.mark.parametrize("last", ["delivered", "undelivered"])
def test_every_permutation_of_one_texts_callbacks_ends_the_same(last: str) -> None:
    events: list[Tale] = [
        MessageAccepted(id="m1", sid="SM1", status="queued"),
        *(told(s) for s in ("queued", "sending", "sent")),
        told(last, 30003 if last == "undelivered" else 0),
    ]
    ends = {fold(order).model_dump_json() for order in permutations(events)}
    assert len(ends) == 1
    assert Message.model_validate_json(ends.pop()).status == last


@given(st.lists(st.one_of(reports, answers), max_size=10))
def test_a_state_never_moves_back(events: list[Tale]) -> None:
    state = SENDING
    for event in events:
        after = evolve_message(state, event)
        assert RANK[after.status] >= RANK[state.status]
        state = after


def test_states_have_an_order_without_ties() -> None:
    assert len(set(RANK.values())) == len(RANK)
    assert set(RANK) >= DEAD


def test_a_mail_may_bounce_after_its_first_server_took_it() -> None:
    assert fold([told("delivered"), told("bounce", words="no such mailbox")]).is_dead
    assert fold([told("bounce"), told("delivered")]).status == "bounce"


def test_an_unknown_state_changes_nothing_and_is_no_failure() -> None:
    assert fold([told("partially_delivered")]).status == "sending"


def test_a_report_is_news_only_if_it_tells_more() -> None:
    failed = fold([told("failed", 30003)])
    assert is_news(SENDING, told("failed", 30003))
    assert not is_news(failed, told("failed", 30003))
    assert not is_news(failed, told("sent"))
    assert not is_news(failed, MessageAccepted(id="m1", sid="SM1"))


def test_an_unsure_message_is_sure_again_when_it_is_heard_of() -> None:
    unsure = evolve_message(SENDING, MessageUnsure(id="m1", words="no answer"))
    assert (unsure.unsure, unsure.words, unsure.status) == (True, "no answer", "sending")
    for event in (told("sending"), told("sent"), MessageAccepted(id="m1", sid="SM1")):
        heard = evolve_message(unsure, event)
        assert (heard.unsure, heard.sid, heard.words) == (False, "SM1", "")


def test_a_message_that_was_heard_of_does_not_become_unsure() -> None:
    accepted = fold([MessageAccepted(id="m1", sid="SM1")])
    assert evolve_message(accepted, MessageUnsure(id="m1", words="no answer")) == accepted


def test_only_what_has_not_left_can_be_taken_back() -> None:
    composed = evolve_message(Message(id="m1", incident=7), COMPOSED)
    assert decide_take_back(composed) == [MessageTaken(id="m1")]
    with pytest.raises(Rejected, match="already sending"):
        decide_take_back(SENDING)
    taken = evolve_message(composed, MessageTaken(id="m1"))
    assert taken.status == "canceled"
    assert evolve_message(taken, MessageAttempted(id="m1")).status == "canceled"


def test_a_resend_is_for_what_failed_or_is_unsure_and_once() -> None:
    for fine in (SENDING, fold([told("delivered")])):
        with pytest.raises(Rejected, match="no resend"):
            check_resend(fine)
    failed = fold([told("failed", 30003)])
    check_resend(failed)
    check_resend(evolve_message(SENDING, MessageUnsure(id="m1")))
    with pytest.raises(Rejected, match="dealt with already: sent again"):
        check_resend(evolve_message(failed, MessageHandled(id="m1", how="sent again")))


def test_what_failed_because_of_a_stop_is_not_sent_again() -> None:
    refused = evolve_message(SENDING, MessageRefused(id="m1", code=21610, words="STOP"))
    with pytest.raises(Rejected) as no:
        check_resend(refused)
    assert no.value.code == "opted_out"


def test_a_text_goes_to_a_number_that_has_not_opted_out_without_card_numbers() -> None:
    command = SendText(incident=7, to=TO, body="hi")
    card = COMPOSED.model_copy(update={"body": "4111111111111111"})
    assert decide_text(Contact(handle=TO), command, card) == [
        COMPOSED.model_copy(update={"body": "[card …1111]"})
    ]
    with pytest.raises(Rejected) as no:
        decide_text(Contact(handle=TO, opted_out=True), command, COMPOSED)
    assert no.value.code == "opted_out"
    mail = command.model_copy(update={"to": "mailto:ana@example.com"})
    with pytest.raises(Rejected, match="can't be texted"):
        decide_text(Contact(handle=mail.to), mail, COMPOSED)


@pytest.mark.parametrize(
    ("to", "cc", "subject"),
    [
        ("tel:+14155550101", "", ""),
        ("mailto:a@example.com\r\nBcc: b@example.com", "", ""),
        ("mailto:a@example.com, b@example.com", "", ""),
        ("mailto:<a@example.com>", "", ""),
        ("mailto:a@example.com", "mailto:b\0@example.com", ""),
        ("mailto:a@example.com", "", "hello\r\nBcc: b@example.com"),
    ],
)
def test_a_mails_headers_can_not_be_smuggled_in(to: str, cc: str, subject: str) -> None:
    command = SendMail(incident=7, to=(to,), cc=(cc,) if cc else (), subject=subject, body="hello")
    with pytest.raises(Rejected):
        decide_mail(command, COMPOSED)
