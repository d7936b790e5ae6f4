"""Pages: a ladder that always ends, tells nobody twice, and forgets nobody (F53-F56, C16)."""

from __future__ import annotations

import heapq
import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from console.domain.base import Rejected
from console.domain.incident import Incident
from console.domain.paging import Page, page_of
from console.domain.paging_decisions import (
    Asking,
    Responder,
    decide_acknowledge,
    decide_close,
    decide_due,
    decide_escalate,
    decide_moved,
    decide_page,
    next_step,
)
from console.domain.paging_events import (
    TIMED,
    DeliveryState,
    PageDeliveryAsked,
    PageDeliveryMoved,
    PageDone,
    PageEnded,
    PageEscalated,
    PageReplied,
    PageStep,
)
from console.domain.routes import Reach, Reached, Route
from console.domain.timeline import Entry, evolve, fold

if TYPE_CHECKING:
    from console.domain.base import Event

START = datetime(2026, 3, 6, 9, tzinfo=UTC)
WEEK = timedelta(days=7)
PEOPLE = tuple(
    Reach(person=f"person:{name}", name=name, way="sms", to=f"+1415555018{n}")
    for n, name in enumerate(("ana", "ben", "cleo", "dan"))
)
VET = Responder("person:ana", "ana", "text")
KIM = Responder("agent:2", "Kim Ortiz", "desk", 2)
CARD = (("asked", "rat poison"), ("who", "Dana +1…42"), ("risk", "policy 123456789"))


def step(minutes: int = 5) -> PageStep:
    return PageStep(to=("leads",), minutes=minutes)


class Log:
    """An incident with its entries, and the timers they ask for."""

    def __init__(self) -> None:
        self.state = Incident(number=1)
        self.entries: list[Entry] = []
        self.timers: list[tuple[datetime, int, str]] = []
        self.now = START

    def add(self, *events: Event) -> None:
        for event in events:
            entry = Entry(
                seq=len(self.entries) + 1,
                at=self.now,
                stream="incident/1",
                incident=1,
                actor="rule:test",
                cause=str(len(self.entries)),
                event=event,
            )
            self.entries.append(entry)
            after = evolve(self.state, entry)
            assert isinstance(after, Incident)
            self.state = after
            if isinstance(event, TIMED):
                heapq.heappush(self.timers, (event.due, entry.seq, event.page))

    def asks(self, *steps: PageStep, repeat: int = 0, name: str = "vet") -> Page:
        route = Route(name, "Vet on call", steps or (step(),), repeat=repeat, ack_minutes=10)
        asking = Asking(1, "Sam Lee", "rat poison", f"{4821 + self.state.paged:04}", CARD)
        self.add(*decide_page(self.state, route, asking, self.now))
        return self.page()

    def page(self, key: str = "1-1") -> Page:
        found = page_of(self.state, key)
        assert found is not None
        return found

    def rings(self, found: Reached, *, acted: bool = False) -> None:
        """Let the next timer ring, as late as the clock says."""
        due, _, key = heapq.heappop(self.timers)
        self.now = max(self.now, due)
        page = self.page(key)
        wanted = found if next_step(page) else None
        self.add(*decide_due(page, due, self.now, wanted, acted=acted))

    def kinds(self) -> list[str]:
        return [entry.event.kind.partition(".")[2] for entry in self.entries]


TWO = Reached(people=PEOPLE[:2])


def test_a_page_that_nobody_answers_goes_through_every_step_and_says_that_it_ended() -> None:
    log = Log()
    log.asks(step(5), step(10), repeat=1)
    while log.timers:
        log.rings(TWO)
    assert log.page().state == "ended"
    assert log.page().end == "told ana, ben; nobody answered"
    assert log.kinds().count("step_started") == 4
    assert log.now == START + timedelta(minutes=30)


def test_a_step_that_reaches_nobody_is_followed_by_the_next_one_at_once() -> None:
    log = Log()
    log.asks(step(9000), step(5))
    log.rings(Reached())
    log.rings(Reached(dead=("nobody is on in nights",)))
    assert (log.page().step, log.now) == (1, START)
    assert log.page().dead == ("nobody is on in nights",)


def test_when_everybody_of_a_step_can_not_be_told_the_next_one_does_not_wait() -> None:
    log = Log()
    log.asks(step(), step())
    log.rings(TWO)
    for number in (1, 2):
        failed = PageDeliveryMoved(page="1-1", delivery=number, state="failed", words="busy")
        log.add(*decide_moved(log.page(), failed, log.now))
    assert log.kinds()[-2:] == ["delivery_moved", "escalated"]
    log.timers = log.timers[:1]
    log.rings(TWO)
    assert (log.page().step, log.now) == (1, START)


def test_a_late_or_repeated_report_changes_nothing() -> None:
    log = Log()
    log.asks()
    log.rings(TWO)
    delivered = PageDeliveryMoved(page="1-1", delivery=1, state="delivered")
    log.add(*decide_moved(log.page(), delivered, log.now))
    late = PageDeliveryMoved(page="1-1", delivery=1, state="sent")
    assert decide_moved(log.page(), late, log.now) == []
    assert decide_moved(log.page(), delivered, log.now) == []


def test_whoever_has_it_and_does_nothing_loses_it_again() -> None:
    log = Log()
    log.asks(step(5), step(5))
    log.rings(TWO)
    log.add(*decide_acknowledge(log.page(), VET, log.now))
    log.timers = [timer for timer in log.timers if timer[0] == log.page().due]
    log.rings(TWO)
    assert isinstance(log.entries[-1].event, PageEscalated)
    assert log.entries[-1].event.reason == "ana had it for 10 min and did nothing"
    assert log.page().state == "paging"
    log.rings(TWO)
    assert log.page().step == 1


def test_whoever_has_it_and_works_on_it_keeps_it() -> None:
    log = Log()
    log.asks(step(60))
    log.rings(TWO)
    log.add(*decide_acknowledge(log.page(), KIM, log.now))
    log.rings(TWO, acted=True)
    assert (log.page().state, log.page().holder_name) == ("acknowledged", "Kim Ortiz")
    assert log.page().due == log.now + timedelta(minutes=10)


def test_the_second_one_is_told_who_was_first() -> None:
    log = Log()
    log.asks()
    log.rings(TWO)
    log.add(*decide_acknowledge(log.page(), KIM, log.now))
    (second,) = decide_acknowledge(log.page(), VET, log.now)
    assert isinstance(second, PageReplied)
    assert second.told == "Kim Ortiz has it already."


def test_who_passes_on_at_the_end_of_the_ladder_ends_it_and_the_asker_is_told() -> None:
    log = Log()
    log.asks(step(60))
    log.rings(TWO)
    log.add(*decide_escalate(log.page(), VET, log.now))
    log.timers = log.timers[:1]
    log.rings(TWO)
    assert isinstance(log.entries[-1].event, PageEnded)


def test_what_is_over_stays_over() -> None:
    log = Log()
    log.asks()
    log.rings(TWO)
    log.add(*decide_close(log.page(), VET, "on the phone with them"))
    for events in (
        decide_acknowledge(log.page(), KIM, log.now),
        decide_escalate(log.page(), KIM, log.now),
        decide_close(log.page(), KIM),
    ):
        (event,) = events
        assert isinstance(event, PageReplied)
    log.rings(TWO)
    assert isinstance(log.entries[-1].event, PageDone)


def test_a_route_is_not_paged_twice_at_once() -> None:
    log = Log()
    log.asks()
    with pytest.raises(Rejected, match="was paged at 09:00 UTC already"):
        log.asks()


def _something_happens(log: Log, key: str, luck: random.Random) -> None:
    """An answer, a report of delivery in any order, or a fault."""
    page = log.page(key)
    who = luck.choice((VET, KIM))
    match luck.randrange(6):
        case 0:
            log.add(*decide_acknowledge(page, who, log.now))
        case 1:
            log.add(*decide_escalate(page, who, log.now))
        case 2 if luck.random() < 0.3:
            log.add(*decide_close(page, who))
        case _ if page.deliveries:
            told = luck.choice(page.deliveries)
            state = luck.choice(get_args(DeliveryState))
            moved = PageDeliveryMoved(page=key, delivery=told.number, state=state)
            log.add(*decide_moved(page, moved, log.now))


def _comes_back(log: Log, luck: random.Random, rung: list[tuple[datetime, int, str]]) -> None:
    """The hub dies and comes back, perhaps late; what rang last it does not know to be over.

    Its memory is what the log says, and its timers are rows.
    """
    log.state = fold(log.entries)["incident/1"]  # type: ignore[assignment]
    log.timers += [timer for timer in rung if luck.random() < 0.5]
    heapq.heapify(log.timers)
    rung.clear()
    log.now += timedelta(minutes=luck.choice((0, 1, 600)))


def _passes_a_week(log: Log, luck: random.Random) -> None:
    """Let answers, faults and crashes come for a week, and afterwards time alone."""
    rung: list[tuple[datetime, int, str]] = []
    alone = 0
    while log.timers:
        is_week = log.now < START + WEEK
        alone += not is_week
        assert alone < 200, "it never ends"
        if is_week and luck.random() < 0.3:
            _something_happens(log, f"1-{luck.randint(1, log.state.paged)}", luck)
        if is_week and luck.random() < 0.1:
            _comes_back(log, luck, rung)
        people = luck.sample(PEOPLE, luck.randint(0, len(PEOPLE)))
        rung.append(log.timers[0])
        log.rings(Reached(people=tuple(people)), acted=is_week and luck.random() < 0.2)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
@example(68)
def test_in_a_week_of_pages_none_is_lost_none_told_twice_and_every_one_ends(seed: int) -> None:
    luck, log = random.Random(seed), Log()
    for number in range(luck.randint(1, 4)):
        steps = [step(luck.choice((0, 1, 5, 30))) for _ in range(luck.randint(1, 4))]
        log.asks(*steps, repeat=luck.randint(0, 3), name=f"route-{number}")
    _passes_a_week(log, luck)
    assert all(page.state in ("done", "ended") for page in log.state.pages)
    told = [
        (event.page, event.step, event.round, event.person)
        for entry in log.entries
        if isinstance(event := entry.event, PageDeliveryAsked)
    ]
    assert len(told) == len(set(told))
    assert {page.key for page in log.state.pages} == {
        f"1-{number}" for number in range(1, log.state.paged + 1)
    }
    assert fold(log.entries)["incident/1"] == log.state
