"""The state of my call in words, always the same ones, for the bar that is always in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from console.desk.clock import seconds_between, spell

if TYPE_CHECKING:
    from datetime import datetime

    from console.domain.call_state import Call, Recording

Weight = Literal["plain", "good", "warn", "alarm", "quiet"]
Words = list[tuple[str, Weight]]
"""Words with how loud they are."""

_RECORDING: dict[Recording, tuple[str, Weight]] = {
    "off": ("NOT RECORDED", "quiet"),
    "starting": ("REC starting…", "quiet"),
    "on": ("REC", "good"),
    "pausing": ("pausing… STILL RECORDING", "warn"),
    "paused": ("REC PAUSED", "warn"),
    "resuming": ("REC resuming…", "warn"),
}


@dataclass(frozen=True, slots=True)
class MyCalls:
    """What an agent has to do with calls now; at most one of them in practice."""

    offer: Call | None = None
    call: Call | None = None
    wrap: Call | None = None
    presence: str = ""


def call_words(mine: MyCalls, now: datetime, *, hold_warning_seconds: int = 120) -> Words:
    """Words for the call bar; states that the provider has not confirmed end in an ellipsis."""
    if mine.call is not None:
        return _call(mine.call, now, hold_warning_seconds)
    if mine.offer is not None:
        return [(f"RINGING {_since(mine.offer.offer_at, now)}", "alarm")]
    if mine.wrap is not None:
        return [(f"WRAP-UP {_since(mine.wrap.ended_at, now)}", "warn")]
    return [("NO CALL", "plain"), *_presence(mine.presence)]


def _presence(state: str) -> Words:
    if state in ("", "available"):
        return [(state.upper(), "quiet")] if state else []
    return [(state.upper(), "warn"), ("no calls come to you", "warn")]


def call_clock(call: Call | None, now: datetime) -> int | None:
    """Seconds on the clock of a call; None before anybody talked."""
    if call is None or call.answered_at is None:
        return None
    return seconds_between(call.answered_at, now)


def _since(start: datetime | None, now: datetime) -> str:
    return spell(seconds_between(start, now))


def _call(call: Call, now: datetime, limit: int) -> Words:
    if call.phase == "connecting":
        words: Words = [(f"CONNECTING {_since(call.arrived_at, now)}", "warn")]
    else:
        words = [(f"ON CALL {_since(call.answered_at or call.arrived_at, now)}", "good")]
    words += _hold(call, now, limit) + _mute(call)
    if call.recording in _RECORDING:
        words.append(_RECORDING[call.recording])
    if call.end_asked:
        words.append(("hanging up…", "warn"))
    if call.trouble:
        words.append((f"! {call.trouble}", "alarm"))
    return words


def _hold(call: Call, now: datetime, limit: int) -> Words:
    if call.hold_asked != call.is_held:
        return [("holding…" if call.hold_asked else "taking off hold…", "warn")]
    if not call.is_held:
        return []
    seconds = seconds_between(call.held_at, now)
    if seconds >= limit:
        return [(f"ON HOLD {spell(seconds)} TOO LONG", "alarm")]
    return [(f"ON HOLD {spell(seconds)}", "warn")]


def _mute(call: Call) -> Words:
    if call.mute_asked != call.is_muted:
        return [("muting…" if call.mute_asked else "unmuting… STILL MUTED", "warn")]
    if call.is_muted:
        return [("MUTED", "warn")]
    return [("NOT MUTED", "alarm")] if "mute" in call.trouble.lower() else []
