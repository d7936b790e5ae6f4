"""The call bar never says less than what may be recorded, and a pause is never forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from console.desk.call_alarms import CallAlarms
from console.desk.model import Model
from console.desk.wording.recording import recording_words
from console.domain.agent import Agent
from console.domain.call_events import CUSTOMER
from console.domain.call_state import Call, Part
from console.domain.recording import CARD

if TYPE_CHECKING:
    from console.domain.base import Role

NOW = datetime(2030, 5, 6, 9, 0, tzinfo=UTC)


def call(**changes: object) -> Call:
    """A call of agent 3."""
    parts = {CUSTOMER: Part(joined_seq=1, hold=True), "a1": Part(joined_seq=2)}
    known: dict[str, object] = {"id": "CA1", "incident": 1, "agent": 3, "agent_name": "Sam Lee"}
    return Call.model_validate({**known, "agent_leg": "a1", "parts": parts, **changes})


def paused(seconds: int, reason: str = CARD) -> Call:
    """The same with a pause that began so many seconds ago."""
    since = NOW - timedelta(seconds=seconds)
    return call(recording="paused", recording_reason=reason, paused_at=since)


@pytest.mark.parametrize(
    ("now", "words", "loud"),
    [
        (paused(20), "RECORDING PAUSED 00:20", "warn"),
        (paused(160), "RECORDING PAUSED 02:40, GOES ON IN 00:20", "alarm"),
        (paused(190), "RECORDING PAUSED 03:10 TOO LONG", "alarm"),
        (paused(160, "a name"), "RECORDING PAUSED 02:40", "warn"),
        (call(recording="pausing"), "pausing… STILL RECORDING", "warn"),
        (call(recording="stopping"), "stopping… STILL RECORDING", "warn"),
        (call(recording="on", trouble="STILL RECORDING. No."), "STILL RECORDING", "alarm"),
        (call(recording="on"), "REC", "good"),
        (call(), "NOT RECORDED", "quiet"),
    ],
)
def test_the_words_of_a_recording(now: Call, words: str, loud: str) -> None:
    assert recording_words(now, NOW, 180) == [(words, loud)]


def desk(role: Role, number: int, live: Call) -> tuple[Model, list[float]]:
    """A desk of somebody, and its clock."""
    moment = [0.0]
    model = Model(lambda: moment[0])
    on = live.id if number == live.agent else None
    model.me = Agent(number=number, role=role, call=on)
    model.calls[live.id] = live
    return model, moment


def test_a_long_hold_is_heard_once_and_again_after_half_a_minute() -> None:
    held = call(held_at=NOW - timedelta(seconds=121))
    model, moment = desk("lead", 9, held)
    alarms = CallAlarms()
    assert alarms.look(model, NOW) == ["The caller of Sam Lee is on hold since 02:01."]
    assert alarms.look(model, NOW) == []
    moment[0] = 31.0
    assert alarms.look(model, NOW) != []


def test_a_colleague_hears_nothing_of_it_and_the_agent_does() -> None:
    held = call(held_at=NOW - timedelta(seconds=121))
    assert CallAlarms().look(desk("agent", 4, held)[0], NOW) == []
    assert CallAlarms().look(desk("agent", 3, held)[0], NOW) == [
        "Your caller is on hold for too long."
    ]


def test_a_pause_that_is_about_to_end_is_heard() -> None:
    parts = {CUSTOMER: Part(joined_seq=1), "a1": Part(joined_seq=2)}
    live = paused(155).model_copy(update={"parts": parts})
    (words,) = CallAlarms().look(desk("agent", 3, live)[0], NOW)
    assert "pause" in words
