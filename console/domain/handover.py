"""An incident of texts or mails goes to a colleague or back to a queue, with the handoff card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from console.domain.base import Command, Event, Rejected
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


class HandOver(Command):
    """Give an incident to a colleague, or to whoever of a queue takes it next."""

    kind: Literal["incident.hand_over"] = "incident.hand_over"
    incident: int
    agent: int | None = None
    queue: str = Field(default="", max_length=64)
    asked: str = Field(min_length=1, max_length=300)


def check_hand_over(incident: Incident, command: HandOver, by: int, *, is_lead: bool) -> None:
    """Refuse what is not theirs to give, or can't be given. Raises Rejected."""
    if (command.agent is not None) == bool(command.queue):
        raise Rejected("Choose one to whom it goes.")
    if not command.asked.strip():
        raise Rejected("Say what you ask of them; it is on the card.")
    if incident.status == "closed":
        raise Rejected("It is closed; open it again first.", code="conflict")
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
