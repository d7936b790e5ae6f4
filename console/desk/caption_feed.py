"""Takes captions from the stream to the screen: unfinished ones only where they are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.call_events import CallEnded
from console.domain.captions import CaptionPart, CaptionsHeard

if TYPE_CHECKING:
    from console.desk.showing import Showing
    from console.domain.timeline import Entry


def caption_heard(showing: Showing, part: CaptionPart) -> None:
    """Show what is being said, if its incident is on the screen."""
    if part.incident == showing.number:
        showing.speaking.heard(part)
        showing.captions()


def caption_done(showing: Showing, entry: Entry) -> None:
    """Forget what was being said: the line is finished, or the call is over."""
    key = entry.stream.partition("/")[2]
    match entry.event:
        case CaptionsHeard():
            showing.speaking.finished(key, entry.event)
        case CallEnded():
            showing.speaking.forget(key)
        case _:
            return
    showing.captions()
