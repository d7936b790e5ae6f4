"""What PagerDuty is told after a page was opened there: that somebody has it, that it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from console.domain.base import Event

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.domain.paging import Page
    from console.domain.routes import Hook

Action = Literal["acknowledge", "resolve"]
_ACTIONS: dict[str, Action] = {"acknowledged": "acknowledge", "done": "resolve"}


class PageFollowed(Event):
    """The alert elsewhere follows the page, or could not be told to."""

    kind: Literal["page.followed"] = "page.followed"
    page: str
    action: Action
    is_told: bool
    words: str = ""
    """Why it was not told."""


def action_of(page: Page) -> Action | None:
    """What an alert is told as the page stands; None: nothing.

    A page that nobody answered stays open there: somebody may still take it.
    """
    return _ACTIONS.get(page.state)


def alerts_of(page: Page, hooks: Mapping[str, Hook]) -> tuple[str, ...]:
    """Names of the PagerDuty webhooks that may know the page, each once."""
    told = [one.to for one in page.deliveries if one.way == "webhook" and one.state != "failed"]
    known = {name for name, hook in hooks.items() if hook.kind == "pagerduty"}
    return tuple(name for name in dict.fromkeys(told) if name in known)


def follow_body(page: Page, ref: str, routing_key: str) -> dict[str, object]:
    """The JSON that moves the alert of a page; one that is not there is left alone.

    https://developer.pagerduty.com/docs/events-api-v2/trigger-events/
    """
    return {
        "routing_key": routing_key,
        "event_action": action_of(page),
        "dedup_key": alert_key(page, ref),
    }


def alert_key(page: Page, ref: str) -> str:
    """Name the one alert of a page."""
    return f"{ref}-{page.key}"
