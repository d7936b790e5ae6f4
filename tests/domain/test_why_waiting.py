"""Why nobody has a caller yet is said in words, by what everybody at work does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from console.domain.agent import Agent
from console.domain.routing import QueueRule, Waiting
from console.domain.routing_words import Staff, doing_words

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
RULES = {
    "safety": QueueRule("safety", language_seconds=60),
    "pets": QueueRule("pets", overflow="safety", overflow_seconds=120),
}


def person(number: int, **facts: object) -> Agent:
    known = {"presence": "available", "phone": "+1", "queues": {"safety": 1}, **facts}
    return Agent.model_validate({"number": number, **known})


def waits(queue: str = "safety", seconds: int = 10, **facts: object) -> Waiting:
    return Waiting("call/CA1", queue, NOW - timedelta(seconds=seconds), **facts)  # type: ignore[arg-type]


def why(contact: Waiting, *people: Agent, ahead: int = 0, closed: str = "") -> str:
    return Staff(people, RULES, NOW).why_it_waits(contact, ahead=ahead, closed=closed)


BUSY = person(1, call="CA9")
AWAY = person(2, presence="break")
FREE = person(3)


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ((), "nobody who serves safety is at work"),
        ((person(4, presence="offline"),), "nobody who serves safety is at work"),
        ((person(4, queues={"pets": 1}),), "nobody who serves safety is at work"),
        ((person(4, phone=""),), "nobody who serves safety is at work"),
        ((BUSY, AWAY), "nobody free in safety: 1 on a call, 1 on break"),
        ((BUSY, person(5, call="CA8"), AWAY), "nobody free in safety: 2 on a call, 1 on break"),
        ((FREE,), "is being given out"),
    ],
)
def test_it_says_what_those_do_who_could_take_it(people: tuple[Agent, ...], words: str) -> None:
    assert why(waits(), *people) == words


def test_it_says_how_many_are_before_it() -> None:
    assert why(waits(), FREE, ahead=2) == "2 before it"


def test_who_let_it_pass_is_not_free_for_it_at_once() -> None:
    passed = waits(missed=frozenset({3}))
    assert why(passed, FREE).startswith("everybody who is free let it pass")
    assert why(passed, FREE, person(4)) == "is being given out"


def test_a_caller_in_spanish_waits_for_a_speaker_only_so_long() -> None:
    eva = person(6, languages=("es",), call="CA7")
    caller = waits(language="es")
    assert why(caller, FREE, eva) == "no Spanish speaker free: 1 on a call; anybody's after 60 s"
    assert why(waits(language="es", seconds=61), FREE, eva) == "is being given out"


def test_nobody_is_waited_for_who_is_on_break() -> None:
    eva = person(6, languages=("es",), presence="break")
    assert why(waits(language="es"), FREE, eva) == "is being given out"


def test_another_queue_helps_out_after_a_while() -> None:
    assert why(waits("pets"), FREE).endswith("; safety helps out after 120 s")
    assert why(waits("pets", 121), FREE) == "is being given out"
    assert why(waits("pets", 121), BUSY) == "nobody free in pets or safety: 1 on a call"


def test_a_diverted_caller_waits_for_the_other_queues_people() -> None:
    assert "pets" in why(waits(diverted_to="pets"), FREE)


def test_a_closed_queue_is_said_first() -> None:
    said = why(waits(), closed="safety is closed till 08:00")
    assert said.startswith("safety is closed till 08:00; nobody")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "free"),
        ({"offer": "CA1"}, "with a call ringing"),
        ({"wrapping": "CA1"}, "in wrap-up"),
        ({"watching": "CA1"}, "in a colleague's call"),
        ({"next_presence": "break"}, "about to go"),
        ({"presence": "recover"}, "recovering"),
        ({"presence": "lost"}, "with a lost desk"),
        ({"presence": "away"}, "away"),
        ({"presence": "offline"}, ""),
        ({"disabled": True}, ""),
    ],
)
def test_what_people_do_is_counted_in_words(facts: dict[str, object], words: str) -> None:
    assert doing_words(person(1, **facts)) == words
