"""Texts, mails and notes say on one line what truly became of them."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from console.desk.model import Line, Model
from console.domain.incident_events import Redacted
from console.domain.message_events import (
    MediaItem,
    MessageAccepted,
    MessageAttempted,
    MessageComposed,
    MessageHandled,
    MessageReceived,
    MessageRefused,
    MessageReported,
    MessageTaken,
    MessageUnsure,
)
from console.domain.note import NoteAdded, NoteDeleted, NoteEdited, mark_of
from console.domain.person import ContactIdentified
from tests.desk.core.entries import ANA, START, Log


def opened() -> tuple[Log, Model]:
    log, model = Log(), Model(lambda: 0.0)
    log.opened()
    model.load(log.snapshot())
    model.open(log.view())
    return log, model


def last(model: Model) -> Line:
    return model.lines(1)[-1]


def composed(log: Log, model: Model) -> None:
    event = MessageComposed(
        id="m1", channel="sms", sender="+14155550100", to=(ANA,), body="We call you.", due=START
    )
    model.apply(log.add("message/m1", event, actor="agent:3"))


def test_what_somebodys_words_made_us_write_is_not_told_as_theirs() -> None:
    log, model = opened()
    event = MessageComposed(id="m2", channel="sms", sender="+14155550100", to=(ANA,),
                            body="You have page 9057.", due=START)  # fmt: skip
    model.apply(log.add("message/m2", event, actor=f"party:{ANA}"))
    assert last(model).head.startswith("system → ")


STORIES: list[tuple[list[MessageTaken | MessageAttempted | MessageAccepted | MessageReported
                        | MessageRefused | MessageUnsure], str, str]] = [
    ([], "saved, leaves in a moment", ""),
    ([MessageTaken(id="m1")], "taken back before it left", ""),
    ([MessageAttempted(id="m1")], "sending", ""),
    ([MessageAccepted(id="m1", sid="SM1")], "sending", ""),
    ([MessageReported(id="m1", status="sent")], "sent, not yet confirmed", ""),
    ([MessageReported(id="m1", status="delivered")], "delivered", ""),
    (
        [MessageReported(id="m1", status="undelivered", code=30003, words="Phone off. Call.")],
        "failed: Phone off. Call.",
        "trouble",
    ),
    ([MessageRefused(id="m1", words="Not a number.")], "failed: Not a number.", "trouble"),
    ([MessageUnsure(id="m1")], "may have been sent — resend?", "trouble"),
]  # fmt: skip


@pytest.mark.parametrize(("reports", "status", "tone"), STORIES)
def test_delivery_is_told_on_the_messages_own_line(
    reports: list[MessageReported], status: str, tone: str
) -> None:
    log, model = opened()
    composed(log, model)
    before = len(model.lines(1))
    for report in reports:
        model.apply(log.add("message/m1", report))
    assert len(model.lines(1)) == before
    assert (last(model).status, last(model).tone) == (status, tone)
    assert last(model).head == "Sam Lee → +1…01 · SMS"


def test_late_and_repeated_reports_change_nothing() -> None:
    log, model = opened()
    composed(log, model)
    model.apply(log.add("message/m1", MessageReported(id="m1", status="delivered")))
    for status in ("sent", "delivered", "queued", "sending"):
        report = log.add("message/m1", MessageReported(id="m1", status=status))
        assert model.apply(report).lines == ()
    assert last(model).status == "delivered"


def test_reports_in_any_order_end_in_the_same_words() -> None:
    statuses = ["queued", "sending", "sent", "delivered"]
    for seed in range(10):
        log, model = opened()
        composed(log, model)
        random.Random(seed).shuffle(statuses)
        for status in statuses:
            model.apply(log.add("message/m1", MessageReported(id="m1", status=status)))
        assert last(model).status == "delivered"


def test_a_failure_that_somebody_dealt_with_is_calm_again_live_and_reopened() -> None:
    log, model = opened()
    composed(log, model)
    model.apply(log.add("message/m1", MessageRefused(id="m1", words="No such number.")))
    model.apply(log.add("message/m1", MessageHandled(id="m1", how="called instead")))
    line = last(model)
    assert line.status == "failed: No such number. · dealt with: called instead"
    assert line.tone == ""
    model.open(log.view())
    assert last(model) == line


def test_what_a_party_sends_names_its_attachments_and_opens_none() -> None:
    log, model = opened()
    media = (MediaItem(url="https://example.com/1", content_type="image/jpeg"),)
    event = MessageReceived(channel="sms", sid="SM1", handle=ANA, to="+1", body="Look", media=media)
    model.apply(log.add("message/SM1", event, actor=f"party:{ANA}"))
    line = last(model)
    assert (line.kind, line.tone, line.open_key) == ("sms", "inbound", "SM1")
    assert line.text == "Look\n[1 attachment, not opened]"


def test_a_name_learned_later_is_on_the_earlier_lines() -> None:
    log, model = opened()
    event = MessageReceived(channel="sms", sid="SM1", handle=ANA, to="+1", body="Hi")
    model.apply(log.add("message/SM1", event))
    told = ContactIdentified(person=1, name="Ana Ruiz")
    changes = model.apply(log.add(f"contact/{ANA}", told, incident=None))
    assert [line.head for line in changes.lines] == ["Ana Ruiz → us · SMS"]
    assert changes.incidents == {1}
    assert model.rows()[0].name == "Ana Ruiz"


@pytest.mark.parametrize(
    ("text", "tone", "word"),
    [
        ("Dog is calm", "internal", ""),
        ('"He bit me"', "quote", " · QUOTE"),
        ("!has a knife", "risk", " · RISK"),
        (">refund by Friday", "promise", " · PROMISE"),
        ("?which vet", "ask", " · TO ASK"),
    ],
)
def test_a_note_carries_its_mark_and_the_call_clock(text: str, tone: str, word: str) -> None:
    log, model = opened()
    note = NoteAdded(id="n1", text=text, mark=mark_of(text), call="c1", offset=134)
    model.apply(log.add("note/n1", note, actor="agent:3"))
    assert last(model).head == f"NOTE · Sam Lee · +02:14{word}"
    assert (last(model).text, last(model).tone) == (text, tone)


def test_an_edit_and_a_deletion_are_told_on_the_notes_line() -> None:
    log, model = opened()
    model.apply(log.add("note/n1", NoteAdded(id="n1", text="Rex"), actor="agent:3"))
    model.apply(log.add("note/n1", NoteEdited(id="n1", text="Max"), actor="agent:4"))
    assert (last(model).text, last(model).status, last(model).author) == (
        "Max",
        "edited by Robin Roe Mon 06 May 09:00 UTC",
        "Sam Lee",
    )
    gone = NoteDeleted(id="n1", reason="wrong incident")
    model.apply(log.add("note/n1", gone, actor="agent:4"))
    assert last(model).text == ""
    assert last(model).status == "deleted by Robin Roe Mon 06 May 09:00 UTC: wrong incident"
    assert [one.text for one in model.opened[1].scene.history("note/n1")] == [
        "Rex",
        "Max",
        "wrong incident",
    ]


@pytest.mark.parametrize("reopened", [False, True])
def test_what_was_redacted_is_gone_from_the_screen(reopened: bool) -> None:
    log, model = opened()
    note = log.add("note/n1", NoteAdded(id="n1", text="card 4111"), actor="agent:3")
    edit = log.add("note/n1", NoteEdited(id="n1", text="pin 1234"), actor="agent:3")
    model.apply(note)
    model.apply(edit)
    model.apply(log.add("incident/1", Redacted(seq=note.seq, reason="card")))
    assert model.lines(1)[1].text == "pin 1234"
    model.apply(log.add("incident/1", Redacted(seq=edit.seq, reason="pin")))
    if reopened:
        model.open(log.view())
    assert model.lines(1)[1].text == "removed: pin"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (None, ""),
        (START - timedelta(minutes=9), ""),
        (START - timedelta(hours=3), "their clock: Mon 06 May 2030 06:00 UTC"),
        (datetime(2038, 8, 31, 20, 36, tzinfo=UTC), "their clock: Tue 31 Aug 2038 20:36 UTC"),
        (datetime(1, 1, 1, tzinfo=UTC), "their clock: "),
        (datetime(9999, 12, 31, 23, 59, tzinfo=UTC), "their clock: "),
    ],
)
def test_a_mails_own_date_is_shown_as_theirs_when_it_differs_much(
    sent: datetime | None, said: str
) -> None:
    log, model = opened()
    mail = MessageReceived(
        channel="email", sid="d", handle="mailto:ana@example.com", to="us@example.com",
        body="Please call me", sent_at=sent,
    )  # fmt: skip
    model.apply(log.add("message/mail-d", mail, actor="party:mailto:ana@example.com"))
    line = last(model)
    assert said in line.head
    assert ("their clock" in line.head) == bool(said)
    assert line.at == log.now, "the order is ours"


@pytest.mark.parametrize(
    ("seconds", "said"), [(None, ""), (4, ""), (754, "came at 08:47:28, stored later")]
)
def test_what_came_while_the_database_took_nothing_says_when_it_came(
    seconds: int | None, said: str
) -> None:
    log, model = opened()
    text = MessageReceived(channel="sms", sid="SM9", handle=ANA, to="us", body="He is at the door")
    entry = log.add("message/SM9", text, actor=f"party:{ANA}")
    came = None if seconds is None else entry.at - timedelta(seconds=seconds)
    late = text.model_copy(update={"came_at": came})
    model.apply(entry.model_copy(update={"event": late}))
    assert ("stored later" in last(model).head) == bool(said)
    assert said in last(model).head
    assert last(model).at == entry.at, "the order is ours"
