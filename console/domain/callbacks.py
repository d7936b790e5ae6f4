"""Callbacks: a caller hangs up and keeps their place; a call to them waits instead of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from console.domain.answering import SayWhoAnswered
from console.domain.base import Command, Event, State

if TYPE_CHECKING:
    from console.domain.call_state import Call

Aside = Literal["", "callback", "voicemail"]


class Callback(State):
    """What makes a call a callback."""

    of: str
    """The call that asked for it: the key of its follow-up."""
    attempt: int = 1
    most: int = 3


class CallSetAside(Event):
    """The caller wants a callback or leaves a message: nobody takes this call any more."""

    kind: Literal["call.set_aside"] = "call.set_aside"
    want: Aside
    handle: str = ""
    """Whom to ring back."""


class CallbackBegan(Event):
    """A callback waits for an agent in place of the caller."""

    kind: Literal["call.callback_began"] = "call.callback_began"
    of: str
    handle: str
    to: str
    """Our number: shown to them."""
    queue: str = "safety"
    language: str = ""
    since: datetime
    """When the caller had begun to wait."""
    attempt: int = Field(default=1, ge=1)
    most: int = 3
    refused: bool = False
    """Whether they had refused to be recorded."""


class NotReached(Command):
    """Say of a callback that is over that a machine answered it: it goes back to the queue."""

    kind: Literal["callback.not_reached"] = "callback.not_reached"
    call: str


AnswerWish = NotReached | SayWhoAnswered
CALLBACK_EVENTS = (CallSetAside, CallbackBegan)


def evolve_callback(state: Call, event: Event, at: datetime) -> Call:
    """Apply one event about callbacks."""
    match event:
        case CallSetAside(want=want):
            return state.model_copy(update={"aside": want})
        case CallbackBegan():
            callback = Callback(of=event.of, attempt=event.attempt, most=event.most)
            update = {
                "inbound": False,
                "handle": event.handle,
                "to": event.to,
                "queue": event.queue,
                "language": event.language,
                "arrived_at": at,
                "queued_at": event.since,
                "consent": "refused" if event.refused else state.consent,
                "callback": callback,
            }
            return state.model_copy(update=update)
        case _:
            return state


def key_of_attempt(call: str, number: int) -> str:
    """Name the call of an attempt."""
    return f"cb-{call}-{number}"


def number_of(key: str) -> int:
    """Give the place of an attempt's call among all of them."""
    return int(key.rpartition("-")[2])


def was_tried(call: Call) -> bool:
    """Whether the customer's telephone was rung at all."""
    return call.customer.sid != "" or call.customer.status != ""


def how_tried(call: Call) -> str:
    """What came of an attempt, in words."""
    return {
        "busy": "the line was busy",
        "no-answer": "nobody answered",
        "failed": "the number could not be reached",
        "canceled": "hung up before they answered",
    }.get(call.customer.status, "nobody was reached")


def pause_before(attempt: int, seconds: float) -> timedelta:
    """How long to leave them alone before an attempt; longer each time."""
    return timedelta(seconds=seconds * max(1, attempt - 1))
