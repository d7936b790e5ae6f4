"""Pages in words: whom a route reaches, how far a page has come, and who has it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from console.desk.clock import seconds_between
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from console.desk.wording.call import Weight, Words
    from console.domain.incident import Incident
    from console.domain.paging import Delivery, Page
    from console.domain.paging_events import Way
    from console.domain.routes import RouteView, Rung

RECENT_SECONDS = 1800
"""How long a page that is over is still told over the note."""
_BY: dict[Way, str] = {
    "sms": "text",
    "call": "call",
    "email": "email",
    "desk": "desk",
    "webhook": "webhook",
}
_STATE = {
    "asked": "asked",
    "sending": "sending",
    "unsure": "MAY HAVE BEEN TOLD",
    "sent": "sent",
    "ringing": "ringing",
    "answered": "picked up",
    "failed": "NOT TOLD",
    "delivered": "delivered",
}


def route_line(route: RouteView) -> str:
    """One route of the list: who is told now and what follows, or why nobody is."""
    title = clean_line(route.title)
    if route.is_dead:
        return f"{title} · DEAD: {clean_line('; '.join(route.dead)) or 'nobody to tell'}"
    now = [one for one in route.rungs if one.minutes == route.rungs[0].minutes]
    first = ", ".join(f"{_BY[one.way]} {clean_line(one.name)}" for one in now)
    rest = [one for one in route.rungs if one not in now]
    when = "now" if now[0].minutes == 0 else f"+{now[0].minutes} min"
    more = f" · then {len(rest)} more from +{rest[0].minutes} min" if rest else ""
    return f"{title} · {when} {first}{more}"


def rung_line(rung: Rung, now: datetime) -> str:
    """One person of the preview: when, how, where, their hour, whether they are there."""
    parts = [
        "now" if rung.minutes == 0 else f"+{rung.minutes} min",
        _BY[rung.way],
        " ".join(dict.fromkeys(filter(None, (clean_line(rung.name), rung.address)))),
        rung.presence,
        f"{now.astimezone(ZoneInfo(rung.zone)):%H:%M} there" if rung.zone else "",
        f"last took one {_ago(rung.answered_at, now)}" if rung.answered_at else "",
    ]
    return " · ".join(part for part in parts if part)


def _ago(at: datetime, now: datetime) -> str:
    minutes = seconds_between(at, now) // 60
    if minutes < 120:
        return f"{minutes} min ago"
    return f"{minutes // 60} h ago" if minutes < 2880 else f"{minutes // 1440} days ago"


def page_words(incident: Incident | None, now: datetime, zone: tzinfo) -> Words:
    """The lines over the note: how far each page of the open incident has come."""
    pages = incident.pages if incident is not None else ()
    newest = pages[-1] if pages else None
    told: Words = []
    for page in pages:
        if page.is_open:
            told.append(_open(page, zone))
        elif page is newest and seconds_between(page.asked_at, now) < RECENT_SECONDS:
            told.append(_over(page))
    return told


def _open(page: Page, zone: tzinfo) -> tuple[str, Weight]:
    head = f"PAGE {page.code} {clean_line(page.title)}"
    due = f"{page.due.astimezone(zone):%H:%M}" if page.due is not None else ""
    if page.state == "acknowledged":
        return f"{head}: {clean_line(page.holder_name)} HAS IT · looked after at {due}", "good"
    told = " · ".join(_delivery(one) for one in page.of_step())
    dead = "" if told else clean_line("; ".join(page.dead)) or "being sent"
    return f"{head}: {told or dead} · next step {due}", "warn"


def _over(page: Page) -> tuple[str, Weight]:
    head = f"PAGE {page.code} {clean_line(page.title)}"
    if page.state == "ended":
        return f"{head}: NOBODY ANSWERED · {clean_line(page.end)}", "alarm"
    words = f" · {clean_line(page.end)}" if page.end else ""
    return f"{head}: closed by {clean_line(page.closed_by)}{words}", "quiet"


def _delivery(one: Delivery) -> str:
    why = f" ({clean_line(one.words)})" if one.words else ""
    return f"{_BY[one.way]} {clean_line(one.name)} {_STATE[one.state]}{why}"


def paged_line(incident: Incident, page: Page) -> str:
    """A page in a list of those that wait for me."""
    asked = clean_line(page.words) or "please help"
    return f"{page.code} {clean_line(page.title)} · {incident.ref} · {page.by_name}: {asked}"
