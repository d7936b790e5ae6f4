"""What can happen to a page, and what can be asked of one: events and commands of ``paging.py``."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from console.domain.base import Command, Event, State
from console.domain.cover import CoverWish

Way = Literal["sms", "call", "email", "desk", "webhook"]
AnsweredBy = Literal["text", "keypad", "mail", "desk", "incident", "timer"]
DeliveryState = Literal[
    "asked", "sending", "unsure", "sent", "ringing", "answered", "failed", "delivered"
]
CardLines = tuple[tuple[str, str], ...]


class PageStep(State):
    """One rung of the ladder: whom to tell, in which way, and how long to wait for an answer."""

    to: tuple[str, ...]
    """``agent:sam``, ``person:vet``, ``rotation:vets``, ``schedule:nights``, ``leads``,
    ``+14155550150``, ``mailto:…`` or ``hook:ops``."""
    by: Literal["", "sms", "call", "email", "desk"] = ""
    """Empty: a text for whoever has a number, the desk for who has none."""
    minutes: int
    """Until the next step."""


class PageAsked(Event):
    """Somebody pressed the key of a route for the second time."""

    kind: Literal["page.asked"] = "page.asked"
    page: str
    code: str
    """Four digits, for answers by text."""
    route: str
    title: str
    by: int
    by_name: str
    words: str = ""
    """What is asked of them."""
    steps: tuple[PageStep, ...]
    repeat: int = 0
    ack_minutes: int = 15
    card: CardLines = ()
    due: datetime


class PageStepStarted(Event):
    """A step began; the next one does at ``due`` unless somebody answers."""

    kind: Literal["page.step_started"] = "page.step_started"
    page: str
    step: int
    round: int
    due: datetime
    dead: tuple[str, ...] = ()
    """Whom it could not reach, and why, in words."""


class PageDeliveryAsked(Event):
    """One person is to be told, once."""

    kind: Literal["page.delivery_asked"] = "page.delivery_asked"
    page: str
    delivery: int
    step: int
    round: int
    way: Way
    person: str
    """Who it is, however they are told: ``agent:3``, ``person:vet``, ``tel:+1…``."""
    name: str
    to: str = ""
    """Number, address or URL."""
    agent: int | None = None
    is_outside: bool = True
    """Whether it goes over a channel that is not ours, or to somebody who is not one of us."""


class PageDeliveryMoved(Event):
    """What became of telling one person."""

    kind: Literal["page.delivery_moved"] = "page.delivery_moved"
    page: str
    delivery: int
    state: DeliveryState
    name: str = ""
    """Of the person."""
    sid: str = ""
    words: str = ""


class PageAcknowledged(Event):
    """Somebody has it; at ``due`` is looked whether they did something."""

    kind: Literal["page.acknowledged"] = "page.acknowledged"
    page: str
    person: str
    name: str
    agent: int | None = None
    how: AnsweredBy
    due: datetime


class PageKept(Event):
    """Who has it is at work on it, or said so again."""

    kind: Literal["page.kept"] = "page.kept"
    page: str
    name: str
    due: datetime


class PageReplied(Event):
    """An answer that changed nothing: the second one, or words that are no answer."""

    kind: Literal["page.replied"] = "page.replied"
    page: str
    person: str
    name: str
    how: AnsweredBy
    words: str = ""
    told: str = ""
    """What they were told back."""


class PageEscalated(Event):
    """It goes on to the next step, at ``due``: somebody passed it on, or did nothing."""

    kind: Literal["page.escalated"] = "page.escalated"
    page: str
    name: str = ""
    how: AnsweredBy = "timer"
    reason: str = ""
    due: datetime


class PageDone(Event):
    """Somebody has closed it."""

    kind: Literal["page.done"] = "page.done"
    page: str
    name: str
    how: AnsweredBy
    words: str = ""


class PageEnded(Event):
    """Nobody is left to be told."""

    kind: Literal["page.ended"] = "page.ended"
    page: str
    words: str


class ContactPaged(Event):
    """This number was paged about an incident: its answers belong there."""

    kind: Literal["contact.paged"] = "contact.paged"
    incident: int


class ContactAnswered(Event):
    """Somebody at this number took a page on."""

    kind: Literal["contact.answered"] = "contact.answered"
    at: datetime


class AskPage(Command):
    """Page a route about an incident."""

    kind: Literal["page.ask"] = "page.ask"
    incident: int
    route: str = Field(max_length=40)
    words: str = Field(default="", max_length=300)


class AcknowledgePage(Command):
    """Say that I have it."""

    kind: Literal["page.acknowledge"] = "page.acknowledge"
    incident: int
    page: str = Field(max_length=40)


class EscalatePage(Command):
    """Let the next step begin now."""

    kind: Literal["page.escalate"] = "page.escalate"
    incident: int
    page: str = Field(max_length=40)


class ClosePage(Command):
    """Say that it is dealt with."""

    kind: Literal["page.close"] = "page.close"
    incident: int
    page: str = Field(max_length=40)
    words: str = Field(default="", max_length=300)


PAGE_EVENTS = (
    PageAsked,
    PageStepStarted,
    PageDeliveryAsked,
    PageDeliveryMoved,
    PageAcknowledged,
    PageKept,
    PageReplied,
    PageEscalated,
    PageDone,
    PageEnded,
)
TIMED = (PageAsked, PageStepStarted, PageAcknowledged, PageKept, PageEscalated)
"""Events after which something comes by itself, at their ``due``."""
PageWish = AskPage | AcknowledgePage | EscalatePage | ClosePage | CoverWish
"""Every wish about a page, and about who is on."""
