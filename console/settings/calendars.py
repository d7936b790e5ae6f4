"""Hours of the week and public holidays, as sections of config.toml have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field, field_validator

from console.domain.hours import Span
from console.settings import Section
from console.values import Zone

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date


class CalendarLines(Section):
    """When something is open, or counts."""

    zone: Zone = "UTC"
    hours: tuple[str, ...] = ()
    """Like ``mon-fri 08:00-20:00``; none: always."""
    holidays: str = Field(default="", pattern=r"^([A-Z]{2}(-[A-Z0-9]{1,3})?)?$")
    """Whose public holidays it keeps: ``US``, ``US-CA``; empty: none."""

    @field_validator("hours")
    @classmethod
    def _readable(cls, hours: tuple[str, ...]) -> tuple[str, ...]:
        for text in hours:
            Span.read(text)
        return hours

    @field_validator("holidays")
    @classmethod
    def _country(cls, code: str) -> str:
        try:
            holidays_of(code)
        except NotImplementedError:
            raise ValueError("must be a country like US, or a part of one like US-CA") from None
        return code


def holidays_of(code: str) -> Callable[[date], str]:
    """Give the name of each public holiday, empty for other days. Raises NotImplementedError.

    Args:
        code: ``US``, or ``US-CA`` for a part (https://holidays.readthedocs.io); empty: none.
    """
    if not code:
        return lambda _: ""
    # The calendars of the world take a moment to load; most desks and commands need none.
    import holidays

    country, _, part = code.partition("-")
    known = holidays.country_holidays(country, subdiv=part or None)
    return lambda day: str(known.get(day) or "")
