"""How the link to the hub stands, in words for the call bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from console.desk.health import Health

EPOCH_IS_OVER = 2000
"""Before this year the hub has not yet said what time it is."""


def link_words(
    health: Health,
    unsaved: int,
    now: datetime,
    not_live_since: datetime,
    trouble: str = "",
    *,
    is_narrow: bool = False,
) -> list[tuple[str, str]]:
    """Words for the link; times are in the zone of the datetimes given.

    A narrow bar leaves out how long a round trip takes: the call needs the room more.
    """
    words: list[tuple[str, str]] = []
    if trouble:
        words.append((f"{trouble}  ", "alarm"))
    if unsaved:
        words.append((f"{unsaved} not yet saved  ", "warn"))
    if health.is_live:
        trip = f" {health.round_trip_ms:.0f} ms" if health.round_trip_ms is not None else ""
        trip = "" if is_narrow else trip
        loss = f" loss {health.loss:.0%}" if health.loss > 0 else ""
        words.append((f"live{trip}{loss}", "good" if not loss else "warn"))
    elif now.year < EPOCH_IS_OVER:
        return [*words, ("not live", "alarm")]
    else:
        words.append((f"not live since {not_live_since:%H:%M:%S}", "alarm"))
    return [*words, (f" · {now:%H:%M %Z}", "quiet")]
