"""Public holidays of a country, or of a part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date


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
