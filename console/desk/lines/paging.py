"""Lines of pages: who was asked for, who was told and how that went, who has it, who is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.clock import moment_words
from console.domain.cover import OnCallCovered, OnCallCoverEnded
from console.domain.emergency import EmergencyHandedOver
from console.domain.masking import masked
from console.domain.paging_events import (
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
from console.domain.paging_follow import PageFollowed
from console.domain.routes import handle_of_reach

if TYPE_CHECKING:
    from datetime import tzinfo

    from console.desk.scene import Tone
    from console.domain.base import Event
    from console.domain.paging_events import AnsweredBy, Way

    Told = tuple[str, str, Tone]

HOW: dict[AnsweredBy, str] = {
    "text": "by text",
    "keypad": "by telephone",
    "mail": "by mail",
    "desk": "at the desk",
    "incident": "with the incident",
    "timer": "",
}
WAYS: dict[Way, str] = {
    "sms": "text to",
    "call": "call to",
    "email": "email to",
    "desk": "desk of",
    "webhook": "webhook",
}
STATES = {
    "unsure": "may have been told",
    "ringing": "rings",
    "answered": "picked up",
    "failed": "NOT TOLD",
    "delivered": "delivered",
}


def tell_page(event: Event, zone: tzinfo) -> Told | None:
    """Head, text and tone of an entry of a page."""
    return _steps(event) or _answers(event) or _turns(event, zone) or _emergency(event, zone)


def _steps(event: Event) -> Told | None:
    match event:
        case PageAsked(by_name=by, title=title, code=code, words=words):
            return f"{by} pages {title} · page {code}", words, "ask"
        case PageStepStarted(step=step, round=round_, dead=dead):
            again = f", round {round_ + 1}" if round_ else ""
            return f"page: step {step + 1}{again}", "; ".join(dead), "quiet"
        case PageDeliveryAsked(way=way, name=name, to=to):
            handle = handle_of_reach(way, to)
            hidden = masked(handle) if to and handle else ""
            address = f" ({hidden})" if hidden not in ("", name) else ""
            return f"page: {WAYS[way]} {name}{address}", "", "quiet"
        case PageDeliveryMoved(state="sending" | "sent"):
            # The line of the text says so already, and a telephone rings a moment later.
            return None
        case PageDeliveryMoved(state=state, name=name, words=words):
            tone: Tone = "trouble" if state == "failed" else "quiet"
            return f"page: {name} {STATES.get(state, state)}", words, tone
        case PageFollowed(is_told=False, words=words):
            return "PagerDuty may not know how the page stands", words, "trouble"
        case PageFollowed(action=action):
            return f"PagerDuty was told: {action}", "", "quiet"
        case PageEnded(words=words):
            return "PAGE UNANSWERED", words, "trouble"
        case _:
            return None


def _answers(event: Event) -> Told | None:
    match event:
        case PageAcknowledged(name=name, how=how):
            return f"{name} has it ({HOW[how]})", "", "promise"
        case PageKept(name=name):
            return f"{name} still has it", "", "quiet"
        case PageReplied(name=name, words=words, told=told):
            return f"{name} answers the page", "\n".join(filter(None, (words, told))), "inbound"
        case PageEscalated(name="", reason=reason):
            return "page goes on to the next step", reason, "risk"
        case PageEscalated(name=name, how=how):
            return f"{name} passes the page on ({HOW[how]})", "", "risk"
        case PageDone(name=name, how=how, words=words):
            return f"{name} closed the page ({HOW[how]})", words, ""
        case _:
            return None


def _turns(event: Event, zone: tzinfo) -> Told | None:
    match event:
        case OnCallCovered(of=of, name=name, until=until, by=by):
            return f"{by}: {name} is on for {of} until {moment_words(until, zone)}", "", ""
        case OnCallCoverEnded(of=of, name=name, by=by):
            return f"{by} ended it: {name} is not on for {of} any more", "", ""
        case _:
            return None


def _emergency(event: Event, zone: tzinfo) -> Told | None:
    if not isinstance(event, EmergencyHandedOver):
        return None
    number = f" · number {event.number}" if event.number else ""
    lines = [f"place given: {event.place}"] if event.place else []
    lines += [f"stayed on the line: {event.stayed}"] if event.stayed else []
    at = moment_words(event.reached_at, zone)
    return f"{event.agency} has it, reached {at}{number}", "\n".join(lines), "risk"
