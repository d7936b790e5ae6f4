"""Nothing is shown as done before its entry came back."""

from __future__ import annotations

import pytest

from console.desk.model import Model
from console.domain.message_events import (
    MessageComposed,
    MessageRefused,
    ResendMessage,
    SendMail,
    SendText,
)
from console.domain.note import AddNote, NoteAdded
from tests.desk.core.entries import ANA, START, Log, wire

NOTE = AddNote(incident=1, text="!has a knife", offset=62)


def opened() -> tuple[Log, Model]:
    log, model = Log(), Model(lambda: 0.0)
    log.opened()
    model.load(log.snapshot())
    model.open(log.view())
    return log, model


def saved(log: Log, command_id: str, agent: int = 3) -> None:
    event = NoteAdded(id=command_id, text=NOTE.text, mark="risk", offset=62)
    log.add(f"note/{command_id}", event, actor=f"agent:{agent}", cause=f"cmd:{agent}:{command_id}")


def keys(model: Model) -> list[str]:
    return [line.key for line in model.lines(1)]


def test_a_note_reads_saving_until_its_entry_comes() -> None:
    _, model = opened()
    line = model.pend("cmd-0001", NOTE)
    assert line is not None
    assert (line.head, line.status) == ("NOTE · Sam Lee · +01:02 · RISK", "saving")
    assert model.lines(1)[-1] == line
    assert len(model.unsaved) == 1


@pytest.mark.parametrize("first", ["stream", "answer"])
def test_the_entry_replaces_it_whichever_way_it_comes_first(first: str) -> None:
    log, model = opened()
    model.pend("cmd-0001", NOTE)
    saved(log, "cmd-0001")
    entry = log.entries[-1]
    if first == "stream":
        changes = model.apply(entry)
        assert model.settle("cmd-0001", [wire(entry)]).lines == ()
    else:
        changes = model.settle("cmd-0001", [wire(entry)])
        assert model.apply(entry).lines == ()
    assert (changes.gone, [line.key for line in changes.lines]) == (("pcmd-0001",), ["e2"])
    assert changes.incident == 1
    assert keys(model) == ["e1", "e2"]
    assert len(model.unsaved) == 0


def test_an_answer_that_overtakes_the_stream_loses_no_entry_between() -> None:
    log, model = opened()
    model.pend("cmd-0001", NOTE)
    saved(log, "other-01", agent=4)
    saved(log, "cmd-0001")
    (line,) = model.settle("cmd-0001", [wire(log.entries[2])]).lines
    assert (line.key, line.status) == ("pcmd-0001", "saved")
    for entry in log.entries[1:]:
        model.apply(entry)
    assert keys(model) == ["e1", "e2", "e3"]


def test_another_agents_command_of_the_same_id_is_not_mine() -> None:
    log, model = opened()
    model.pend("cmd-0001", NOTE)
    saved(log, "cmd-0001", agent=4)
    model.apply(log.entries[-1])
    assert keys(model) == ["e1", "e2", "pcmd-0001"]


def test_a_refused_note_keeps_its_text_until_it_is_forgotten() -> None:
    _, model = opened()
    model.pend("cmd-0001", NOTE)
    (line,) = model.refuse("cmd-0001", "Your role does not allow this; ask a lead.").lines
    assert line.status == "not saved: Your role does not allow this; ask a lead."
    assert (line.text, line.tone) == (NOTE.text, "trouble")
    assert len(model.unsaved) == 0
    assert model.forget("cmd-0001").gone == ("pcmd-0001",)
    assert keys(model) == ["e1"]


def test_several_notes_wait_in_the_order_they_were_given() -> None:
    _, model = opened()
    for number in range(3):
        model.pend(f"cmd-000{number}", NOTE)
    assert keys(model) == ["e1", "pcmd-0000", "pcmd-0001", "pcmd-0002"]


def test_texts_and_mails_on_their_way_name_their_receivers() -> None:
    _, model = opened()
    text = model.pend("cmd-0001", SendText(incident=1, to=ANA, body="Hi"))
    mail = model.pend(
        "cmd-0002",
        SendMail(incident=1, to=("mailto:ana@example.com",), subject="Your dog", body="Is well."),
    )
    assert text is not None
    assert mail is not None
    assert text.head == "Sam Lee → +1…01 · SMS"
    assert (mail.head, mail.text) == ("Sam Lee → a…@example.com · EMAIL", "Your dog\nIs well.")


def test_a_resend_shows_on_the_failed_line_and_leaves_it_when_answered() -> None:
    log, model = opened()
    sent = MessageComposed(id="m", channel="sms", sender="+1", to=(ANA,), body="Yes", due=START)
    model.apply(log.add("message/m", sent, actor="agent:3"))
    model.apply(log.add("message/m", MessageRefused(id="m", words="Try later.")))
    line = model.pend("cmd-0001", ResendMessage(id="m"))
    assert line is not None
    assert (line.key, model.lines(1)[-1].status) == ("e2", "saving")
    again = MessageComposed(
        id="m2", channel="sms", sender="+1", to=(ANA,), body="Yes", due=START, resend_of="m"
    )
    changes = model.apply(log.add("message/m2", again, actor="agent:3", cause="cmd:3:cmd-0001"))
    assert [line.key for line in changes.lines] == ["e2", "e4"]
    assert [line.status for line in model.lines(1)[1:]] == [
        "failed: Try later.",
        "saved, leaves in a moment",
    ]


def test_a_command_that_changed_nothing_leaves_no_line() -> None:
    _, model = opened()
    model.pend("cmd-0001", NOTE)
    assert model.settle("cmd-0001", []).gone == ("pcmd-0001",)
    assert keys(model) == ["e1"]
