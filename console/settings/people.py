"""The section of config.toml about the people of an incident: their night, and what to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field, field_validator

from console.domain.hours import DAYS, Span
from console.domain.incident_events import Category
from console.own_folders import resources_path
from console.settings import Section
from console.values import Line

if TYPE_CHECKING:
    from pathlib import Path


class ChecklistLine(Section):
    """What is not to be forgotten in incidents of one category."""

    category: Category
    items: tuple[Line, ...] = Field(min_length=1, max_length=30)


class PeopleSection(Section):
    """Those we talk with."""

    night: str = Field(default="22:00-08:00", max_length=11)
    """Where they are; empty: nobody is asked why they are reached then."""
    checklists: tuple[ChecklistLine, ...] = ()
    resources: str = ""
    """A CSV of vets, shelters and emergency numbers; empty: where ``console resources`` puts it."""

    @field_validator("night")
    @classmethod
    def _readable(cls, night: str) -> str:
        if night:
            _daily(night)
        return night

    @field_validator("checklists")
    @classmethod
    def _each_once(cls, lists: tuple[ChecklistLine, ...]) -> tuple[ChecklistLine, ...]:
        if len({one.category for one in lists}) < len(lists):
            raise ValueError("must name each category once")
        return lists

    @property
    def resources_path(self) -> Path:
        """Where the resource book lies."""
        return resources_path(self.resources)

    @property
    def night_span(self) -> Span | None:
        """The night of every day; None: there is none."""
        return _daily(self.night) if self.night else None

    def items(self) -> dict[str, tuple[str, ...]]:
        """Category to what is not to be forgotten."""
        return {one.category: one.items for one in self.checklists}


def _daily(hours: str) -> Span:
    try:
        return Span.read(f"{DAYS[0]}-{DAYS[-1]} {hours}")
    except ValueError as wrong:
        raise ValueError("must be like 22:00-08:00") from wrong
