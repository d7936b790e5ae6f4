"""The state of my call in words, always the same ones, for the bar that is always in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from console.desk.clock import seconds_between, spell
from console.desk.wording.guest import guest_words, room_words
from console.desk.wording.presence import after_words, presence_words
from console.desk.wording.recording import recording_words

if TYPE_CHECKING:
    from datetime import datetime

    from console.domain.agent import Agent
    from console.domain.call_state import Call

Weight = Literal["plain", "good", "warn", "alarm", "quiet"]
Words = list[tuple[str, Weight]]
"""Words with how loud they are."""


@dataclass(frozen=True, slots=True)
class MyCalls:
    """What an agent has to do with calls now; at most one of them in practice."""

    offer: Call | None = None
    call: Call | None = None
    wrap: Call | None = None
    presence: str = ""
    presence_key: str = ""
    """The key that changes it, as it is printed."""
    presence_until: datetime | None = None
    """When it ends by itself."""
    following: str = ""
    """The state that comes after this contact."""
    following_key: str = ""
    """The key that chooses it, as it is printed."""
    is_hard: bool = False
    """Whether what is being finished was critical."""


def call_words(
    mine: MyCalls, now: datetime, *, hold_warning_seconds: int = 120, card_pause_seconds: int = 180
) -> Words:
    """Words for the call bar; states that the provider has not confirmed end in an ellipsis."""
    after = after_words(mine.following, is_hard=mine.is_hard, key=mine.following_key)
    if mine.call is not None:
        call = _call(mine.call, now, hold_warning_seconds, card_pause_seconds)
        return [*call, *after]
    if mine.offer is not None:
        return [(f"RINGING {_since(mine.offer.offer_at, now)}", "alarm"), *after]
    if mine.wrap is not None:
        if mine.wrap.phase == "left":
            return [("WRAP-UP", "warn"), ("the others are still talking", "quiet"), *after]
        return [(f"WRAP-UP {_since(mine.wrap.ended_at, now)}", "warn"), *after]
    state = presence_words(mine.presence, mine.presence_key, mine.presence_until, now)
    return [("NO CALL", "plain"), *state]


def away_words(me: Agent | None, key: str) -> str:
    """Why the hub lets no calls come to me, and how they come again; empty when they may."""
    if me is None or me.presence != "away" or not me.presence_reason:
        return ""
    return f"No calls come to you: {me.presence_reason}. {key}, then Enter: they come again."


def call_clock(call: Call | None, now: datetime) -> int | None:
    """Seconds on the clock of a call; None before anybody talked."""
    if call is None or call.answered_at is None:
        return None
    return seconds_between(call.answered_at, now)


def _since(start: datetime | None, now: datetime) -> str:
    return spell(seconds_between(start, now))


def _call(call: Call, now: datetime, limit: int, pause: int) -> Words:
    if call.phase == "connecting":
        words: Words = [(f"CONNECTING {_since(call.arrived_at, now)}", "warn")]
    else:
        words = [(f"ON CALL {_since(call.answered_at or call.arrived_at, now)}", "good")]
    words += _hold(call, now, limit) + _mute(call)
    words += recording_words(call, now, pause)
    if call.end_asked:
        words.append(("hanging up…", "warn"))
    if call.trouble:
        words.append((f"! {call.trouble}", "alarm"))
    # Last, for they may be many: on a narrow screen they are what is cut off.
    return words + room_words(call) + guest_words(call, now)


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
