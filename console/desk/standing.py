"""What the entries seen so far amount to: agents, live calls, incidents, the hub's time."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from console.desk.clock import HubClock, steady
from console.desk.families import Families
from console.desk.hidden import Hidden
from console.desk.names import Names
from console.desk.today import Today
from console.desk.visitors import Visitors
from console.domain.agent import Agent, PresenceSet
from console.domain.call_events import CallArrived, CallDialed
from console.domain.call_state import Call
from console.domain.callbacks import CallbackBegan
from console.domain.categories import Tree
from console.domain.incident import Incident
from console.domain.incident_events import HandleJoined, IncidentOpened, Redacted
from console.domain.message_events import MessageReceived
from console.domain.moving import LegLeft
from console.domain.queue import Queue
from console.domain.timeline import Entry, blank, evolve

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from console.domain.queue_facts import QueueFacts
    from console.domain.restriction import Restricted
    from console.domain.wire import DirectoryEntry, IncidentView, Snapshot

_RECENT = 5_000
"""Entries kept to catch up with a view that the hub read before them."""
_SNIPPET = 160


@dataclass(frozen=True, slots=True)
class Effect:
    """What one entry changed on the floor."""

    incidents: frozenset[int] = frozenset()
    mine: bool = False
    agents: bool = False
    missing: frozenset[int] = frozenset()


class Standing(Families):
    """The folded states of the whole floor; pure and synchronous, fed with entries."""

    def __init__(self, moment: Callable[[], float] = steady) -> None:
        self.me: Agent | None = None
        self.seq = 0
        self.calls: dict[str, Call] = {}
        self.incidents = {}
        self.queue_names: list[str] = []
        self.queues: dict[str, Queue] = {}
        """What was changed about queues by hand."""
        self.queue_facts: dict[str, QueueFacts] = {}
        self.hidden = Hidden()
        self.numbers: list[str] = []
        self.directory: list[DirectoryEntry] = []
        self.mail_from = ""
        self.limits: dict[str, int] = {}
        self.names = Names()
        self.visitors = Visitors()
        self.clock = HubClock()
        self.zone: tzinfo = UTC
        """Where the agent's clock is."""
        self.moment = moment
        """Seconds on the steady clock."""
        self.snippets: dict[int, tuple[int, str]] = {}
        """Incident to the seq and the beginning of what a party last wrote."""
        self.named: dict[int, str] = {}
        """Incident to the name that the hub's work list gave."""
        self.known_at: dict[int, int] = {}
        """Incident to the seq up to which a view of it already counts."""
        self.today = Today()
        self._recent: deque[Entry] = deque(maxlen=_RECENT)

    @property
    def agents(self) -> dict[int, Agent]:
        """Colleagues by number, me among them."""
        return self.names.agents

    def load(self, snapshot: Snapshot) -> None:
        """Start anew from what the hub says; follow the stream from ``seq``."""
        self.seq = snapshot.seq
        self.me = snapshot.me
        self.names.agents = {agent.number: agent for agent in snapshot.agents}
        self.names.agents[snapshot.me.number] = snapshot.me
        self.calls = {call.id: call for call in snapshot.calls}
        self.incidents = {row.incident.number: row.incident for row in snapshot.rows}
        self.queues = {queue.name: queue for queue in snapshot.queues}
        self.queue_names = list(snapshot.queue_names)
        self.queue_facts = {facts.name: facts for facts in snapshot.queue_facts}
        self.named = {row.incident.number: row.name for row in snapshot.rows}
        self.snippets = {row.incident.number: (0, row.snippet) for row in snapshot.rows}
        self.hidden.load(snapshot)
        self.known_at.clear()
        self.names.whole.clear()
        self._recent.clear()
        self.today.forget()
        self.numbers = list(snapshot.numbers)
        self.directory = list(snapshot.directory)
        self.names.tree = Tree(snapshot.kinds)
        self.mail_from = snapshot.mail_from
        self.limits = dict(snapshot.queue_limits)
        is_agent = snapshot.me.role == "agent"
        self.names.sees_listening = not is_agent or bool(self.limits.get("sees_listening", 1))
        self.clock.correct(snapshot.now, self.moment())

    def hide(self, told: Restricted) -> None:
        """Forget an incident that I may not see any more, but not whom to ask."""
        number = told.incident
        self.hidden.told[number] = told
        self.incidents.pop(number, None)
        for known in (self.named, self.snippets, self.known_at):
            known.pop(number, None)
        self.calls = {key: call for key, call in self.calls.items() if call.incident != number}

    def reaches_back_to(self, seq: int) -> bool:
        """Whether every entry after ``seq`` that was taken in is still at hand."""
        return seq >= self.seq or (bool(self._recent) and self._recent[0].seq <= seq + 1)

    def learn(self, view: IncidentView) -> list[Entry]:
        """Know an incident that was not on the work list; gives the entries it lacks."""
        number = view.incident.number
        if self.hidden.covers(view):
            return []
        self.names.learn(view.contacts, (e for e in self._recent if e.seq > view.seq))
        numbers = {number, *(part.number for part in view.parts)}
        late = [e for e in self._recent if e.seq > view.seq and e.incident in numbers]
        self.incidents |= {part.number: part for part in (view.incident, *view.parts)}
        self.hidden.told.pop(number, None)
        self.calls |= {c.id: c for c in view.calls if not c.over and c.id not in self.calls}
        self.known_at |= dict.fromkeys(numbers, view.seq)
        for entry in late:
            self._witness(entry, entry.incident or number)
        return late

    def absorb(self, entry: Entry) -> Effect:
        """Take in the next entry of the stream."""
        self.seq = entry.seq
        self._recent.append(entry)
        self.clock.witness(entry.at, self.moment())
        concept, _, key = entry.stream.partition("/")
        mine, agents, named = False, False, frozenset[int]()
        match concept:
            case "agent" if key.isdecimal():
                mine, named = self._agent(entry, int(key))
                agents = True
            case "call":
                mine = self._call(entry, key)
            case "contact":
                named = self._who_has(self.names.hear(entry))
            case "queue":
                changed = evolve(self.queues.get(key) or Queue(name=key), entry)
                self.queues |= {key: changed} if isinstance(changed, Queue) else {}
                agents = True
        if entry.incident is None:
            return Effect(named, mine=mine, agents=agents)
        if not self._witness(entry, entry.incident):
            return Effect(named, mine, agents, missing=frozenset({entry.incident}))
        touched = {entry.incident, self.home(entry.incident)}
        return Effect(named | touched, mine, agents, self._unread(entry))

    def _unread(self, entry: Entry) -> frozenset[int]:
        """An incident that I read, and that somebody joined of whom only the hub knows all."""
        match entry.event:
            case HandleJoined(handle=handle) if handle not in self.names.whole:
                return frozenset(n for n in self.known_at if n == entry.incident)
            case _:
                return frozenset()

    def _agent(self, entry: Entry, number: int) -> tuple[bool, frozenset[int]]:
        before = self.agents.get(number) or Agent(number=number)
        after = evolve(before, entry)
        if isinstance(after, Agent):
            self.agents[number] = after
        mine = self.me is not None and self.me.number == number
        if mine:
            self.me = self.agents[number]
        is_off = isinstance(entry.event, PresenceSet) and entry.event.state in ("offline", "lost")
        touched = {call.incident for call in self.calls.values()} if mine else set()
        last = self.calls.get(before.wrapping or "") if mine else None
        if last is not None and self.me is not None and _is_done(last, self.me):
            del self.calls[last.id]
        return mine, frozenset(touched) | (self.visitors.gone(number) if is_off else frozenset())

    def _call(self, entry: Entry, key: str) -> bool:
        begins = isinstance(entry.event, CallArrived | CallDialed | CallbackBegan)
        before = self.calls.get(key) or (blank(entry.stream, entry.incident) if begins else None)
        if before is None:
            return False
        after = evolve(before, entry)
        if not isinstance(after, Call) or self.me is None:
            return False
        self.today.saw(before, after, entry.seq)
        me = self.me.number
        if _is_done(after, self.me):
            self.calls.pop(key, None)
        else:
            self.calls[key] = after
        was = before.agent if isinstance(before, Call) else None
        mine = (self.me.offer, self.me.call, self.me.watching)
        return me in (after.agent, after.offer, was) or key in mine

    def _who_has(self, handle: str) -> frozenset[int]:
        return frozenset(n for n, i in self.incidents.items() if handle in i.handles)

    def _witness(self, entry: Entry, number: int) -> bool:
        if entry.seq <= self.known_at.get(number, 0):
            return True
        before = self.incidents.get(number)
        if before is None and not isinstance(entry.event, IncidentOpened):
            return False
        after = evolve(before or Incident(number=number), entry)
        if isinstance(after, Incident):
            self.incidents[number] = after
        match entry.event:
            case IncidentOpened(name=name) if name:
                self.named[number] = name
            case MessageReceived(body=body, subject=subject):
                self.snippets[number] = entry.seq, " ".join((body or subject).split())[:_SNIPPET]
            case LegLeft():
                # It may have been what was written last.
                self.snippets.pop(number, None)
            case Redacted(seq=seq) if self.snippets.get(number, (0, ""))[0] in (0, seq):
                self.snippets.pop(number, None)
        return True


def _is_done(call: Call, me: Agent) -> bool:
    """Whether a call is nobody's work here; one that I have handed over is while I finish it."""
    is_finished = call.wrapped if call.agent == me.number else me.wrapping != call.id
    return call.over and is_finished
