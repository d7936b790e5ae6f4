"""What becomes of a page: by an answer, by a report of delivery, or because time has passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from console.domain.base import Event, Rejected
from console.domain.paging import RANK, Page, open_pages
from console.domain.paging_events import (
    AnsweredBy,
    PageAcknowledged,
    PageAsked,
    PageDeliveryAsked,
    PageDeliveryMoved,
    PageDone,
    PageEnded,
    PageEscalated,
    PageKept,
    PageReplied,
    PageStepStarted,
)

if TYPE_CHECKING:
    from console.domain.incident import Incident
    from console.domain.paging_events import CardLines
    from console.domain.routes import Reached, Route

MOST_RETURNS = 3
"""How often a page that somebody had and left begins anew beyond its repeats."""


@dataclass(frozen=True, slots=True)
class Responder:
    """Who answers, and how."""

    person: str
    name: str
    how: AnsweredBy
    agent: int | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """Who wants somebody paged, and what goes along."""

    number: int
    name: str
    words: str
    code: str
    card: CardLines


def decide_page(incident: Incident, route: Route, asking: Asking, now: datetime) -> list[Event]:
    """Page a route. Raises Rejected while it is being paged already."""
    if incident.status == "closed":
        raise Rejected("This incident is closed; open it again first.")
    for page in open_pages(incident):
        if page.route == route.name:
            words = f"{page.title} was paged at {page.asked_at:%H:%M} UTC already: "
            raise Rejected(words + standing(page) + ". Pass that page on instead.", code="conflict")
    asked = PageAsked(
        page=f"{incident.number}-{incident.paged + 1}",
        code=asking.code,
        route=route.name,
        title=route.title,
        by=asking.number,
        by_name=asking.name,
        words=asking.words.strip(),
        steps=route.steps,
        repeat=route.repeat,
        ack_minutes=route.ack_minutes,
        card=asking.card,
        due=now,
    )
    return [asked]


def standing(page: Page) -> str:
    """Where a page stands, in a few words."""
    match page.state:
        case "acknowledged":
            return f"{page.holder_name} has it"
        case "done":
            return f"closed by {page.closed_by}"
        case "ended":
            return f"nobody answered: {page.end}"
    told = [one for one in page.of_step() if one.state != "failed"]
    return ", ".join(f"{one.name} {one.state}" for one in told) or "nobody reached yet"


def next_step(page: Page) -> tuple[int, int] | None:
    """The step and the round that come next; None when the ladder is at its end."""
    if page.step + 1 < len(page.steps):
        return page.step + 1, page.round
    if page.round < page.repeat + min(page.returned, MOST_RETURNS):
        return 0, page.round + 1
    return None


def decide_due(
    page: Page, due: datetime, now: datetime, found: Reached | None, *, acted: bool
) -> list[Event]:
    """Go on when nobody has answered in time.

    Args:
        page: The page as it stands.
        due: For when the timer was set that has rung; any but the last one set is stale.
        now: The hub's clock; later than ``due`` when no hub was there to see it.
        found: Who the next step reaches; None when there is no next step.
        acted: Whether who has it did something in the incident since.
    """
    if not page.is_open or page.due != due:
        return []
    if page.state == "acknowledged":
        return [_kept(page, now)] if acted else [_left(page, now)]
    after = next_step(page)
    if after is None or found is None:
        return [PageEnded(page=page.key, words=_why_ended(page))]
    return _begin(page, after, found, now)


def _kept(page: Page, now: datetime) -> PageKept:
    until = now + timedelta(minutes=page.ack_minutes)
    return PageKept(page=page.key, name=page.holder_name, due=until)


def _left(page: Page, now: datetime) -> PageEscalated:
    words = f"{page.holder_name} had it for {page.ack_minutes} min and did nothing"
    return PageEscalated(page=page.key, reason=words, due=now)


def _why_ended(page: Page) -> str:
    heard = [one.name for one in page.deliveries if one.state != "failed"]
    if heard:
        return f"told {', '.join(dict.fromkeys(heard))}; nobody answered"
    failed = [f"{one.name}: {one.words}" for one in page.deliveries if one.words]
    return "; ".join(dict.fromkeys([*page.dead, *failed])) or "there was nobody to tell"


def _begin(page: Page, after: tuple[int, int], found: Reached, now: datetime) -> list[Event]:
    step, round_ = after
    # Where nobody can be told there is nothing to wait for, but a second round gives them time.
    waits = found.people or round_ > 0
    until = now + timedelta(minutes=page.steps[step].minutes) if waits else now
    dead = tuple(dict.fromkeys([*page.dead, *found.dead]))
    started = PageStepStarted(page=page.key, step=step, round=round_, due=until, dead=dead)
    first = len(page.deliveries) + 1
    told = [
        PageDeliveryAsked(
            page=page.key,
            delivery=number,
            step=step,
            round=round_,
            way=one.way,
            person=one.person,
            name=one.name,
            to=one.to,
            agent=one.agent,
            is_outside=one.is_outside,
        )
        for number, one in enumerate(found.people, first)
    ]
    return [started, *told]


def decide_moved(page: Page, moved: PageDeliveryMoved, now: datetime) -> list[Event]:
    """Take a report of delivery; when a whole step has failed, the next one need not wait."""
    known = page.delivery(moved.delivery)
    if known is None or RANK[moved.state] <= RANK[known.state]:
        return []
    moved = moved.model_copy(update={"name": known.name})
    others = [one for one in page.of_step() if one.number != known.number]
    is_of_step = (known.step, known.round) == (page.step, page.round)
    failed = moved.state == "failed" and all(one.state == "failed" for one in others)
    if page.state != "paging" or not (is_of_step and failed) or page.round > 0:
        return [moved]
    words = f"nobody of step {page.step + 1} could be told"
    return [moved, PageEscalated(page=page.key, reason=words, due=now)]


def decide_acknowledge(page: Page, who: Responder, now: datetime) -> list[Event]:
    """Have it; the second one is told who was first."""
    if not page.is_open:
        return [_replied(page, who, f"It is over already: {standing(page)}.")]
    if page.state == "acknowledged" and page.holder != who.person:
        return [_replied(page, who, f"{page.holder_name} has it already.")]
    if page.state == "acknowledged":
        until = now + timedelta(minutes=page.ack_minutes)
        return [PageKept(page=page.key, name=who.name, due=until)]
    until = now + timedelta(minutes=page.ack_minutes)
    return [
        PageAcknowledged(
            page=page.key,
            person=who.person,
            name=who.name,
            agent=who.agent,
            how=who.how,
            due=until,
        )
    ]


def decide_escalate(page: Page, who: Responder, now: datetime) -> list[Event]:
    """Pass it on; where nobody further is, that is said at once."""
    if not page.is_open:
        return [_replied(page, who, f"It is over already: {standing(page)}.")]
    if page.due is not None and page.due <= now:
        return [_replied(page, who, "It is being passed on already.")]
    return [PageEscalated(page=page.key, name=who.name, how=who.how, due=now)]


def decide_close(page: Page, who: Responder, words: str = "") -> list[Event]:
    """Close it; twice changes nothing."""
    if not page.is_open:
        return [_replied(page, who, f"It is over already: {standing(page)}.")]
    return [PageDone(page=page.key, name=who.name, how=who.how, words=words.strip())]


def _replied(page: Page, who: Responder, told: str) -> PageReplied:
    return PageReplied(page=page.key, person=who.person, name=who.name, how=who.how, told=told)
