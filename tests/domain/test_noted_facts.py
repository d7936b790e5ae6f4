"""What is marked inside a note is a fact; the latest of each name counts, and every risk does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.noted_facts import (
    MOST,
    WORDS,
    NotedFact,
    facts_after,
    facts_in,
    in_words,
    names_called,
    standing,
)


def told(text: str, *logins: str) -> list[str]:
    return [in_words(fact) for fact in facts_in(text, logins)]


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        ("@vet Banfield", ["vet: Banfield"]),
        ("rang @vet Dr. Lee, who has time", ["vet: Dr. Lee"]),
        ("#meds insulin 2x a day; eats well", ["meds: insulin 2x a day"]),
        ("#meds", ["meds"]),
        ("asked for $240", ["$240.00"]),
        ("#refund $1,240.50 agreed", ["refund: $1,240.50"]),
        ("dog has !allergy to penicillin, eats", ["! allergy to penicillin"]),
        ("!bite on the left hand, bleeding", ["! bite on the left hand, bleeding"]),
        ("! she has a key #loc Reno", ["! she has a key", "loc: Reno"]),
        ("!Place: 12 Alder Court, rear door", ["! Place: 12 Alder Court, rear door"]),
        ("Animal and breed: dog, beagle", ["Animal and breed: dog, beagle"]),
        ('"Exact words: he hit me for $20', ["Exact words: he hit me for $20"]),
        (
            "@vet Banfield #meds insulin $240 !allergy",
            ["vet: Banfield", "meds: insulin", "$240.00", "! allergy"],
        ),
    ],
)
def test_what_is_marked_is_a_fact(line: str, facts: list[str]) -> None:
    assert told(line) == facts


@pytest.mark.parametrize(
    "line",
    [
        "write to ana@example.com",
        "page #3, room 12#b",
        "she said: wait",
        "wow! great",
        "@owner",
        '"he wants $500',
        "? who is @vet Banfield",
        "see https://example.com/a#part",
    ],
)
def test_what_only_looks_like_a_mark_is_text(line: str) -> None:
    assert told(line) == []


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("$240", 24000),
        ("$240.", 24000),
        ("($1,240.50)", 124050),
        ("$0.99,", 99),
        ("$1,000,000", 10**8),
    ],
)
def test_money_is_whole_cents(written: str, cents: int) -> None:
    (fact,) = facts_in(f"paid {written} today")
    assert fact.cents == cents


@pytest.mark.parametrize(
    "written", ["$1.240,50", "$12.5", "$1,24", "$240k", "$240-300", "US$5", "$ 5", "$٣٤", "$1e9"]
)
def test_money_written_otherwise_stays_text(written: str) -> None:
    assert facts_in(f"paid {written} today") == ()


def test_a_colleague_who_is_called_is_not_somebody_in_the_incident() -> None:
    assert told("@sam.lee please ring @sitter Jo", "sam.lee") == ["sitter: Jo"]
    assert names_called("@Sam.Lee please, (@vet Banfield) a@b.c") == {"sam.lee", "vet"}


@pytest.mark.parametrize(
    "line",
    ["#password hunter2", "#PIN 1234", "Gate code: 5512", "!Card: 4111", "#cvv 123", "!pin 1234"],
)
def test_a_secret_is_never_taken_out_of_a_note(line: str) -> None:
    assert told(line) == []


def test_a_risk_that_names_a_paper_is_still_a_risk() -> None:
    assert told("!passport taken by the sitter") == ["! passport taken by the sitter"]


def test_the_latest_of_each_name_counts_and_no_risk_hides_another() -> None:
    facts = facts_after({}, "n1", facts_in("@vet Banfield !bite on the hand"))
    facts = facts_after(facts, "n2", facts_in("@Vet Northside !bite on the leg"))
    assert [in_words(fact) for fact in standing(facts)] == [
        "! bite on the hand",
        "Vet: Northside",
        "! bite on the leg",
    ]


def test_a_note_that_is_rewritten_keeps_its_place_and_a_deleted_one_takes_its_facts_along() -> None:
    facts = facts_after({}, "n1", facts_in("@vet Banfeld"))
    facts = facts_after(facts, "n2", facts_in("@vet Northside"))
    facts = facts_after(facts, "n1", facts_in("@vet Banfield"))
    assert [in_words(fact) for fact in standing(facts)] == ["vet: Northside"]
    facts = facts_after(facts, "n2", ())
    assert [in_words(fact) for fact in standing(facts)] == ["vet: Banfield"]


@given(st.text(st.characters(blacklist_categories=["Cs"]) | st.sampled_from("@#$!: .,09aZ\n")))
def test_any_text_has_few_and_short_facts(text: str) -> None:
    facts = facts_in(text)
    assert len(facts) <= MOST
    assert all(len(fact.value) <= WORDS and isinstance(fact, NotedFact) for fact in facts)
