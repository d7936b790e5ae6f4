"""Lines of promises: what was promised and until when, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.wording.promise import due_words
from console.domain.promise import (
    NothingOwed,
    PromiseBroken,
    PromiseDropped,
    PromiseKept,
    PromiseMade,
    PromiseMoved,
)

if TYPE_CHECKING:
    from console.desk.scene import Scene, Tone
    from console.domain.base import Event


def tell_promise(event: Event, who: str, scene: Scene) -> tuple[str, str, Tone] | None:
    """Head, text and tone; None for other events."""
    match event:
        case PromiseMade(text=text, due=due, zone=zone):
            return f"promise, {due_words(due, zone, scene.zone)}", text, "promise"
        case PromiseMoved(due=due, text=text, reason=reason):
            moved = f"{who} moved a promise: {due_words(due, '', scene.zone)}"
            return moved, text or reason, "promise"
        case PromiseKept(words=words):
            return f"{who} kept a promise", words, ""
        case PromiseBroken():
            return "PROMISE BROKEN: its time is over", "", "trouble"
        case PromiseDropped(reason=reason):
            return "a promise is not owed any more", reason, "quiet"
        case NothingOwed(reason=reason):
            return f"{who}: no next contact is owed", reason, ""
        case _:
            return None
