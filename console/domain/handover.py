"""An incident of texts or mails goes to a colleague or back to a queue, with the handoff card."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from console.domain.base import Command, Event, Rejected, State
from console.domain.incident_events import IncidentReleased, IncidentTaken, StatusMoved
from console.domain.transfer_events import CardLines

if TYPE_CHECKING:
    from console.domain.agent import Agent
    from console.domain.incident import Incident

_AWAY = frozenset({"offline", "lost"})


class IncidentHandedOver(Event):
    """Somebody else was given the incident, and what they have to know; its thread stays whole."""

    kind: Literal["incident.handed_over"] = "incident.handed_over"
    by: int
    by_name: str
    agent: int | None = None
    name: str
    """Of the colleague, or of the queue."""
    asked: str
    card: CardLines = ()
    version: str = ""
    until: datetime | None = None
    """By when a colleague has read the card, or it goes back."""


class HandoverAccepted(Event):
    """The receiver has read this version of the card and keeps the incident."""

    kind: Literal["incident.handover_accepted"] = "incident.handover_accepted"
    agent: int
    name: str
    version: str


class HandoverRefused(Event):
    """The receiver does not take it, and why; it goes back to where it came from."""

    kind: Literal["incident.handover_refused"] = "incident.handover_refused"
    agent: int
    name: str
    reason: str


class Handover(State):
    """An incident that was given to somebody who has not read its card yet."""

    by: int
    by_name: str
    agent: int | None = None
    """Who has to read it; None until somebody of the queue takes it."""
    name: str
    is_queue: bool = False
    asked: str = ""
    card: CardLines = ()
    version: str = ""
    until: datetime | None = None


class AcceptHandover(Command):
    """Keep an incident that was handed to me; ``version`` names the card that was read."""

    kind: Literal["incident.accept_handover"] = "incident.accept_handover"
    incident: int
    version: str = Field(max_length=64)
    read: bool = False


class RefuseHandover(Command):
    """Give an incident back that was handed to me, and say why."""

    kind: Literal["incident.refuse_handover"] = "incident.refuse_handover"
    incident: int
    reason: str = Field(min_length=1, max_length=200)


class HandOver(Command):
    """Give an incident to a colleague, or to whoever of a queue takes it next."""

    kind: Literal["incident.hand_over"] = "incident.hand_over"
    incident: int
    agent: int | None = None
    queue: str = Field(default="", max_length=64)
    asked: str = Field(min_length=1, max_length=300)


def evolve_handover(state: Incident, event: Event) -> Incident:
    """Apply one event of the incident to the card that somebody has still to read."""
    given = state.handover
    match event:
        case IncidentHandedOver():
            fields = event.model_dump(exclude={"kind"})
            handed = Handover(**fields, is_queue=event.agent is None)
            return state.model_copy(update={"handover": handed})
        case IncidentTaken(agent=agent) if given is not None:
            is_theirs = given.agent in (None, agent) and agent != given.by
            after = given.model_copy(update={"agent": agent}) if is_theirs else None
        case HandoverRefused() if given is not None and given.is_queue:
            after = given.model_copy(update={"agent": None})
        case IncidentReleased() if given is not None and given.agent is None:
            return state
        case HandoverAccepted() | HandoverRefused() | IncidentReleased():
            after = None
        case StatusMoved(after="solved" | "closed"):
            after = None
        case _:
            return state
    return state if after is given else state.model_copy(update={"handover": after})


def to_read(incident: Incident, agent: int) -> Handover | None:
    """Give the card that somebody has to read before they do anything about an incident."""
    given = incident.handover
    return given if given is not None and given.agent == agent else None


def check_card_read(incident: Incident, agent: int) -> None:
    """Refuse who would write without knowing what they were told. Raises Rejected."""
    if to_read(incident, agent) is not None:
        raise Rejected("Read the handoff card first.", code="unread")


def check_handed(incident: Incident, agent: int) -> Handover:
    """Give what somebody accepts or refuses. Raises Rejected."""
    given = to_read(incident, agent)
    if given is None:
        raise Rejected("This incident is not handed to you any more.", code="gone")
    return given


def check_read(given: Handover, command: AcceptHandover) -> None:
    """Refuse who has not read this very card. Raises Rejected."""
    if not command.read or command.version != given.version:
        raise Rejected("Read the handoff card first.", code="unread")


def is_away(agent: Agent) -> bool:
    """Whether nothing can be given to somebody now."""
    return agent.disabled or agent.presence in _AWAY


def check_hand_over(incident: Incident, command: HandOver, by: int, *, is_lead: bool) -> None:
    """Refuse what is not theirs to give, or can't be given. Raises Rejected."""
    if (command.agent is not None) == bool(command.queue):
        raise Rejected("Choose one to whom it goes.")
    if not command.asked.strip():
        raise Rejected("Say what you ask of them; it is on the card.")
    if incident.status == "closed":
        raise Rejected("It is closed; open it again first.", code="conflict")
    check_card_read(incident, by)
    if incident.live_calls:
        raise Rejected("Somebody is on the telephone: hand the call over instead.")
    if incident.owner not in (None, by) and not is_lead:
        raise Rejected(f"It is {incident.owner_name}'s; only they or a lead can hand it over.")


def check_receiver(receiver: Agent | None, by: int) -> Agent:
    """Give the receiver. Raises Rejected when they can't be given anything now."""
    if receiver is None or receiver.disabled or receiver.role == "admin":
        raise Rejected("There is no such colleague.", code="not_found")
    if receiver.number == by:
        raise Rejected("This is you.")
    if receiver.presence in _AWAY:
        words = f"{receiver.name} is {receiver.presence}. Choose somebody else, or a queue."
        raise Rejected(words, code="unreachable")
    return receiver


HandoverWish = HandOver | AcceptHandover | RefuseHandover
"""Every wish about giving an incident to somebody else."""
