"""Callers whose call dropped and who ring again: whoever had them is asked first."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from console.domain.followup import still_open

if TYPE_CHECKING:
    from datetime import datetime

    from console.domain.agent import Agent
    from console.domain.call_state import Call
    from console.domain.followup import Followup
    from console.domain.incident import Incident

AGAIN = "Your call with them has dropped and they ring again: you are asked first."


def dropped_lately(incident: Incident, handle: str, now: datetime, minutes: int) -> Followup | None:
    """Give the call of theirs that dropped last, if somebody of us had it and it is fresh."""
    found = [
        one
        for one in still_open(incident)
        if one.what == "dropped" and one.handle == handle and one.agent
    ]
    fresh = [one for one in found if one.at and now - one.at < timedelta(minutes=minutes)]
    return fresh[-1] if fresh else None


def can_go_on(agent: Agent, call: Call) -> bool:
    """Whether somebody can be asked; to be finishing the very call that dropped is no hindrance."""
    if agent.wrapping is not None and agent.wrapping == call.dropped:
        return agent.model_copy(update={"wrapping": None}).is_free
    return agent.is_free


def back_to_former(calls: dict[str, Call], agents: dict[int, Agent]) -> list[tuple[Call, Agent]]:
    """Take out of both who rings again and whoever had them, unless they have let it pass."""
    found = []
    for key, call in list(calls.items()):
        former = agents.get(call.dropped_with or 0)
        if former is None or former.number in call.missed or not can_go_on(former, call):
            continue
        found.append((calls.pop(key), agents.pop(former.number)))
    return found
