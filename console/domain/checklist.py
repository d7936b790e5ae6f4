"""What is not to be forgotten in an incident: copied from its category, ticked by people."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from console.domain.base import Command, Event, Rejected, State

if TYPE_CHECKING:
    from console.domain.incident import Incident


class Item(State):
    """One thing to do or to ask, as it read when it was copied."""

    text: str
    done_by: str = ""
    done_at: datetime | None = None

    @property
    def is_done(self) -> bool:
        """Whether somebody ticked it."""
        return self.done_at is not None


class ChecklistCopied(Event):
    """The list of a category became this incident's; what is ticked already stays ticked."""

    kind: Literal["incident.checklist_copied"] = "incident.checklist_copied"
    category: str
    items: tuple[str, ...]


class ItemTicked(Event):
    """Somebody did one thing of the list."""

    kind: Literal["incident.item_ticked"] = "incident.item_ticked"
    text: str
    name: str = ""


class ItemUnticked(Event):
    """It turned out not to be done."""

    kind: Literal["incident.item_unticked"] = "incident.item_unticked"
    text: str
    name: str = ""


class TickItem(Command):
    """Say that one thing of the list is done, or is not."""

    kind: Literal["incident.tick"] = "incident.tick"
    incident: int
    text: str = Field(min_length=1, max_length=1000)
    done: bool = True


def decide_copy(state: Incident, lists: dict[str, tuple[str, ...]], category: str) -> list[Event]:
    """Take over the list of a category; where it has none, what nobody ticked goes."""
    items = lists.get(category, ())
    left = [item.text for item in state.checklist if not item.is_done]
    if not items and not left:
        return []
    return [ChecklistCopied(category=category, items=items)]


def decide_tick(state: Incident, command: TickItem, name: str) -> list[Event]:
    """Tick or untick; what is so already changes nothing. Raises Rejected."""
    found = next((item for item in state.checklist if item.text == command.text), None)
    if found is None:
        raise Rejected("This is not on the list of this incident any more.", code="not_found")
    if found.is_done == command.done:
        return []
    kind = ItemTicked if command.done else ItemUnticked
    return [kind(text=found.text, name=name)]


def unfinished(state: Incident) -> list[str]:
    """What nobody has ticked, in the order of the list."""
    return [item.text for item in state.checklist if not item.is_done]


def checklist_after(state: Incident, event: Event, at: datetime) -> tuple[Item, ...]:
    """The list after one of these events."""
    match event:
        case ChecklistCopied(items=items):
            kept = [item for item in state.checklist if item.is_done]
            known = {item.text for item in kept}
            return (*kept, *(Item(text=text) for text in items if text not in known))
        case ItemTicked(text=text, name=name):
            done = Item(text=text, done_by=name, done_at=at)
            return tuple(done if item.text == text else item for item in state.checklist)
        case ItemUnticked(text=text):
            open_again = Item(text=text)
            return tuple(open_again if item.text == text else item for item in state.checklist)
        case _:
            return state.checklist
