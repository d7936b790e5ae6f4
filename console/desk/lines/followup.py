"""Callers to get back to, in words: on the timeline, in the work list, and in the list of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.clock import spell
from console.domain.followup import (
    FollowupClosed,
    FollowupOpened,
    FollowupSeen,
    FollowupTried,
)
from console.domain.location import CallbackNumberNoted, PlaceNoted
from console.domain.person import masked
from console.domain.verification import HOW, CallerVerified
from console.domain.voicemail import (
    VoicemailDeleted,
    VoicemailEmpty,
    VoicemailHeard,
    VoicemailKept,
)

if TYPE_CHECKING:
    from console.desk.scene import Scene, Tone
    from console.domain.base import Event
    from console.domain.followup import Followup, Reason, What

Told = tuple[str, str, "Tone"]
NAMES: dict[What, str] = {
    "missed": "missed call",
    "dropped": "dropped call",
    "callback": "callback",
    "voicemail": "voicemail",
}
_WHY: dict[Reason, str] = {
    "": "",
    "ring-out": "nobody answered the ring; they left after {waited}",
    "declined": "declined; they left after {waited}",
    "caller-left": "they left after {waited}",
    "unreached": "the agent's phone was not connected; they left after {waited}",
    "network": "cut off by the network",
    "closed": "we were closed",
    "no-message": "they wanted to leave a message; none has come",
    "danger": "they are gone, and somebody may be in danger",
}


def why(reason: Reason, seconds: int) -> str:
    """The reason in words."""
    return _WHY[reason].format(waited=spell(seconds))


def tell_followup(event: Event, who: str, scene: Scene) -> Told | None:
    """The line of an entry about somebody to get back to, or of what is pinned."""
    match event:
        case FollowupOpened(what="voicemail", seconds=seconds):
            return f"voicemail, {spell(seconds)}", "", "inbound"
        case FollowupOpened(what="callback", most=most):
            words = f"They keep their place; rung up to {most} times."
            return f"callback asked by {scene.names.party(event.handle)}", words, "inbound"
        case FollowupOpened(what=what, reason=reason, seconds=seconds):
            return f"{NAMES[what]}: {why(reason, seconds)}", "", "trouble"
        case FollowupTried(agent=0, how=how) if how.startswith("not rung"):
            return how, "Nothing is tried by itself any more.", "trouble"
        case FollowupTried(name=name, how=how, is_last=is_last):
            head = f"{name or 'we'} rang them back"
            last = "Nothing is tried by itself any more." if is_last and how else ""
            return f"{head}: {how}" if how else head, last, "quiet"
        case FollowupSeen(name=name):
            return f"seen by {name}", "", "quiet"
        case FollowupClosed(name=name, words=words):
            return f"dealt with{f' by {name}' if name else ''}: {words}", "", ""
        case VoicemailHeard(name=name):
            return f"{name} listened to the voicemail", "", "quiet"
        case VoicemailEmpty(seconds=seconds):
            return "no message: they hung up at the tone", spell(seconds), "quiet"
        case VoicemailDeleted():
            return "voicemail deleted, its time is over", "", "quiet"
        case VoicemailKept(words=words, is_failure=is_failure):
            head = "VOICEMAIL NOT DELETED" if is_failure else "voicemail kept"
            return head, words, "trouble" if is_failure else "quiet"
        case PlaceNoted(place=""):
            return f"{who}: the place is not known any more", "", ""
        case PlaceNoted(place=place):
            return f"{who}: they are at", place, "risk"
        case CallerVerified(handle=handle, how=how, words=words):
            return f"{who} checked who {masked(handle)} is: {HOW[how]}", words, ""
        case CallbackNumberNoted(handle=handle):
            return f"{who}: ring them back at {masked(handle)}", "", ""
        case _:
            return None


def in_words(followup: Followup) -> str:
    """One of the list: what and why, how often tried, who has seen it or closed it."""
    parts = [NAMES[followup.what].upper(), masked(followup.handle) if followup.handle else ""]
    if followup.what == "voicemail":
        parts.append(spell(followup.seconds))
        parts.append(f"heard by {followup.heard_by}" if followup.heard_by else "not heard yet")
        parts.append(_kept(followup))
    else:
        parts.append(why(followup.reason, followup.seconds))
    parts.append(_attempts(followup))
    if followup.is_open:
        parts.append(f"seen by {followup.seen_by}" if followup.seen_by else "seen by nobody")
    else:
        parts.append(f"closed by {followup.closed_by or 'itself'}: {followup.words}")
    return " · ".join(part for part in parts if part)


def _kept(followup: Followup) -> str:
    """How long a message is there to be listened to."""
    if followup.is_deleted:
        return "deleted"
    until = followup.keep_until
    return followup.kept_words or (f"kept until {until:%Y-%m-%d}" if until else "")


def _attempts(followup: Followup) -> str:
    if followup.most and followup.is_open:
        waits = "yours to do now" if followup.is_ours else "waits in the queue"
        return f"{followup.attempts} of {followup.most} attempts, {waits}"
    if not followup.attempts:
        return ""
    by = f" by {followup.agent_name}" if followup.agent_name else ""
    return f"tried {followup.attempts}x{by}"
