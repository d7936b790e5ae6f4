"""To whom a call can go: free colleagues first, then queues with who waits, then who can't now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.clock import seconds_between, spell
from console.desk.widgets.ask_panel import UNCHOSEN
from console.domain.transfer import why_unreachable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from console.domain.agent import Agent
    from console.domain.call_state import Call
    from console.domain.wire import DirectoryEntry

OTHER = "number"
Options = tuple[tuple[str, str], ...]
GREY = UNCHOSEN
"""How the value of an option begins that can't be chosen now."""


def targets(
    agents: Iterable[Agent],
    queues: Iterable[str],
    calls: Iterable[Call],
    me: int,
    now: datetime,
    *,
    directory: Iterable[DirectoryEntry] = (),
) -> Options:
    """Give value and words of each; ``agent 7``, ``queue safety``, ``number +1…``, ``!agent 9``."""
    others = sorted((a for a in agents if a.number != me), key=lambda a: a.name.casefold())
    why = {agent.number: why_unreachable(agent, me) for agent in others}
    free = [a for a in others if not why[a.number]]
    free.sort(key=lambda a: a.idle_since.timestamp() if a.idle_since else 0.0)
    waiting = [c for c in calls if c.phase in ("queued", "offered") and not c.over]
    return (
        *((f"agent {a.number}", f"{a.name} · free {_since(a, now)}") for a in free),
        *((f"queue {name}", _queue(name, waiting, now)) for name in dict.fromkeys(queues)),
        *((f"{OTHER} {line.number}", f"{line.name} · {line.kind}") for line in directory),
        (OTHER, "an outside number…"),
        *(
            (f"{GREY}agent {a.number}", f"{a.name} · not now: {why[a.number]}")
            for a in others
            if why[a.number] and not a.disabled
        ),
    )


def _since(agent: Agent, now: datetime) -> str:
    return spell(seconds_between(agent.idle_since, now)) if agent.idle_since else "now"


def _queue(name: str, waiting: list[Call], now: datetime) -> str:
    since = [call.queued_at or now for call in waiting if call.queue == name]
    if not since:
        return f"queue {name} · nobody waits"
    return f"queue {name} · {len(since)} waiting, longest {spell(seconds_between(min(since), now))}"
