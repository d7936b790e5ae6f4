"""Who gets which waiting contact, and why: a pure rule that can say what it did."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from console.domain.routing_words import LEFT, why

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Channel = Literal["call", "sms", "email"]
AGAIN_SECONDS = 30
"""How soon a contact may ring again at somebody who let it pass, when nobody else is free."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """How much one person may have at a time."""

    texts: int = 5
    mails: int = 10
    call_blocks: bool = True
    """Whether nothing written is handed to somebody on a call."""


@dataclass(frozen=True, slots=True)
class QueueRule:
    """What is configured of one queue."""

    name: str
    priority: int = 0
    ageing_seconds: int = 300
    """What one step of priority is worth in waiting; so nobody is passed over for ever."""
    language_seconds: int = 60
    """How long a contact waits for somebody at work who speaks its language."""
    overflow: str = ""
    """The queue whose people help out."""
    overflow_seconds: int = 120
    """How long a contact waits before they do."""
    capacity: Capacity = Capacity()
    offers: bool = False
    """Whether texts and mails are given to people with room, instead of being taken."""

    @property
    def head_start(self) -> timedelta:
        """How much earlier its contacts count as having come."""
        return timedelta(seconds=self.priority * self.ageing_seconds)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A contact that waits for somebody."""

    key: str
    """Its stream, like ``call/CA…``."""
    queue: str
    since: datetime
    channel: Channel = "call"
    language: str = ""
    """Empty: any."""
    missed: frozenset[int] = frozenset()
    """Agents who let it pass."""
    diverted_to: str = ""
    """The queue whose people take it instead of its own."""
    only: frozenset[int] | None = None
    """The agents who may see it; None: everybody."""


@dataclass(frozen=True, slots=True)
class Load:
    """What somebody has in hand."""

    calls: int = 0
    texts: int = 0
    mails: int = 0


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who is available, busy or not."""

    number: int
    queues: Mapping[str, int] = field(default_factory=dict)
    """Queue to level, the highest goes first; none: every queue, at level 1."""
    languages: tuple[str, ...] = ("en",)
    idle_since: datetime | None = None
    has_just_come: bool = False
    """Nothing has happened since they said that contacts may come."""
    load: Load = Load()

    def level(self, queue: str) -> int:
        """How good they are at a queue; 0: it is not theirs."""
        return self.queues.get(queue, 0) if self.queues else 1


@dataclass(frozen=True, slots=True)
class Assignment:
    """One contact for one agent, and the rule in words."""

    key: str
    agent: int
    why: str


@dataclass(frozen=True, slots=True)
class Routed:
    """What a round of routing came to."""

    assigned: tuple[Assignment, ...] = ()
    left: Mapping[str, str] = field(default_factory=dict)
    """Contacts that go on waiting, and why in words."""


@dataclass(frozen=True, slots=True)
class Need:
    """What a contact asks of whoever takes it; contacts of one need share their candidates."""

    channel: Channel
    queues: tuple[str, ...]
    """Whose people may take it, its own first."""
    language: str
    """Empty when it does not matter, or does not any more."""


def has_room(load: Load, channel: Channel, capacity: Capacity) -> bool:
    """Whether somebody may be given one more contact of a channel."""
    if channel == "call":
        return load.calls == 0
    if load.calls and capacity.call_blocks:
        return False
    return load.texts < capacity.texts if channel == "sms" else load.mails < capacity.mails


def in_order(waiting: Iterable[Waiting], rules: Mapping[str, QueueRule]) -> list[Waiting]:
    """Sort contacts: the oldest first, after the head start that the priority of a queue gives."""
    rule = QueueRule("")
    return sorted(
        waiting, key=lambda c: (c.since - rules.get(c.queue, rule).head_start, c.since, c.key)
    )


class Round:
    """One round over all who wait and all who are available."""

    def __init__(
        self, workers: Iterable[Worker], rules: Mapping[str, QueueRule], now: datetime
    ) -> None:
        self.workers = tuple(workers)
        self.rules = rules
        self.now = now
        self.given: set[int] = set()
        self._candidates: dict[Need, tuple[list[Worker], bool]] = {}

    def rule(self, queue: str) -> QueueRule:
        """Give the rule of a queue; one that is not configured has the defaults."""
        return self.rules.get(queue) or QueueRule(queue)

    def need(self, contact: Waiting) -> Need:
        """Say what a contact asks for by now."""
        rule, waited = self.rule(contact.queue), self.now - contact.since
        queues = [contact.diverted_to or contact.queue]
        if rule.overflow and waited >= timedelta(seconds=rule.overflow_seconds):
            queues.append(rule.overflow)
        need = Need(contact.channel, tuple(dict.fromkeys(queues)), contact.language)
        is_patient = waited < timedelta(seconds=rule.language_seconds)
        if need.language and not (is_patient and self.candidates(need)[1]):
            spoken = [w for w in self.candidates(need)[0] if w.number not in self.given]
            return need if spoken else Need(need.channel, need.queues, "")
        return need

    def candidates(self, need: Need) -> tuple[list[Worker], bool]:
        """Give who has room for such a contact, best first, and whether anybody has the skill."""
        if need not in self._candidates:
            able = [w for w in self.workers if _is_able(w, need)]
            capacity = self.rule(need.queues[0]).capacity
            free = [w for w in able if has_room(w.load, need.channel, capacity)]
            free.sort(key=lambda w: _rank(w, need))
            self._candidates[need] = free, bool(able)
        return self._candidates[need]

    def chosen(self, contact: Waiting, need: Need) -> tuple[Worker | None, int]:
        """Choose who gets it, of how many; whoever let it pass comes after all others."""
        able = self.candidates(need)[0]
        free = [
            w
            for w in able
            if w.number not in self.given and (contact.only is None or w.number in contact.only)
        ]
        fresh = next((w for w in free if w.number not in contact.missed), None)
        return fresh or next((w for w in free if self._may_ring_again(w)), None), len(free)

    def _may_ring_again(self, worker: Worker) -> bool:
        idle = worker.idle_since
        if idle is None or worker.has_just_come:
            return True
        return idle < self.now - timedelta(seconds=AGAIN_SECONDS)

    def left(self, need: Need, free: int) -> str:
        """Say why nobody gets a contact now."""
        if free:
            return LEFT["passed"]
        return LEFT["busy" if self.candidates(need)[1] else "nobody"].format(
            queue=" or ".join(need.queues)
        )


def route(
    waiting: Iterable[Waiting],
    workers: Iterable[Worker],
    rules: Mapping[str, QueueRule],
    now: datetime,
) -> Routed:
    """Give each waiting contact, in order, to the best agent who may take it."""
    this = Round(workers, rules, now)
    ordered = in_order(waiting, rules)
    assigned: list[Assignment] = []
    left: dict[str, str] = {}
    for contact in ordered:
        need = this.need(contact)
        worker, free = this.chosen(contact, need)
        if worker is None:
            left[contact.key] = this.left(need, free) if contact.only is None else LEFT["named"]
            continue
        words = why(this, contact, worker, need, ordered=ordered, skipped=len(left), free=free)
        assigned.append(Assignment(contact.key, worker.number, words))
        this.given.add(worker.number)
    return Routed(tuple(assigned), left)


def _is_able(worker: Worker, need: Need) -> bool:
    speaks = not need.language or need.language in worker.languages
    return speaks and any(worker.level(queue) for queue in need.queues)


def _rank(worker: Worker, need: Need) -> tuple[int, int, float, int]:
    """Own queue before overflow, then the level, then who is idle longest."""
    place = next(n for n, queue in enumerate(need.queues) if worker.level(queue))
    idle = worker.idle_since.timestamp() if worker.idle_since else 0.0
    return place, -worker.level(need.queues[place]), idle, worker.number
