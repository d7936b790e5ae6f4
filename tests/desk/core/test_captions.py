"""Captions on a desk: quiet lines, and one row of what is being said that is never kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from console.desk.speaking import STANDS_SECONDS, Speaking
from console.desk.widgets.caption_line import tail
from console.desk.widgets.entry_rows import Place, height, made_safe
from console.domain.call import evolve_call
from console.domain.call_events import ConsentHeard
from console.domain.call_state import Call
from console.domain.captions import (
    CaptionPart,
    CaptionsAsked,
    CaptionsFailed,
    CaptionsHeard,
    CaptionsStarted,
    CaptionsStopped,
    CaptionsSwitched,
)
from console.domain.incident_events import Redacted
from tests.desk.core.entries import START
from tests.desk.core.test_call_lines import Call as Told
from tests.desk.core.test_reading import Clock

BEGUN = (
    ConsentHeard(refused=False, captioned=True),
    CaptionsAsked(on=True, sitting=1, agent=3, name="Sam Lee"),
)
RUNNING = (*BEGUN, CaptionsStarted(sitting=1, sid="GT1"))


def call(*events: object) -> Call:
    """A call after events about captions."""
    found = Call(id="CA1", incident=1)
    for event in events:
        assert hasattr(event, "kind")
        found = evolve_call(found, event, START + timedelta(seconds=1))  # type: ignore[arg-type]
    return found


def part(text: str, sequence: int = 2, speaker: str = "caller", sitting: int = 1) -> CaptionPart:
    """What is being said."""
    values = {"incident": 1, "call": "CA1", "sitting": sitting, "speaker": speaker}
    named = {"name": "Sam Lee" if speaker == "agent" else "", "sequence": sequence, "text": text}
    return CaptionPart.model_validate(values | named)


def line(text: str, sequence: int = 3, speaker: str = "caller", **more: object) -> CaptionsHeard:
    """What was said."""
    values = {"sitting": 1, "sid": "GT1", "sequence": sequence, "speaker": speaker, "text": text}
    return CaptionsHeard.model_validate(values | more)


def shown(speaking: Speaking, of: Call) -> str:
    return "".join(words for words, _ in speaking.words(of))


def test_both_sides_have_quiet_lines_with_who_speaks() -> None:
    told = Told()
    told.hears(line("my dog is bleeding"))
    told.hears(line("where is she", 3, "agent", name="Sam Lee", others=["Dr. Vet"]))
    lines = [one for one in told.model.lines(1) if one.kind == "caption"]
    assert [(one.head, one.text, one.tone) for one in lines] == [
        ("caller", "my dog is bleeding", "quiet"),
        ("Sam Lee or Dr. Vet", "where is she", "quiet"),
    ]
    assert height(made_safe(lines[0]), Place(60)) == 1


def test_a_redacted_line_says_why_it_is_gone() -> None:
    told = Told()
    (caption,) = told.hears(line("I live at 12 Alder Court"))
    seq = int(caption.key[1:])
    told.model.apply(told.log.add("incident/1", Redacted(seq=seq, reason="by her wish", left="")))
    assert [one.text for one in told.model.lines(1) if one.kind == "caption"] == [
        "removed: by her wish"
    ]


def test_what_is_said_changes_one_row_until_the_line_is_finished() -> None:
    speaking, running = Speaking(Clock()), call(*RUNNING)
    assert shown(speaking, running) == "CC on"
    speaking.heard(part("my dog", 2))
    speaking.heard(part("my dog is", 3))
    speaking.heard(part("my", 1))
    assert shown(speaking, running) == "CC caller: my dog is"
    speaking.finished("CA1", line("my dog is bleeding", 4))
    speaking.heard(part("my dog is bl", 3))
    assert shown(speaking, running) == "CC on"


def test_the_two_sides_do_not_finish_each_other() -> None:
    clock = Clock()
    speaking, running = Speaking(clock), call(*RUNNING)
    speaking.heard(part("my dog"))
    clock.now = 1
    speaking.heard(part("where is", 2, "agent"))
    assert shown(speaking, running) == "CC Sam Lee: where is"
    speaking.finished("CA1", line("where is she", 3, "agent"))
    assert shown(speaking, running) == "CC caller: my dog"


def test_words_that_nobody_goes_on_with_are_forgotten() -> None:
    clock = Clock()
    speaking, running = Speaking(clock), call(*RUNNING)
    speaking.heard(part("my dog"))
    clock.now = STANDS_SECONDS + 1
    assert shown(speaking, running) == "CC on"


@pytest.mark.parametrize(
    ("events", "words"),
    [
        (BEGUN, "CC starting…"),
        ((*RUNNING, CaptionsAsked(on=False, sitting=1, why="hold")), "CC paused: on hold"),
        (
            (*RUNNING, CaptionsAsked(on=False, sitting=1, why="pause")),
            "CC paused: the recording is paused",
        ),
        ((*RUNNING, CaptionsFailed(sitting=1, words="No answer.")), "CC failed: No answer."),
        ((*RUNNING, CaptionsStopped(sitting=1, sid="GT1")), "CC failed: they broke off"),
        (
            (
                *RUNNING,
                CaptionsSwitched(on=False, agent=3, name="Sam"),
                CaptionsAsked(on=False, sitting=1, why="off"),
            ),
            "CC off for this call",
        ),
        ((), ""),
    ],
)
def test_the_row_says_in_words_whether_anybody_listens(
    events: tuple[object, ...], words: str
) -> None:
    speaking = Speaking(Clock())
    speaking.heard(part("what was said before"))
    assert shown(speaking, call(*events)) == words


def test_what_was_being_said_before_a_pause_is_not_shown_after_it() -> None:
    speaking = Speaking(Clock())
    speaking.heard(part("four one one one", 9))
    again = (
        CaptionsAsked(on=False, sitting=1, why="pause"),
        CaptionsAsked(on=True, sitting=2, agent=3, name="Sam Lee"),
        CaptionsStarted(sitting=2, sid="GT2"),
    )
    assert shown(speaking, call(*RUNNING, *again)) == "CC on"
    speaking.heard(part("thank you", 1, sitting=2))
    assert shown(speaking, call(*RUNNING, *again)) == "CC caller: thank you"


def test_the_end_of_a_long_sentence_is_what_is_seen() -> None:
    assert tail("one two three", 20) == "one two three"
    assert tail("one two three", 6) == "…three"
    assert tail("日本語日本語", 6) == "…本語"
    assert tail("word", 0) == "…"
