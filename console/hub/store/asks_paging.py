"""What an entry about a page asks for: a look when its time has come, a call, a webhook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.domain.incident import Incident
from console.domain.paging import page_of
from console.domain.paging_events import (
    TIMED,
    PageAcknowledged,
    PageDeliveryAsked,
    PageDeliveryMoved,
    PageDone,
)
from console.domain.paging_follow import action_of, alerts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.base import State
    from console.domain.paging import Page
    from console.domain.timeline import Entry
    from console.hub.store.policy import Policy

TIMER = "timer.page"
CALL = "page.call"
HOOK = "page.hook"
FOLLOW = "page.follow"
TELL_SECONDS = 120.0
"""How long a page by telephone or webhook may be late; then its step is told that it failed."""
FOLLOW_SECONDS = 3600.0
"""How long it is tried to tell an alert elsewhere how its page stands."""
TOLD = frozenset({"sent", "unsure"})

Asked = tuple[str, float, float | None, dict[str, Any]]


def asks_of_pages(entry: Entry, state: State, policy: Policy) -> Iterator[Asked]:
    """Give kind, due time, expiry and payload of each effect."""
    event = entry.event
    if isinstance(state, Incident):
        yield from _of_alerts(entry, state, policy)
    if isinstance(event, TIMED):
        payload = {"page": event.page, "due": event.due.isoformat()}
        yield TIMER, event.due.timestamp(), None, payload
    elif isinstance(event, PageDeliveryAsked) and event.way in ("call", "webhook"):
        now = entry.at.timestamp()
        kind = CALL if event.way == "call" else HOOK
        yield kind, now, now + TELL_SECONDS, {"page": event.page, "delivery": event.delivery}


def _of_alerts(entry: Entry, incident: Incident, policy: Policy) -> Iterator[Asked]:
    """Let alerts elsewhere follow, also those that were opened after the page was taken."""
    event = entry.event
    if not isinstance(event, PageAcknowledged | PageDone | PageDeliveryMoved):
        return
    page = page_of(incident, event.page)
    action = action_of(page) if page is not None else None
    if page is None or action is None or not alerts_of(page, policy.paging.hooks):
        return
    if isinstance(event, PageDeliveryMoved) and not _opens_late(page, event):
        return
    now = entry.at.timestamp()
    payload = {"page": page.key, "action": action, "delivery": 0}
    yield FOLLOW, now, now + FOLLOW_SECONDS, payload


def _opens_late(page: Page, moved: PageDeliveryMoved) -> bool:
    """Whether an alert may have been opened after its page was taken."""
    told = page.delivery(moved.delivery)
    return told is not None and told.way == "webhook" and moved.state in TOLD
