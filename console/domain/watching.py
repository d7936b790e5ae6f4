"""Who follows an incident that is not theirs, and who was mentioned and has not looked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from console.domain.base import Command, Event, State

if TYPE_CHECKING:
    from console.domain.incident import Incident


class Mention(State):
    """Somebody was mentioned and has not opened the incident since."""

    agent: int
    by: str
    note: str


class IncidentWatched(Event):
    """An agent wants to hear of this incident."""

    kind: Literal["incident.watched"] = "incident.watched"
    agent: int
    name: str = ""


class IncidentUnwatched(Event):
    """An agent does not want to hear of it any more."""

    kind: Literal["incident.unwatched"] = "incident.unwatched"
    agent: int
    name: str = ""


class AgentMentioned(Event):
    """A note names a colleague."""

    kind: Literal["incident.mentioned"] = "incident.mentioned"
    agent: int
    name: str = ""
    by: str = ""
    note: str = ""
    """Id of the note."""


class MentionSeen(Event):
    """Whoever was mentioned opened the incident."""

    kind: Literal["incident.mention_seen"] = "incident.mention_seen"
    agent: int
    name: str = ""


class WatchIncident(Command):
    """Hear of an incident, or not any more."""

    kind: Literal["incident.watch"] = "incident.watch"
    incident: int
    on: bool = True


class SeeMention(Command):
    """Say that I have opened the incident in which I was mentioned."""

    kind: Literal["incident.see_mention"] = "incident.see_mention"
    incident: int


def decide_watch(state: Incident, agent: int, name: str, *, on: bool) -> list[Event]:
    """Follow it or not; what is so already changes nothing."""
    if (agent in state.watchers) == on:
        return []
    kind = IncidentWatched if on else IncidentUnwatched
    return [kind(agent=agent, name=name)]


def decide_seen(state: Incident, agent: int, name: str) -> list[Event]:
    """Take the mark away, if there is one."""
    unread = any(one.agent == agent for one in state.mentions)
    return [MentionSeen(agent=agent, name=name)] if unread else []


def mentions_after(state: Incident, event: Event) -> tuple[Mention, ...]:
    """What is unread after one of these events."""
    match event:
        case AgentMentioned(agent=agent, by=by, note=note):
            return (*state.mentions, Mention(agent=agent, by=by, note=note))
        case MentionSeen(agent=agent):
            return tuple(one for one in state.mentions if one.agent != agent)
        case _:
            return state.mentions


def watchers_after(state: Incident, event: Event) -> tuple[int, ...]:
    """Who follows it after one of these events."""
    match event:
        case IncidentWatched(agent=agent):
            return (*(one for one in state.watchers if one != agent), agent)
        case IncidentUnwatched(agent=agent):
            return tuple(one for one in state.watchers if one != agent)
        case _:
            return state.watchers
