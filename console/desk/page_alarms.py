"""What must be heard about pages: I am paged, or mine was taken on, or nobody answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.wording.paging import paged_line
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.desk.model import Model
    from console.domain.incident import Incident
    from console.domain.paging import Page

AGAIN_SECONDS = 20.0


class PageAlarms:
    """Told with the bell when it begins, and again while nobody has answered."""

    def __init__(self) -> None:
        self._told: dict[str, float] = {}
        self._states: dict[str, str] = {}
        """Of the pages that I asked for, as they were told last."""

    def look(self, model: Model, key: str) -> list[tuple[str, str]]:
        """Give what is to be told now, each with how loud; ``key`` is the one that answers."""
        return [*self._mine(model), *self._to_me(model, key)]

    def _to_me(self, model: Model, key: str) -> Iterator[tuple[str, str]]:
        moment, waiting = model.moment(), dict(_waiting(model))
        self._told = {page: at for page, at in self._told.items() if page in waiting}
        for page, words in waiting.items():
            if moment - self._told.get(page, -60.0) >= AGAIN_SECONDS:
                self._told[page] = moment
                yield f"YOU ARE PAGED: {words} — {key} answers", "alarm"

    def _mine(self, model: Model) -> Iterator[tuple[str, str]]:
        me = model.me.number if model.me else 0
        pages = [page for one in model.incidents.values() for page in one.pages if page.by == me]
        before, self._states = self._states, {page.key: page.state for page in pages}
        for page in pages:
            if before.get(page.key, page.state) != page.state:
                yield _told_of(page)


def paged_to_me(model: Model) -> list[tuple[Incident, Page]]:
    """Pages that wait for me, or that I have."""
    me = model.me.number if model.me else 0
    return [
        (incident, page)
        for incident in model.incidents.values()
        for page in incident.pages
        if page.is_open
        and (page.holder_agent == me or any(one.agent == me for one in page.deliveries))
    ]


def _waiting(model: Model) -> Iterator[tuple[str, str]]:
    for incident, page in paged_to_me(model):
        if page.state == "paging":
            yield page.key, paged_line(incident, page)


def _told_of(page: Page) -> tuple[str, str]:
    head = f"Page {page.code} {clean_line(page.title)}: "
    match page.state:
        case "acknowledged":
            return f"{head}{clean_line(page.holder_name)} has it.", "good"
        case "done":
            return f"{head}closed by {clean_line(page.closed_by)}.", "good"
        case "ended":
            return f"{head}NOBODY ANSWERED. {clean_line(page.end)}", "alarm"
        case _:
            return f"{head}goes on to the next step.", "warn"
