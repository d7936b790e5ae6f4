"""Pages: somebody who can help is told, step by step, until one of them answers or none is left."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from console.domain.base import Event, State
from console.domain.paging_events import (
    CardLines,
    DeliveryState,
    PageAcknowledged,
    PageAsked,
    PageDeliveryAsked,
    PageDeliveryMoved,
    PageDone,
    PageEnded,
    PageEscalated,
    PageKept,
    PageStep,
    PageStepStarted,
    Way,
)

if TYPE_CHECKING:
    from console.domain.incident import Incident

KEPT = 8
"""Pages that an incident remembers; all are on its timeline."""
RANK: dict[str, int] = {
    "asked": 0,
    "sending": 1,
    "unsure": 2,
    "sent": 3,
    "ringing": 4,
    "answered": 5,
    "failed": 6,
    "delivered": 7,
}
"""Order of delivery: a report counts only if it ranks higher than what is known."""


class Delivery(State):
    """How one person was told for one step."""

    number: int
    step: int
    round: int
    way: Way
    person: str
    name: str
    to: str = ""
    agent: int | None = None
    is_outside: bool = True
    state: DeliveryState = "asked"
    sid: str = ""
    words: str = ""


class Page(State):
    """One page of an incident."""

    key: str
    code: str
    route: str
    title: str
    by: int
    by_name: str
    words: str = ""
    asked_at: datetime
    steps: tuple[PageStep, ...]
    repeat: int = 0
    ack_minutes: int = 15
    card: CardLines = ()
    state: Literal["paging", "acknowledged", "done", "ended"] = "paging"
    step: int = -1
    round: int = 0
    due: datetime | None = None
    """When something comes by itself; None once it is over."""
    deliveries: tuple[Delivery, ...] = ()
    dead: tuple[str, ...] = ()
    """Whom no step could reach, and why."""
    holder: str = ""
    """The person who has it."""
    holder_name: str = ""
    holder_agent: int | None = None
    held_since: datetime | None = None
    returned: int = 0
    """How often somebody had it and did nothing."""
    closed_by: str = ""
    end: str = ""
    """How it ended, in words."""

    @property
    def is_open(self) -> bool:
        """Whether it is neither dealt with nor given up."""
        return self.state in ("paging", "acknowledged")

    def delivery(self, number: int) -> Delivery | None:
        """Give one delivery by its number."""
        return next((one for one in self.deliveries if one.number == number), None)

    def of_step(self) -> tuple[Delivery, ...]:
        """The deliveries of the step under way."""
        now = (self.step, self.round)
        return tuple(one for one in self.deliveries if (one.step, one.round) == now)


def page_of(incident: Incident, key: str) -> Page | None:
    """Give a page of an incident by its key."""
    return next((page for page in incident.pages if page.key == key), None)


def open_pages(incident: Incident) -> tuple[Page, ...]:
    """The pages that are not over, oldest first."""
    return tuple(page for page in incident.pages if page.is_open)


def evolve_pages(state: Incident, event: Event, at: datetime) -> Incident:
    """Apply one event of a page to its incident."""
    if isinstance(event, PageAsked):
        asked = event.model_dump(exclude={"kind", "page"})
        fresh = Page(key=event.page, asked_at=at, **asked)
        rest = [page for page in state.pages if page.key != event.page]
        spare = max(0, len(rest) + 1 - KEPT)
        over = [page for page in rest if not page.is_open][:spare]
        kept = tuple(page for page in rest if page not in over)
        return state.model_copy(update={"pages": (*kept, fresh), "paged": state.paged + 1})
    key = getattr(event, "page", "")
    pages = tuple(_evolve(page, event, at) if page.key == key else page for page in state.pages)
    return state.model_copy(update={"pages": pages})


def _evolve(page: Page, event: Event, at: datetime) -> Page:
    match event:
        case PageDeliveryAsked():
            return _told(page, event)
        case PageDeliveryMoved(delivery=number):
            moved = [_moved(one, event) if one.number == number else one for one in page.deliveries]
            return page.model_copy(update={"deliveries": tuple(moved)})
    if not page.is_open:
        return page
    return page.model_copy(update=_step(page, event, at))


def _step(page: Page, event: Event, at: datetime) -> dict[str, object]:
    match event:
        case PageStepStarted(step=step, round=round_, due=due, dead=dead):
            return {"step": step, "round": round_, "due": due, "dead": dead}
        case PageAcknowledged(person=person, name=name, agent=agent, due=due):
            held = {"holder": person, "holder_name": name, "holder_agent": agent}
            return {**held, "state": "acknowledged", "held_since": at, "due": due}
        case PageKept(due=due):
            return {"due": due, "held_since": at}
        case PageEscalated(due=due):
            returned = page.returned + (page.state == "acknowledged")
            nobody = {"holder": "", "holder_name": "", "holder_agent": None, "held_since": None}
            return {**nobody, "state": "paging", "due": due, "returned": returned}
        case PageDone(name=name, words=words):
            return {"state": "done", "due": None, "closed_by": name, "end": words}
        case PageEnded(words=words):
            return {"state": "ended", "due": None, "end": words}
        case _:
            return {}


def _told(page: Page, event: PageDeliveryAsked) -> Page:
    if page.delivery(event.delivery) is not None:
        return page
    fields = event.model_dump(exclude={"kind", "page", "delivery"})
    told = Delivery(number=event.delivery, **fields)
    return page.model_copy(update={"deliveries": (*page.deliveries, told)})


def _moved(delivery: Delivery, event: PageDeliveryMoved) -> Delivery:
    if RANK[event.state] <= RANK[delivery.state]:
        return delivery
    known = {"state": event.state, "words": event.words, "sid": event.sid or delivery.sid}
    return delivery.model_copy(update=known)
