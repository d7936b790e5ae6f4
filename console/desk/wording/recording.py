"""What the call bar says of the recording: never less than what may be recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from console.desk.clock import seconds_between, spell
from console.domain.recording import CARD

if TYPE_CHECKING:
    from datetime import datetime

    from console.domain.call_state import Call, Recording

Weight = Literal["plain", "good", "warn", "alarm", "quiet"]
WARN_SECONDS = 30
"""How long before a pause ends by itself its words become an alarm."""

_RECORDING: dict[Recording, tuple[str, Weight]] = {
    "starting": ("REC starting…", "quiet"),
    "pausing": ("pausing… STILL RECORDING", "warn"),
    "resuming": ("REC resuming…", "warn"),
    "stopping": ("stopping… STILL RECORDING", "warn"),
}


def recording_words(call: Call, now: datetime, limit: int) -> list[tuple[str, Weight]]:
    """Whether this call is recorded; a pause has a clock, and a limit when it is for a card."""
    if call.recording in _RECORDING:
        return [_RECORDING[call.recording]]
    if call.recording == "paused":
        return [_paused(call, now, limit)]
    if call.recording == "on":
        is_alarm = call.trouble.startswith("STILL RECORDING")
        return [("STILL RECORDING", "alarm") if is_alarm else ("REC", "good")]
    if call.recording == "off":
        return [("NOT RECORDED", "quiet")]
    return []


def is_pause_ending(call: Call, now: datetime, limit: int) -> bool:
    """Whether a pause ends by itself very soon, or should have ended."""
    if call.recording != "paused" or call.paused_at is None:
        return False
    left = limit - seconds_between(call.paused_at, now)
    return left <= WARN_SECONDS if call.recording_reason == CARD else left <= 0


def _paused(call: Call, now: datetime, limit: int) -> tuple[str, Weight]:
    if call.paused_at is None:
        return "RECORDING PAUSED", "warn"
    since = seconds_between(call.paused_at, now)
    words = f"RECORDING PAUSED {spell(since)}"
    if not is_pause_ending(call, now, limit):
        return words, "warn"
    if since < limit:
        return f"{words}, GOES ON IN {spell(limit - since)}", "alarm"
    return f"{words} TOO LONG", "alarm"
