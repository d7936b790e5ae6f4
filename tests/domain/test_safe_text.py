"""What strangers write reaches the screen readable and harmless."""

from __future__ import annotations

import time
import timeit
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.safe_text import clean, clean_line


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b]0;owned\x07", "␛]0;owned␇"),
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("\x1b]8;;http://example.com\x1b\\x", "␛]8;;http://example.com␛\\x"),
        ("\x1b[31m", "␛[31m"),
        ("a\x00b\x08\x7f", "a␀b␈␡"),
        ("\x9b31m\x9d0;x\x85", "\ufffd31m\ufffd0;x\ufffd"),
        ("\ud83d", "\ufffd"),
        ("over\rwritten", "over␍written"),
        ("two\r\nlines", "two\nlines"),
        ("a\tb", "a    b"),
        ("a\u2028b", "a\nb"),
    ],
)
def test_control_characters_are_shown_and_do_nothing(hostile: str, shown: str) -> None:
    assert clean(hostile) == shown


def test_a_file_name_written_backwards_is_seen_through() -> None:
    assert clean("photo_\u202egpj.exe") == "photo_⟨RLO⟩gpj.exe"
    assert clean("\u2066x\u2069") == "⟨LRI⟩x⟨PDI⟩"


def test_invisible_characters_are_counted() -> None:
    assert clean("$1\u200b00") == "$1⟨1 hidden⟩00"
    assert clean("a\u2060\u2060\ufeffb") == "a⟨3 hidden⟩b"
    assert clean("x\U000e0041\U000e0042") == "x⟨2 hidden⟩"


@pytest.mark.parametrize(
    "text",
    [
        "👩‍⚕️ is here",
        "👨‍👩‍👧 and 🐶",
        "❤️",
        "1️⃣",
        "👍🏽",
        "مرحبا، كيف حالك؟",
        "می‌خواهم",
        "שָׁלוֹם",
        "¡Ayúdame, por favor!",
        "Tiếng Việt",
        "क्‍ष",
    ],
)
def test_living_languages_and_emoji_stay_as_they_are(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text)


def test_direction_marks_inside_hebrew_vanish_and_elsewhere_are_counted() -> None:
    assert clean("\u200fשלום") == "שלום"  # noqa: RUF001
    assert clean("pay\u200epal") == "pay⟨1 hidden⟩pal"


def test_towers_of_accents_are_cut() -> None:
    assert len(clean("e" + "\u0301" * 50)) <= 6


def test_a_host_of_mixed_alphabets_is_named_as_the_network_names_it() -> None:
    shown = clean("https://p\u0430ypal.com/login")
    assert "⟨xn--pypal-4ve.com⟩" in shown
    assert clean(shown) == shown
    assert clean("https://пример.рф/") == "https://пример.рф/"


def test_one_line_stays_one_line() -> None:
    assert clean_line("one\ntwo\r\nthree") == "one ⏎ two ⏎ three"


@given(st.text(st.characters(codec=None), max_size=200))
def test_nothing_that_a_terminal_obeys_gets_through(text: str) -> None:
    shown = clean(text)
    assert not [c for c in shown if c != "\n" and unicodedata.category(c) in ("Cc", "Cs")]
    assert not [c for c in shown if c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"]
    shown.encode("utf-8")


@given(st.text(st.characters(codec=None), max_size=200))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_plain_text_costs_next_to_nothing() -> None:
    text = "The dog ate half a bar of dark chocolate, she says; she is still breathing. " * 2
    best = min(timeit.repeat(lambda: clean(text), number=200, repeat=5)) / 200
    assert best < 20e-6


def _seconds(text: str) -> float:
    spent = []
    for _ in range(3):
        began = time.process_time()
        clean(text)
        spent.append(time.process_time() - began)
    return min(spent)


@pytest.mark.parametrize(
    "one", ["👩\u200d👩\u200d👧", "a\u200e", "a\u0301\u200b", "/\u0430pple.com "]
)
def test_a_text_four_times_as_long_takes_no_ten_times_as_long(one: str) -> None:
    few = one * (60_000 // len(one))
    assert _seconds(few * 4) < 10 * max(_seconds(few), 1e-3)
