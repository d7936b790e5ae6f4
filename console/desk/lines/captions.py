"""Lines of captions: what somebody said, quietly, and what became of the captions themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.scene import Line, Scene, Tone, key_of
from console.domain.captions import CaptionsFailed, CaptionsHeard, CaptionsStarted, CaptionsSwitched

if TYPE_CHECKING:
    from console.domain.base import Event
    from console.domain.timeline import Entry

CALLER = "caller"


def tell_captions(entry: Entry, event: Event, scene: Scene) -> Line | None:
    """The line of an entry about captions; None when nobody needs to know."""
    author = scene.names.actor(entry.actor)
    key, at = key_of(entry), entry.at
    if isinstance(event, CaptionsHeard):
        head, text = who_said(event), scene.body(entry, event.text)
        return Line(key, at, "caption", author, head, text, tone="quiet")
    told = _told(event)
    if told is None:
        return None
    head, text, tone = told
    text = scene.body(entry, text)
    return Line(key, at, "call", author, f"call · {head}", text, tone=tone)


def who_said(event: CaptionsHeard) -> str:
    """Whose words they are, as far as can be told: those who speak to the caller share a line."""
    if event.speaker == "caller":
        return CALLER
    return " or ".join((event.name or "agent", *event.others))


def _told(event: Event) -> tuple[str, str, Tone] | None:
    match event:
        case CaptionsStarted(sitting=1):
            return "captions on", "", "quiet"
        case CaptionsSwitched(on=on, name=name):
            return f"{name} turned captions {'on' if on else 'off'} for this call", "", ""
        case CaptionsFailed(words=words):
            return "trouble with captions", words, "trouble"
        case _:
            return None
