"""Routing: who gets which waiting contact, in which order, and in what words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.routing import (
    Capacity,
    Load,
    QueueRule,
    Round,
    Waiting,
    Worker,
    has_room,
    in_order,
    route,
)

if TYPE_CHECKING:
    from console.domain.routing import Channel

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def waits(key: str, seconds: float, queue: str = "safety", **facts: object) -> Waiting:
    return Waiting(key, queue, ago(seconds), **facts)  # type: ignore[arg-type]


def sam(number: int = 1, idle: float = 60, **facts: object) -> Worker:
    return Worker(number, idle_since=ago(idle), **facts)  # type: ignore[arg-type]


def given_to(
    waiting: list[Waiting], workers: list[Worker], *rules: QueueRule
) -> list[tuple[str, int]]:
    routed = route(waiting, workers, {rule.name: rule for rule in rules}, NOW)
    return [(one.key, one.agent) for one in routed.assigned]


def test_the_oldest_contact_goes_to_who_is_idle_longest() -> None:
    found = given_to([waits("b", 10), waits("a", 20)], [sam(1, 5), sam(2, 50)])
    assert found == [("a", 2), ("b", 1)]


def test_priority_is_a_head_start_that_waiting_makes_up_for() -> None:
    urgent = QueueRule("urgent", priority=2, ageing_seconds=60)
    new = waits("new", 10, "urgent")
    assert given_to([waits("old", 100), new], [sam()], urgent) == [("new", 1)]
    assert given_to([waits("old", 131), new], [sam()], urgent) == [("old", 1)]


def test_inside_one_priority_the_oldest_is_first() -> None:
    rules = {name: QueueRule(name, priority=1) for name in ("a", "b")}
    order = in_order([waits("1", 5, "a"), waits("2", 9, "b"), waits("3", 7, "a")], rules)
    assert [one.key for one in order] == ["2", "3", "1"]


def test_a_queue_is_served_by_its_own_people_the_best_first() -> None:
    learns, knows = sam(1, 90, queues={"safety": 1}), sam(2, 10, queues={"safety": 3})
    other = sam(3, 500, queues={"billing": 3})
    assert given_to([waits("a", 5)], [learns, knows, other]) == [("a", 2)]
    assert given_to([waits("a", 5)], [other]) == []


def test_a_spanish_caller_waits_a_while_for_somebody_who_speaks_it() -> None:
    eva = sam(2, 5, languages=("es",), load=Load(calls=1))
    assert given_to([waits("a", 30, language="es")], [sam(), eva]) == []
    assert given_to([waits("a", 61, language="es")], [sam(), eva]) == [("a", 1)]


def test_nobody_is_waited_for_who_is_not_there() -> None:
    assert given_to([waits("a", 1, language="es")], [sam()]) == [("a", 1)]


def test_a_speaker_is_chosen_before_who_is_idle_longer() -> None:
    eva = sam(2, 5, languages=("en", "es"))
    for waited in (1, 500):
        assert given_to([waits("a", waited, language="es")], [sam(), eva]) == [("a", 2)]


def test_two_spanish_callers_and_one_speaker_leave_the_second_waiting() -> None:
    eva = sam(2, languages=("es",))
    callers = [waits("a", 20, language="es"), waits("b", 10, language="es")]
    assert given_to(callers, [sam(), eva]) == [("a", 2)]


def test_who_let_it_pass_comes_last_and_not_at_once() -> None:
    missed = waits("a", 60, missed=frozenset({1}))
    assert given_to([missed], [sam(1, 90), sam(2, 5)]) == [("a", 2)]
    assert given_to([missed], [sam(1, 31)]) == [("a", 1)]
    assert given_to([missed], [sam(1, 29)]) == []
    assert given_to([missed], [sam(1, 1, has_just_come=True)]) == [("a", 1)]


def test_another_queue_helps_out_after_a_while_and_its_own_people_go_first() -> None:
    rule = QueueRule("safety", overflow="billing", overflow_seconds=120)
    own, helper = sam(1, 5, queues={"safety": 1}), sam(2, 500, queues={"billing": 3})
    assert given_to([waits("a", 119)], [helper], rule) == []
    assert given_to([waits("a", 120)], [helper], rule) == [("a", 2)]
    assert given_to([waits("a", 120)], [own, helper], rule) == [("a", 1)]


def test_a_diverted_contact_goes_to_the_other_queue() -> None:
    own, other = sam(1, queues={"safety": 1}), sam(2, queues={"billing": 1})
    assert given_to([waits("a", 1, diverted_to="billing")], [own, other]) == [("a", 2)]


@pytest.mark.parametrize(
    ("load", "channel", "blocks", "room"),
    [
        (Load(), "call", True, True),
        (Load(calls=1), "call", True, False),
        (Load(texts=9, mails=9), "call", True, True),
        (Load(texts=1, mails=3), "sms", True, True),
        (Load(texts=2), "sms", True, False),
        (Load(mails=3), "email", True, False),
        (Load(texts=2, mails=2), "email", True, True),
        (Load(calls=1), "sms", True, False),
        (Load(calls=1), "sms", False, True),
    ],
)
def test_each_channel_has_its_room(load: Load, channel: Channel, blocks: bool, room: bool) -> None:
    assert has_room(load, channel, Capacity(texts=2, mails=3, call_blocks=blocks)) is room


@pytest.mark.parametrize(
    ("workers", "words"),
    [
        ([], "nobody who serves safety is available"),
        ([sam(load=Load(calls=1))], "everybody who serves safety is busy"),
        ([sam(1, 5)], "everybody who is free has just let it pass"),
    ],
)
def test_who_goes_on_waiting_is_told_why(workers: list[Worker], words: str) -> None:
    left = route([waits("a", 5, missed=frozenset({1}))], workers, {}, NOW).left
    assert left == {"a": words}


def words(waiting: list[Waiting], workers: list[Worker], *rules: QueueRule) -> list[str]:
    routed = route(waiting, workers, {rule.name: rule for rule in rules}, NOW)
    return [one.why for one in routed.assigned]


def test_the_rule_is_told_in_words() -> None:
    assert words([waits("a", 134)], [sam()]) == [
        "It has waited 2 min 14 s in safety, and nobody else waits. You alone were free for it."
    ]
    told = words([waits("a", 10), waits("b", 5)], [sam(1, 80), sam(2, 70)])
    assert told[0] == (
        "It has waited 10 s in safety, the longest. "
        "Of 2 free for it you were idle longest (1 min 20 s)."
    )


def test_a_priority_that_counted_is_told() -> None:
    urgent = QueueRule("urgent", priority=2, ageing_seconds=60)
    told = words([waits("a", 20), waits("b", 10, "urgent")], [sam()], urgent)
    assert "ahead of older ones: priority 2 counts as 2 min 0 s of waiting" in told[0]


def test_language_help_and_a_second_chance_are_told() -> None:
    rule = QueueRule("safety", overflow="billing", overflow_seconds=10)
    helper = sam(queues={"billing": 1}, languages=("es",))
    missed = waits("a", 40, language="es", missed=frozenset({1}))
    assert words([missed], [helper], rule) == [
        "It has waited 40 s in safety, and nobody else waits. You help out from billing. "
        "You alone were free for it. It wants Spanish, which you speak. "
        "You let it pass before, and nobody else is free."
    ]


QUEUES = ("safety", "billing", "urgent")
LANGUAGES = ("en", "es")
SOME_RULES = st.fixed_dictionaries(
    {
        name: st.builds(
            QueueRule,
            st.just(name),
            priority=st.integers(0, 3),
            ageing_seconds=st.integers(1, 600),
            language_seconds=st.integers(0, 100),
            overflow=st.sampled_from(("", *QUEUES)),
            overflow_seconds=st.integers(0, 100),
        )
        for name in QUEUES
    }
)
SOME_WAITING = st.lists(
    st.builds(
        Waiting,
        st.integers(0, 999).map(str),
        st.sampled_from(QUEUES),
        st.integers(0, 300).map(ago),
        channel=st.sampled_from(("call", "sms", "email")),
        language=st.sampled_from(("", *LANGUAGES)),
        missed=st.frozensets(st.integers(1, 6), max_size=2),
        diverted_to=st.sampled_from(("", *QUEUES)),
    ),
    max_size=12,
    unique_by=lambda one: one.key,
)
SOME_WORKERS = st.lists(
    st.builds(
        Worker,
        st.integers(1, 12),
        queues=st.dictionaries(st.sampled_from(QUEUES), st.integers(1, 3)),
        languages=st.sampled_from((("en",), ("es",), LANGUAGES)),
        idle_since=st.integers(0, 300).map(ago),
        load=st.builds(Load, st.integers(0, 1), st.integers(0, 6), st.integers(0, 11)),
    ),
    max_size=8,
    unique_by=lambda one: one.number,
)


@given(SOME_WAITING, SOME_WORKERS, SOME_RULES)
def test_nobody_gets_two_and_nothing_is_given_twice(
    waiting: list[Waiting], workers: list[Worker], rules: dict[str, QueueRule]
) -> None:
    routed = route(waiting, workers, rules, NOW)
    keys = [one.key for one in routed.assigned]
    agents = [one.agent for one in routed.assigned]
    assert len(set(keys)) == len(keys)
    assert len(set(agents)) == len(agents)
    assert {*keys, *routed.left} == {one.key for one in waiting}
    assert len(keys) + len(routed.left) == len(waiting)
    assert all(one.why for one in routed.assigned)
    assert all(routed.left.values())


@given(SOME_WAITING, SOME_WORKERS, SOME_RULES)
def test_who_gets_it_serves_it_and_has_room(
    waiting: list[Waiting], workers: list[Worker], rules: dict[str, QueueRule]
) -> None:
    contacts, people = {c.key: c for c in waiting}, {w.number: w for w in workers}
    for one in route(waiting, workers, rules, NOW).assigned:
        contact, worker = contacts[one.key], people[one.agent]
        rule = rules[contact.queue]
        assert worker.level(contact.diverted_to or contact.queue) or worker.level(rule.overflow)
        assert has_room(worker.load, contact.channel, Capacity())


@given(SOME_WAITING, SOME_WORKERS, SOME_RULES)
def test_nobody_is_passed_over_for_a_contact_behind_them(
    waiting: list[Waiting], workers: list[Worker], rules: dict[str, QueueRule]
) -> None:
    order = in_order(waiting, rules)
    whole = route(waiting, workers, rules, NOW)
    for place in range(len(order)):
        # What is behind in the order changes nothing for those before it.
        some = route(order[: place + 1], workers, rules, NOW)
        assert [(o.key, o.agent) for o in some.assigned] == [
            (o.key, o.agent) for o in whole.assigned
        ][: len(some.assigned)]


@given(SOME_RULES, st.integers(1, 30))
def test_nobody_starves_behind_newcomers_however_urgent(
    rules: dict[str, QueueRule], each_seconds: int
) -> None:
    """One agent, and something more urgent that comes whenever the agent is free again."""
    queue = [Waiting("patient", "safety", NOW)]
    most = max(rule.head_start for rule in rules.values()) + timedelta(seconds=each_seconds)
    at, n = NOW, 0
    while any(one.key == "patient" for one in queue):
        assert at - NOW <= most
        queue.append(Waiting(f"new {n}", ("urgent", "billing")[n % 2], at))
        routed = route(queue, [Worker(1)], rules, at)
        queue = [one for one in queue if one.key != routed.assigned[0].key]
        at, n = at + timedelta(seconds=each_seconds), n + 1


def test_a_round_reads_the_skills_of_each_kind_of_need_once() -> None:
    workers = [sam(n, n, queues={"safety": 1}) for n in range(1, 501)]
    this = Round(workers, {}, NOW)
    found = {id(this.candidates(this.need(waits(str(n), n)))) for n in range(300)}
    assert len(found) == 1
