"""The call bar says who answered, who is told of the recording, and what must not be done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from console.desk.lines.followup import in_words
from console.desk.wording.call import MyCalls, call_words
from console.desk.wording.transfer import on_the_way
from console.domain.call_events import CUSTOMER
from console.domain.call_state import Call, Part
from console.domain.followup import Followup
from console.domain.guests import Guest

NOW = datetime(2030, 5, 6, 9, 0, tzinfo=UTC)
MACHINE, GUESS, RULE = "ANSWERING MACHINE", "ANSWERING MACHINE?", "LEAVE NO MESSAGE"


def call(**changes: object) -> Call:
    """A call that agent 3 made and that was picked up."""
    parts = {CUSTOMER: Part(joined_seq=1), "a1": Part(joined_seq=2)}
    known: dict[str, object] = {"id": "CA1", "incident": 1, "inbound": False, "agent": 3}
    known |= {"agent_leg": "a1", "answered_at": NOW - timedelta(seconds=5), "consent": "given"}
    return Call.model_validate({**known, "parts": parts, **changes})


@pytest.mark.parametrize(
    ("by", "whose", "no_message", "words"),
    [
        ("", "", False, []),
        ("person", "", True, []),
        ("machine", "", False, [GUESS]),
        ("machine", "Sam Lee", False, [MACHINE]),
        ("machine", "", True, [GUESS, RULE]),
        ("", "", True, [RULE]),
    ],
)
def test_a_machine_and_a_rule_about_it_come_first_in_the_bar(
    by: str, whose: str, no_message: bool, words: list[str]
) -> None:
    mine = MyCalls(call=call(answered_by=by, answered_words=whose), no_message=no_message)
    shown = [text for text, _ in call_words(mine, NOW)]
    assert shown[: len(words)] == words
    assert shown[len(words)] == "ON CALL 00:05"


def test_a_caller_who_rang_us_is_no_machine_that_a_message_could_be_left_on() -> None:
    shown = call_words(MyCalls(call=call(inbound=True), no_message=True), NOW)
    assert all(text != RULE for text, _ in shown)


def test_a_vet_who_has_picked_up_is_told_of_the_recording_before_they_are_in_the_call() -> None:
    vet = Guest(leg="guest-1", role="outsider", name="Vet", since=NOW)
    ringing = call(guests={"guest-1": vet})
    told = ringing.model_copy(
        update={"parts": {**ringing.parts, "guest-1": Part(sid="CA2", status="in-progress")}}
    )
    assert on_the_way(ringing, NOW, 3) == [("RINGING VET 00:00", "warn")]
    assert on_the_way(told, NOW, 3) == [("VET IS TOLD OF THE RECORDING", "warn")]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"keep_until": NOW}, "kept until 2030-05-06"),
        ({"keep_until": NOW, "is_deleted": True}, "deleted"),
        ({"keep_until": NOW, "kept_words": "It could not be deleted."}, "It could not be deleted."),
    ],
)
def test_a_voicemail_says_until_when_it_is_kept(changes: dict[str, object], words: str) -> None:
    known = {"key": "vm-CA1", "what": "voicemail", "seconds": 12, **changes}
    assert f"not heard yet · {words} · seen by nobody" in in_words(Followup.model_validate(known))
