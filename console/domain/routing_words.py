"""The rule of routing in words: why somebody got a contact, or why it goes on waiting."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from console.domain.agent import Agent
    from console.domain.routing import Need, QueueRule, Round, Waiting, Worker

LANGUAGES = {"en": "English", "es": "Spanish"}
LEFT = {
    "nobody": "nobody who serves {queue} is available",
    "busy": "everybody who serves {queue} is busy",
    "passed": "everybody who is free has just let it pass",
    "named": "it is restricted, and nobody who may see it is free",
}


def why(
    this: Round,
    contact: Waiting,
    worker: Worker,
    need: Need,
    *,
    ordered: Sequence[Waiting],
    skipped: int,
    free: int,
) -> str:
    """Say why this contact comes now, and why to this agent."""
    parts = [
        _turn(this, contact, ordered, skipped),
        *_queue(contact, worker, need),
        _choice(this, worker, need, free),
        *_language(contact, worker),
    ]
    if worker.number in contact.missed:
        parts.append("You let it pass before, and nobody else is free.")
    return " ".join(parts)


def spelled(span: timedelta) -> str:
    """A span of time as people say it: ``40 s``, ``2 min 5 s``, ``1 h 3 min``."""
    seconds = max(0, int(span.total_seconds()))
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min {seconds % 60} s"
    return f"{seconds // 3600} h {seconds % 3600 // 60} min"


def _turn(this: Round, contact: Waiting, ordered: Sequence[Waiting], skipped: int) -> str:
    waited = f"It has waited {spelled(this.now - contact.since)} in {contact.queue}"
    rule = this.rule(contact.queue)
    if any(other.since < contact.since for other in ordered[ordered.index(contact) + 1 :]):
        worth = spelled(rule.head_start)
        turn = f"ahead of older ones: priority {rule.priority} counts as {worth} of waiting"
    else:
        turn = "the longest" if len(ordered) > 1 else "and nobody else waits"
    if skipped:
        turn = f"and {skipped} before it can't be taken by you or have nobody free"
    return f"{waited}, {turn}."


def _queue(contact: Waiting, worker: Worker, need: Need) -> list[str]:
    if worker.level(need.queues[0]) == 0:
        return [f"You help out from {need.queues[1]}."]
    if contact.diverted_to:
        return [f"Calls of {contact.queue} are diverted to {contact.diverted_to}."]
    return []


def _choice(this: Round, worker: Worker, need: Need, free: int) -> str:
    if free == 1:
        return "You alone were free for it."
    queue = next(queue for queue in need.queues if worker.level(queue))
    level = f" at level {worker.level(queue)}" if worker.queues else ""
    idle = worker.idle_since
    time = f" ({spelled(this.now - idle)})" if idle else ""
    return f"Of {free} free for it you were idle longest{time}{level}."


def _language(contact: Waiting, worker: Worker) -> list[str]:
    if not contact.language:
        return []
    name = LANGUAGES.get(contact.language, contact.language)
    if contact.language in worker.languages:
        return [f"It wants {name}, which you speak."]
    return [f"It wants {name}, which nobody free speaks."]


FREE = "free"
_PRESENT = {
    "available": "about to go",
    "break": "on break",
    "training": "in training",
    "recover": "recovering",
    "lost": "with a lost desk",
}
_SOON = ("on a call", "with a call ringing", "in wrap-up", "in a colleague's call")
"""What keeps people who are available: a caller in their language waits for them."""


def doing_words(agent: Agent) -> str:
    """What somebody at work does, as it is counted; empty when they are not at work."""
    if agent.disabled or agent.presence == "offline":
        return ""
    if agent.call is not None:
        return "on a call"
    if agent.offer is not None:
        return "with a call ringing"
    if agent.wrapping is not None:
        return "in wrap-up"
    if agent.watching is not None:
        return "in a colleague's call"
    return FREE if agent.is_free else _PRESENT.get(agent.presence, agent.presence)


class Staff:
    """Everybody at work, counted once for all who wait; says why nobody has a contact yet."""

    def __init__(
        self, agents: Iterable[Agent], rules: Mapping[str, QueueRule], now: datetime
    ) -> None:
        at_work = ((agent, doing_words(agent)) for agent in agents if agent.phone)
        self._staff = [(agent, doing) for agent, doing in at_work if doing]
        self._rules = rules
        self._now = now
        self._counted: dict[tuple[tuple[str, ...], str], tuple[Counter[str], frozenset[int]]] = {}

    def why_it_waits(self, contact: Waiting, *, ahead: int = 0, closed: str = "") -> str:
        """Say why nobody has a call yet.

        Args:
            contact: Who waits.
            ahead: How many come before it and could be given to the same people.
            closed: That its queue is closed, in words, if it is.
        """
        words = self._words(contact, ahead)
        return f"{closed}; {words}" if closed else words

    def _words(self, contact: Waiting, ahead: int) -> str:
        rule, waited = self._rules.get(contact.queue), self._now - contact.since
        queues: tuple[str, ...] = (contact.diverted_to or contact.queue,)
        later = ""
        if rule is not None and rule.overflow:
            if waited >= timedelta(seconds=rule.overflow_seconds):
                queues = (*queues, rule.overflow)
            else:
                later = f"; {rule.overflow} helps out after {rule.overflow_seconds} s"
        patience = rule.language_seconds if rule is not None else 0
        if contact.language and waited < timedelta(seconds=patience):
            speakers, _ = self._count(queues, contact.language)
            if not speakers[FREE] and any(speakers[doing] for doing in _SOON):
                name = LANGUAGES.get(contact.language, contact.language)
                others = f"; anybody's after {patience} s"
                return f"no {name} speaker free: {_counts(speakers)}{others}"
        return self._nobody(contact, queues, ahead) + later

    def _nobody(self, contact: Waiting, queues: tuple[str, ...], ahead: int) -> str:
        found, free = self._count(queues, "")
        where = " or ".join(dict.fromkeys(queues))
        if not found:
            return f"nobody who serves {where} is at work"
        if not free:
            return f"nobody free in {where}: {_counts(found)}"
        if free <= contact.missed:
            return "everybody who is free let it pass; it rings again soon"
        return f"{ahead} before it" if ahead else "is being given out"

    def _count(self, queues: tuple[str, ...], language: str) -> tuple[Counter[str], frozenset[int]]:
        """What those do who may take it, and who of them is free."""
        key = queues, language
        if key not in self._counted:
            able = [
                (agent.number, doing)
                for agent, doing in self._staff
                if (not language or language in agent.languages)
                and (not agent.queues or any(agent.queues.get(queue) for queue in queues))
            ]
            free = frozenset(number for number, doing in able if doing == FREE)
            self._counted[key] = Counter(doing for _, doing in able), free
        return self._counted[key]


def _counts(found: Mapping[str, int]) -> str:
    """How many do what, the most first: ``2 on a call, 1 on break``."""
    ordered = sorted(found.items(), key=lambda one: (-one[1], one[0]))
    return ", ".join(f"{count} {doing}" for doing, count in ordered if count)
