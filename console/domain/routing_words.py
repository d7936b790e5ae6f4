"""The rule of routing in words: why somebody got a contact, or why it goes on waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from console.domain.routing import Need, Round, Waiting, Worker

LANGUAGES = {"en": "English", "es": "Spanish"}
LEFT = {
    "nobody": "nobody who serves {queue} is available",
    "busy": "everybody who serves {queue} is busy",
    "passed": "everybody who is free has just let it pass",
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
