"""What is shown at first sight of the hub's answer is what the session then shows."""

from __future__ import annotations

import json
from datetime import UTC, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.desk.first_look import Look, Unclear, look_at
from console.desk.model import Model
from console.desk.widgets.queue import Queue
from console.desk.wording.presence import idle_words
from console.domain.assistance import Help
from console.domain.call_state import Call
from console.domain.followup import Followup
from console.domain.handover import Handover
from console.domain.incident import Incident
from console.domain.wire import QueueRow, Snapshot
from tests.desk.core.entries import ME, START

MOMENTS = st.none() | st.integers(0, 600).map(lambda minutes: START - timedelta(minutes=minutes))
FOLLOWUPS = st.builds(
    Followup,
    key=st.just("k"),
    what=st.sampled_from(["missed", "dropped", "callback", "voicemail"]),
    at=MOMENTS,
    closed_at=MOMENTS,
)
TO = st.sampled_from([None, ME.number, ME.number + 1])
LEAD = st.sampled_from([None, 3])
INCIDENTS = st.builds(
    Incident,
    number=st.integers(1, 10_000),
    ref=st.sampled_from(["NMK-HN1", "QD1-KXY"]),
    title=st.sampled_from(["", "Fever"]),
    severity=st.sampled_from(["critical", "high", "normal", "low"]),
    status=st.sampled_from(["new", "open", "pending", "solved", "closed"]),
    handles=st.sampled_from([(), ("tel:+14155550101", "mailto:ana@example.com"), ("raw:",)]),
    trouble=st.sampled_from([(), ("SM1",)]),
    unanswered=st.integers(0, 2),
    call_waiting=st.booleans(),
    followups=st.lists(FOLLOWUPS, max_size=2).map(tuple),
    opened_at=MOMENTS,
    last_at=MOMENTS,
    waiting_since=MOMENTS,
    parked_at=MOMENTS,
    parked_until=MOMENTS,
    live_call=st.sampled_from([None, "CA1", "CA2"]),
    last_call=st.sampled_from([None, "CA3"]),
    handover=st.none() | st.builds(Handover, by=st.just(2), by_name=st.just("Sam"), agent=TO),
    help=st.none() | st.builds(Help, agent=st.just(2), name=st.just("Sam"), lead=LEAD),
)
NAMES = st.sampled_from(["", "Ana Ruiz", "+14155550101"])
WORDS = st.sampled_from(["", "my dog\n\x1b[31mate", "¿Hola?"])
CALLS = st.sampled_from([None, "CA1", "CA2", "CA3"])
MINE = st.fixed_dictionaries(
    {"role": st.sampled_from(["agent", "lead"]), "offer": CALLS, "call": CALLS, "wrapping": CALLS}
)
ROWS = st.lists(
    st.builds(QueueRow, incident=INCIDENTS, name=NAMES, snippet=WORDS),
    max_size=6,
    unique_by=lambda row: row.incident.number,
)


def answer(*rows: QueueRow, **mine: Any) -> Snapshot:
    me = ME.model_copy(update=mine)
    return Snapshot(
        seq=1,
        now=START,
        me=me,
        agents=[me],
        rows=list(rows),
        calls=[Call(id="CA1", incident=1), Call(id="CA3", incident=1)],
        numbers=[],
        mail_from="",
        queue_limits={},
    )


def looked(snapshot: Snapshot) -> Look:
    return look_at(snapshot.model_dump_json().encode())


def painted(rows: list[Any]) -> list[tuple[object, ...]]:
    queue = Queue()
    queue.zone, queue.now = UTC, START
    return [queue._reading(row) for row in rows]


@given(ROWS, MINE)
def test_the_work_list_reads_at_first_sight_as_it_does_afterwards(
    rows: list[QueueRow], mine: dict[str, Any]
) -> None:
    snapshot = answer(*rows, **mine)
    model = Model(lambda: 0.0)
    model.load(snapshot)
    assert painted(looked(snapshot).rows) == painted(model.rows())


def test_presence_is_told_at_first_sight() -> None:
    look = looked(answer(presence="break", presence_until=START + timedelta(minutes=5)))
    words = idle_words(look.presence, "F12", look.presence_until, look.now)
    assert [text for text, _ in words] == ["NO CALL", "BREAK 05:00", "then calls come again"]


@pytest.mark.parametrize("tie", ["offer", "call", "wrapping", "watching"])
def test_a_call_of_mine_is_known_of_at_first_sight(tie: str) -> None:
    assert not looked(answer()).has_call
    assert looked(answer(**{tie: "CA1"})).has_call


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("now",), "yesterday"),
        (("now",), "2026-03-01T09:00:00"),
        (("rows",), None),
        (("me",), []),
        (("rows", 0), "row"),
        (("calls",), [None]),
        (("me", "call"), 1),
        (("rows", 0, "incident", "help"), "yes"),
        (("rows", 0, "incident", "number"), "1"),
        (("rows", 0, "incident", "severity"), "worse"),
        (("rows", 0, "incident", "handles"), [1]),
        (("rows", 0, "incident", "followups"), [None]),
        (("rows", 0, "snippet"), 5),
    ],
)
def test_what_is_not_as_expected_is_not_guessed_at(place: tuple[Any, ...], value: object) -> None:
    document = json.loads(answer(QueueRow(incident=Incident(number=1))).model_dump_json())
    *way, last = place
    inner = document
    for step in way:
        inner = inner[step]
    inner[last] = value
    with pytest.raises(Unclear):
        look_at(json.dumps(document).encode())


@pytest.mark.parametrize("words", [b"", b"<html>", b"[]", b"\xff", b"{}"])
def test_what_is_no_answer_of_a_hub_is_not_shown(words: bytes) -> None:
    with pytest.raises(Unclear):
        look_at(words)
