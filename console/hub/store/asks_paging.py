"""What an entry about a page asks for: a look when its time has come, a call, a webhook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.domain.paging_events import TIMED, PageDeliveryAsked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.timeline import Entry

TIMER = "timer.page"
CALL = "page.call"
HOOK = "page.hook"
TELL_SECONDS = 120.0
"""How long a page by telephone or webhook may be late; then its step is told that it failed."""


def asks_of_pages(entry: Entry) -> Iterator[tuple[str, float, float | None, dict[str, Any]]]:
    """Give kind, due time, expiry and payload of each effect."""
    event = entry.event
    if isinstance(event, TIMED):
        payload = {"page": event.page, "due": event.due.isoformat()}
        yield TIMER, event.due.timestamp(), None, payload
    elif isinstance(event, PageDeliveryAsked) and event.way in ("call", "webhook"):
        now = entry.at.timestamp()
        kind = CALL if event.way == "call" else HOOK
        yield kind, now, now + TELL_SECONDS, {"page": event.page, "delivery": event.delivery}
