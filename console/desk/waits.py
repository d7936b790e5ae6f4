"""Why each caller still waits, by what this desk knows of queues, colleagues and other callers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from console.desk.wording.floor_queue import until_words
from console.domain.queue_facts import opening_now
from console.domain.routing import Waiting, in_order
from console.domain.routing_words import Staff, doing_words
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from datetime import datetime

    from console.desk.standing import Standing
    from console.domain.call_state import Call
    from console.domain.incident import Incident


class Waits:
    """One look at the whole floor; the words of each call come out of it."""

    def __init__(self, floor: Standing, now: datetime) -> None:
        self._floor, self._now = floor, now
        rules = {name: facts.rule for name, facts in floor.queue_facts.items()}
        self._staff = Staff(floor.agents.values(), rules, now)
        calls = [call for call in floor.calls.values() if call.phase == "queued"]
        self._waiting = {call.id: self._contact(call) for call in calls}
        self._ahead: dict[str, int] = {}
        seen: Counter[str] = Counter()
        for contact in in_order(self._waiting.values(), rules):
            served = contact.diverted_to or contact.queue
            self._ahead[contact.key] = seen[served]
            seen[served] += 1

    def call(self, call: Call) -> str:
        """Why nobody has this call; empty when somebody has, or it rings."""
        contact = self._waiting.get(call.id)
        if contact is None:
            return ""
        ahead = self._ahead[contact.key]
        closed = self._closed(call.queue)
        return clean_line(self._staff.why_it_waits(contact, ahead=ahead, closed=closed))

    def incident(self, incident: Incident) -> str:
        """Why nobody has answered what was written."""
        owner = self._floor.agents.get(incident.owner or 0)
        if owner is None:
            return "nobody has taken it"
        return clean_line(f"with {owner.name}, {doing_words(owner) or 'who is offline'}")

    def _contact(self, call: Call) -> Waiting:
        queue = self._floor.queues.get(call.queue)
        return Waiting(
            key=f"call/{call.id}",
            queue=call.queue,
            since=call.queued_at or self._now,
            language=call.language,
            missed=frozenset(call.missed),
            diverted_to=queue.diverted_to(self._now) if queue is not None else "",
        )

    def _closed(self, name: str) -> str:
        floor = self._floor
        found = opening_now(floor.queue_facts.get(name), floor.queues.get(name), self._now)
        if found.is_open:
            return ""
        return f"{name} is closed{until_words(found.next, self._now, floor.zone)}: {found.reason}"
