"""What stands on the floor, as rows of five tables: pure readings of what the desk knows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from console.desk.waits import Waits
from console.desk.wall.cells import Cell, FloorRow
from console.desk.wall.queues import overdue_promises, queue_rows
from console.desk.wording.floor import call_state, doing, load_words, present, priority, who
from console.domain.next_contact import keeper
from console.domain.safe_text import clean_line
from console.domain.supervision import watchers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime, tzinfo

    from console.desk.floor import Floor
    from console.domain.agent import Agent
    from console.domain.call_state import Call
    from console.domain.incident import Incident
    from console.domain.promise import Promise

_LIVE = frozenset({"connecting", "talking", "left"})
_WAITING = frozenset({"queued", "offered"})
_AT_REST = frozenset({"solved", "closed"})


@dataclass(slots=True)
class Rows:
    """The rows of every table."""

    help: list[FloorRow] = field(default_factory=list)
    queues: list[FloorRow] = field(default_factory=list)
    agents: list[FloorRow] = field(default_factory=list)
    waiting: list[FloorRow] = field(default_factory=list)
    calls: list[FloorRow] = field(default_factory=list)


class FloorRows:
    """Makes rows; one whose state is still the same object is not made again."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[tuple[object, ...], FloorRow]] = {}

    def read(self, floor: Floor, now: datetime, zone: tzinfo) -> Rows:
        """Everything as it stands; the zone is where the lead's clock is."""
        made, self._made = self._made, {}

        def row(key: str, of: tuple[Any, ...], make: Callable[..., FloorRow]) -> FloorRow:
            known = made.get(key)
            is_same = known is not None and all(map(_is, known[0], of))
            if known is None or not is_same:
                known = of, make(key, *of)
            self._made[key] = known
            return known[1]

        waits = Waits(floor, now)
        calls = [call for call in floor.calls.values() if not call.over]
        rows = Rows(queues=queue_rows(floor, calls, now, zone))
        rows.agents = [row(*one) for one in _agents(floor)]
        for call in calls:
            key, of = f"call/{call.id}", (call, floor.incidents.get(call.incident))
            if call.phase in _WAITING:
                rows.waiting.append(row(key, (*of, waits.call(call)), _caller))
            elif call.phase in _LIVE:
                rows.calls.append(row(key, of, _live))
        for incident in floor.work():
            if _is_waiting(incident):
                why = waits.incident(incident)
                rows.waiting.append(row(f"incident/{incident.number}", (incident, why), _writer))
            if incident.help is not None and incident.help.is_open:
                rows.help.append(row(f"help/{incident.number}", (incident,), _help))
        for incident, promise in overdue_promises(floor, now):
            whose = _keeper(floor, incident, promise)
            rows.waiting.append(
                row(f"promise/{incident.number}", (incident, promise, whose), _owed)
            )
        return rows


def _is_waiting(incident: Incident) -> bool:
    is_asked = incident.waiting_since is not None and incident.unanswered > 0
    return is_asked and incident.status not in _AT_REST


def _agents(floor: Floor) -> Iterator[tuple[str, tuple[object, ...], Callable[..., FloorRow]]]:
    loads = _loads(floor)
    for agent in floor.agents.values():
        if agent.disabled or agent.role == "admin":
            continue
        call = floor.calls.get(_on(agent))
        incident = floor.incidents.get(call.incident) if call is not None else None
        of = agent, call, incident, load_words(agent, *loads.get(agent.number, (0, 0)))
        yield f"agent/{agent.number}", of, _agent


def _is(one: object, other: object) -> bool:
    return one is other or (isinstance(one, str) and one == other)


def _on(agent: Agent) -> str:
    return agent.call or agent.offer or agent.wrapping or agent.watching or ""


def _loads(floor: Floor) -> dict[int, tuple[int, int]]:
    """Open texts and mails of each agent."""
    texts: Counter[int] = Counter()
    mails: Counter[int] = Counter()
    for incident in floor.work():
        if incident.owner is not None and incident.status not in _AT_REST and incident.handles:
            is_mail = incident.handles[0].startswith("mailto:")
            (mails if is_mail else texts)[incident.owner] += 1
    return {number: (texts[number], mails[number]) for number in texts | mails}


def _agent(
    key: str, agent: Agent, call: Call | None, incident: Incident | None, load: str
) -> FloorRow:
    state, loud = doing(agent, call)
    since = agent.busy_since if agent.is_busy else agent.idle_since or agent.presence_since
    ref = incident.ref if incident is not None else ""
    on = f"{clean_line(call.queue)} {ref}".strip() if call is not None else ""
    return FloorRow(
        key,
        (
            Cell(clean_line(agent.name), "plain"),
            Cell(state, loud),
            Cell(since=since, is_gone=not (agent.is_busy or present(agent))),
            Cell(on),
            Cell(load, "quiet"),
            Cell(" ".join(sorted(agent.languages)), "quiet"),
        ),
        call.id if call is not None else "",
        call.incident if call is not None else 0,
    )


def _caller(key: str, call: Call, incident: Incident | None, why: str) -> FloorRow:
    word, loud, rank = priority(incident)
    rings = f"rings {clean_line(call.offer_name)}" if call.offer is not None else why
    return FloorRow(
        key,
        (
            Cell("back" if call.callback is not None else "call", "warn"),
            Cell(who(call.handle), "plain"),
            Cell(clean_line(call.queue)),
            Cell(since=call.queued_at),
            Cell(word, loud, rank=rank),
            Cell(call.language or "—", "quiet"),
            Cell(rings, "good" if call.offer is not None else "quiet"),
        ),
        call.id,
        call.incident,
        why,
    )


def _writer(key: str, incident: Incident, why: str) -> FloorRow:
    word, loud, rank = priority(incident)
    handle = incident.handles[0] if incident.handles else ""
    return FloorRow(
        key,
        (
            Cell("mail" if handle.startswith("mailto:") else "text", "quiet"),
            Cell(who(handle), "plain"),
            Cell("—", "quiet"),
            Cell(since=incident.waiting_since),
            Cell(word, loud, rank=rank),
            Cell("—", "quiet"),
            Cell(why, "quiet" if incident.owner is not None else "warn"),
        ),
        "",
        incident.number,
        why,
    )


def _keeper(floor: Floor, incident: Incident, promise: Promise) -> str:
    """Who has to keep it, and is not seen to."""
    agent = floor.agents.get(keeper(incident, promise) or 0)
    if agent is None:
        return "nobody's to keep"
    return clean_line(agent.name if present(agent) else f"{agent.name}, {agent.presence}")


def _owed(key: str, incident: Incident, promise: Promise, name: str) -> FloorRow:
    word, loud, rank = priority(incident)
    handle = incident.handles[0] if incident.handles else ""
    return FloorRow(
        key,
        (
            Cell("owed", "alarm"),
            Cell(who(handle), "plain"),
            Cell("—", "quiet"),
            Cell(since=promise.due),
            Cell(word, loud, rank=rank),
            Cell("—", "quiet"),
            Cell(f"overdue: {name}", "alarm"),
        ),
        "",
        incident.number,
        f"{incident.ref}: {name} promised “{clean_line(promise.text)}”",
    )


def _live(key: str, call: Call, incident: Incident | None) -> FloorRow:
    state, loud = call_state(call)
    listeners = ", ".join(clean_line(guest.name) for guest in watchers(call))
    ref = incident.ref if incident is not None else ""
    return FloorRow(
        key,
        (
            Cell(clean_line(call.agent_name) or "nobody", "plain"),
            Cell(who(call.handle)),
            Cell(clean_line(call.queue)),
            Cell(since=call.answered_at or call.arrived_at),
            Cell(state, loud),
            Cell(since=call.held_at, spent=call.held_seconds, is_gone=not call.is_held),
            Cell(listeners or "—", "warn" if listeners else "quiet"),
            Cell(ref, "quiet"),
        ),
        call.id,
        call.incident,
    )


def _help(key: str, incident: Incident) -> FloorRow:
    wanted = incident.help
    if wanted is None:
        return FloorRow(key, ())
    said = clean_line(wanted.words) or "no words"
    return FloorRow(
        key,
        (
            Cell("HELP", "alarm"),
            Cell(clean_line(wanted.name), "plain"),
            Cell(since=wanted.at),
            Cell(incident.ref, "quiet"),
            Cell(said, "warn"),
        ),
        incident.live_call or "",
        incident.number,
    )
