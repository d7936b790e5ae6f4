"""The hub's time on a desk: its last word plus a steady local clock, never the local wall clock."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, tzinfo

OFF_SECONDS = 60.0
"""By which a computer's own clock may differ from the hub's before the agent is told."""
LATE_SECONDS = 5.0
THEIRS_SECONDS = 600.0
"""By which a mail's own date may differ from when it came before it is shown beside it."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


# time.monotonic() stands still while a laptop sleeps; these two do not.
# https://man7.org/linux/man-pages/man2/clock_gettime.2.html
_STEADY: int = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def steady() -> float:
    """Seconds on a clock that nobody sets and that runs on while the machine sleeps."""
    return time.clock_gettime(_STEADY)


def wall() -> datetime:
    """What this computer's own clock shows, aware UTC."""
    return datetime.now(UTC)


class HubClock:
    """The hub's time now, derived from what the hub last said."""

    def __init__(self) -> None:
        self._said = _EPOCH
        self._heard_at = 0.0
        self.ahead = 0.0
        """Seconds by which the computer's own clock was ahead of the hub's, when it was asked."""

    def correct(self, now: datetime, heard_at: float) -> None:
        """Take the hub's word for the time; ``heard_at`` is on the steady clock."""
        self._said, self._heard_at = now, heard_at

    def witness(self, at: datetime, heard_at: float) -> None:
        """Never be earlier than an entry that has been committed."""
        if at > self.now(heard_at):
            self.correct(at, heard_at)

    def now(self, steady_seconds: float) -> datetime:
        """The hub's time at a moment of the steady clock; never runs backwards by itself."""
        return self._said + timedelta(seconds=max(0.0, steady_seconds - self._heard_at))


def seconds_between(since: datetime | None, until: datetime | None) -> int:
    """Whole seconds of a spell, 0 when one end is unknown or the clock was set back."""
    if since is None or until is None:
        return 0
    return max(0, int((until - since).total_seconds()))


def spell(seconds: int) -> str:
    """Words for a duration: ``02:14``, from one hour on ``1:02:14``."""
    minutes, rest = divmod(max(0, seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


def off_words(seconds: float) -> str:
    """Words for a computer whose own clock is that far ahead of the hub's; empty when it is not."""
    if abs(seconds) <= OFF_SECONDS:
        return ""
    minutes = round(abs(seconds) / 60)
    hours = f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"
    side = "ahead of" if seconds > 0 else "behind"
    return f"This computer's clock is {hours} {side} the hub's: all times here are the hub's."


def their_clock(told: datetime | None, came: datetime, zone: tzinfo) -> str:
    """Words for a time that somebody else's clock told; empty when it is much like ours."""
    if told is None or abs((came - told).total_seconds()) <= THEIRS_SECONDS:
        return ""
    try:
        return f"their clock: {told.astimezone(zone):%a %d %b %Y %H:%M %Z}"
    except OverflowError:
        return "their clock: no time there ever was"


def late_words(came: datetime | None, stored: datetime, zone: tzinfo) -> str:
    """Words for what came while our database took nothing; empty when that made no difference."""
    if came is None or (stored - came).total_seconds() < LATE_SECONDS:
        return ""
    return f"came at {came.astimezone(zone):%H:%M:%S}, stored later"


def moment_words(at: datetime, zone: tzinfo) -> str:
    """A moment for people, never without its zone: ``Mon 06 May 09:30 PDT``."""
    return f"{at.astimezone(zone):%a %d %b %H:%M %Z}"
