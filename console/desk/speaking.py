"""What is being said right now: unfinished captions, forgotten as soon as the line is finished."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.wording.call import Words
    from console.domain.call_state import Call
    from console.domain.captions import CaptionPart, CaptionsHeard, Sitting

STANDS_SECONDS = 6.0
"""How long an unfinished line is shown that nobody goes on with."""
_WHY = {
    "hold": "paused: on hold",
    "pause": "paused: the recording is paused",
    "waiting": "paused: nobody of us is in the call",
    "agent": "paused",
    "unaware": "paused: somebody was not told of them",
    "refused": "stopped: somebody does not want them",
    "off": "off for this call",
    "queue": "stopped: this queue has none",
}


class Speaking:
    """Pure and synchronous; nothing of it outlives the desk."""

    def __init__(self, moment: Callable[[], float]) -> None:
        self._moment = moment
        self._parts: dict[tuple[str, str], tuple[CaptionPart, float]] = {}
        """Call and side to what is being said there, and when it came."""
        self._done: dict[tuple[str, str], tuple[int, int]] = {}
        """Call and side to the sitting and place of its last finished line."""

    def heard(self, part: CaptionPart) -> None:
        """Take in what is being said; what comes late changes nothing."""
        key, place = (part.call, part.speaker), (part.sitting, part.sequence)
        shown = self._parts.get(key)
        if place <= self._done.get(key, (0, -1)):
            return
        if shown is None or place > (shown[0].sitting, shown[0].sequence):
            self._parts[key] = part, self._moment()

    def finished(self, call: str, line: CaptionsHeard) -> None:
        """A line is finished, and on the timeline."""
        key, place = (call, line.speaker), (line.sitting, line.sequence)
        self._done[key] = max(place, self._done.get(key, place))
        shown = self._parts.get(key)
        if shown is not None and (shown[0].sitting, shown[0].sequence) <= self._done[key]:
            del self._parts[key]

    def forget(self, call: str) -> None:
        """The call is over, or its captions are."""
        for key in [key for key in (*self._parts, *self._done) if key[0] == call]:
            self._parts.pop(key, None)
            self._done.pop(key, None)

    def words(self, call: Call | None) -> Words:
        """What stands under the timeline; nothing where a call has no captions."""
        newest = call.captions.newest if call is not None and not call.over else None
        if call is None or newest is None:
            return []
        if not newest.is_open:
            return _rest(call, newest)
        if not newest.is_started:
            return [("CC starting…", "quiet")]
        since = self._moment() - STANDS_SECONDS
        mine = [
            (at, part)
            for (key, _), (part, at) in self._parts.items()
            if key == call.id and part.sitting == newest.number and at >= since
        ]
        if not mine:
            return [("CC on", "quiet")]
        _, part = max(mine, key=lambda one: one[0])
        who = "caller" if part.speaker == "caller" else part.name or "agent"
        return [(f"CC {who}: ", "quiet"), (part.text, "quiet")]


def _rest(call: Call, newest: Sitting) -> Words:
    if newest.has_broken or newest.has_stop_failed:
        return [(f"CC failed: {newest.trouble or 'they broke off'}", "warn")]
    if call.captions.is_off:
        return [("CC off for this call", "quiet")]
    return [(f"CC {_WHY.get(newest.closed_for, 'off')}", "quiet")]
