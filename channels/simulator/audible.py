"""Who hears whom in a room: the safety property of hold, mute and whisper, in one function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Presence:
    """What decides a participant's audio."""

    id: str
    muted: bool = False
    hold: bool = False
    coaches: str | None = None
    """The only participant that hears this one, while it coaches."""


def hears(listener: str, room: Iterable[Presence], *, is_started: bool) -> frozenset[str]:
    """The participants whose voices reach ``listener``.

    Nobody hears anybody before the conference starts; a held participant neither hears nor is
    heard; a muted one is not heard; a coach is heard by the coached only and hears everybody.
    Source: https://www.twilio.com/docs/voice/api/conference-participant-resource
    """
    present = {one.id: one for one in room}
    if not is_started or listener not in present or present[listener].hold:
        return frozenset()
    return frozenset(
        one.id
        for one in present.values()
        if one.id != listener and not one.muted and not one.hold and one.coaches in (None, listener)
    )
