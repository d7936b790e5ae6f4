"""The state of my call in words, always the same ones, for the bar that is always in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from console.desk.clock import seconds_between, spell
from console.desk.wording.guest import guest_words, room_words
from console.desk.wording.presence import after_words, idle_words
from console.desk.wording.recording import recording_words
from console.desk.wording.transfer import handed_words, handoff_words, on_the_way
from console.domain.answering import is_machine
from console.domain.guests import present_guests
from console.domain.roles import BY_RULE
from console.domain.safe_text import clean_line

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
    me: int = 0
    """My number."""
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
    no_message: bool = False
    """Whether a flag says that nothing may be left on their machine."""
    audio: str = ""
    """That calls find their way to my browser."""


def call_words(
    mine: MyCalls, now: datetime, *, hold_warning_seconds: int = 120, card_pause_seconds: int = 180
) -> Words:
    """Words for the call bar; states that the provider has not confirmed end in an ellipsis."""
    after = after_words(mine.following, is_hard=mine.is_hard, key=mine.following_key)
    if mine.call is not None:
        call = _call(mine.call, now, mine.me, hold_warning_seconds, card_pause_seconds)
        return [*answer_words(mine.call, no_message=mine.no_message), *call, *after]
    if mine.offer is not None:
        left = handoff_words(mine.offer, now)
        words = left or [(f"RINGING {_since(mine.offer.offer_at, now)}", "alarm")]
        return [*words, *after]
    if mine.wrap is not None:
        if mine.wrap.phase == "left":
            return [("WRAP-UP", "warn"), ("the others are still talking", "quiet"), *after]
        if handed := handed_words(mine.wrap, mine.me):
            return [("WRAP-UP", "warn"), *handed, *after]
        return [(f"WRAP-UP {_since(mine.wrap.ended_at, now)}", "warn"), *after]
    idle = idle_words(mine.presence, mine.presence_key, mine.presence_until, now)
    return [*idle, (mine.audio, "quiet")] if mine.audio else idle


def away_words(me: Agent | None, key: str) -> str:
    """Why the hub lets no calls come to me, and how they come again; empty when they may."""
    if me is None or me.presence == "available" or not me.presence_reason:
        return ""
    if me.presence != "away" and not me.presence_by:
        return ""
    by = f" (by {me.presence_by})" if me.presence_by not in ("", BY_RULE) else ""
    why = clean_line(me.presence_reason)
    return f"No calls come to you: {why}{by}. {key}, then Enter: they come again."


def call_clock(call: Call | None, now: datetime) -> int | None:
    """Seconds on the clock of a call; None before anybody talked."""
    if call is None or call.answered_at is None:
        return None
    return seconds_between(call.answered_at, now)


def _since(start: datetime | None, now: datetime) -> str:
    return spell(seconds_between(start, now))


def _call(call: Call, now: datetime, me: int, limit: int, pause: int) -> Words:
    if call.phase == "connecting":
        words: Words = [(f"CONNECTING {_since(call.arrived_at, now)}", "warn")]
        if not call.mine.sid:
            words.append(("your phone is not dialled yet", "quiet"))
    else:
        words = [(f"ON CALL {_since(call.answered_at or call.arrived_at, now)}", "good")]
    words += _mute(call) + on_the_way(call, now, me) + _hold(call, now, limit)
    words += recording_words(call, now, pause)
    if call.end_asked:
        words.append(("hanging up…", "warn"))
    if call.trouble:
        words.append((f"! {call.trouble}", "alarm"))
    # Last, for they may be many: on a narrow screen they are what is cut off.
    return words + room_words(call) + guest_words(call, now)


def answer_words(call: Call, *, no_message: bool) -> Words:
    """That nobody hears what is said, as far as anybody can tell; a guess says that it is one.

    They come first: whoever speaks on must not do so because a narrow bar has cut them off.
    """
    rule: Words = [("LEAVE NO MESSAGE", "alarm")] if no_message else []
    if is_machine(call):
        doubt = "" if call.answered_words else "?"
        return [(f"ANSWERING MACHINE{doubt}", "alarm"), *rule]
    # Until a person is known to be there, whoever dials reads the rule in time.
    return rule if not call.inbound and call.answered_by != "person" else []


def _hold(call: Call, now: datetime, limit: int) -> Words:
    if call.hold_asked != call.is_held:
        return [("holding…" if call.hold_asked else "taking off hold…", "warn")]
    if not call.is_held:
        return []
    seconds = seconds_between(call.held_at, now)
    # With somebody else on the line, who of them waits is said too.
    who = "CALLER " if call.transfer is not None or present_guests(call) else ""
    if seconds >= limit:
        return [(f"{who}ON HOLD {spell(seconds)} TOO LONG", "alarm")]
    return [(f"{who}ON HOLD {spell(seconds)}", "warn")]


def _mute(call: Call) -> Words:
    if call.mute_asked != call.is_muted:
        return [("muting…" if call.mute_asked else "unmuting… STILL MUTED", "warn")]
    if call.is_muted:
        return [("MUTED", "warn")]
    return [("NOT MUTED", "alarm")] if "mute" in call.trouble.lower() else []
