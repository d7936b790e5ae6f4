"""A lead reads what others type, and whoever types knows it (F70)."""

from __future__ import annotations

from console.desk.reading import STANDS_SECONDS, Reading
from console.domain.live_words import LiveWords, ReadAlong


class Clock:
    """A steady clock that a test turns."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_who_reads_along_is_named_until_they_leave_or_fall_silent() -> None:
    clock = Clock()
    reading = Reading(clock)
    reading.told(ReadAlong(incident=7, agent=2, name="Kim", doing="reading"))
    assert reading.readers(7) == {2: "Kim"}
    assert reading.readers(8) == {}
    assert reading.words(7) == [("Kim reads what you type", "warn")]
    clock.now = STANDS_SECONDS + 1
    assert reading.readers(7) == {}
    reading.told(ReadAlong(incident=7, agent=2, name="Kim", doing="reading"))
    reading.told(ReadAlong(incident=7, agent=2, name="Kim", doing="left"))
    assert reading.readers(7) == {}


def test_the_last_line_of_what_is_typed_is_shown_and_goes_when_the_box_is_empty() -> None:
    reading = Reading(Clock())
    typed = LiveWords(incident=7, box="note", text="first\nhe hides", agent=1, name="Ana")
    reading.heard(typed)
    assert reading.words(7) == [("Ana types (note): he hides", "quiet")]
    assert reading.typed_by(7, 1) == {"note": "first\nhe hides"}
    reading.heard(typed.model_copy(update={"text": ""}))
    assert reading.words(7) == []


def test_words_of_nothing_but_line_ends_harm_nothing() -> None:
    reading = Reading(Clock())
    reading.heard(LiveWords(incident=7, box="note", text="\n", agent=1, name="Ana"))
    assert reading.words(7) == [("Ana types (note): ", "quiet")]
