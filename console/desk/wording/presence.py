"""Presence in words, for the call bar: the state, its end, and what comes after a contact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from console.desk.clock import seconds_between, spell

if TYPE_CHECKING:
    from datetime import datetime

Weight = Literal["plain", "good", "warn", "alarm", "quiet"]
Words = list[tuple[str, Weight]]


def presence_words(state: str, key: str, until: datetime | None, now: datetime) -> Words:
    """The state of somebody who is on no call, and how calls come again."""
    if state in ("", "available"):
        return [(state.upper(), "quiet")] if state else []
    if until is not None:
        left = spell(max(0, seconds_between(now, until)))
        return [(f"{state.upper()} {left}", "good"), ("then calls come again", "quiet")]
    how = f": {key} changes that" if key else ""
    return [(state.upper(), "warn"), (f"no calls come to you{how}", "warn")]


def idle_words(state: str, key: str, until: datetime | None, now: datetime) -> Words:
    """The call bar of somebody who has nothing to do with any call."""
    return [("NO CALL", "plain"), *presence_words(state, key, until, now)]


def after_words(following: str, *, is_hard: bool, key: str) -> Words:
    """What comes after this contact; after a hard one, what is there for the asking."""
    if following:
        return [(f"then {following.upper()}", "good")]
    if is_hard and key:
        return [(f"a hard one: {key} for 5 minutes to recover", "good")]
    return []
