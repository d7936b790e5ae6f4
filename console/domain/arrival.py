"""What happens to a caller before they wait: a language is chosen, or their queue is closed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from console.domain.base import Event

if TYPE_CHECKING:
    from console.domain.call_state import Call

Language = Literal["en", "es"]


class CallLanguageChosen(Event):
    """The caller pressed the key of the other language."""

    kind: Literal["call.language_chosen"] = "call.language_chosen"
    language: Language


class ContactLanguageChosen(Event):
    """The language that this address is spoken to in from now on."""

    kind: Literal["contact.language_chosen"] = "contact.language_chosen"
    language: Language


class CallTurnedAway(Event):
    """The queue was closed when the caller came; they heard so, and why is kept."""

    kind: Literal["call.turned_away"] = "call.turned_away"
    queue: str
    reason: str
    opens_at: datetime | None = None


ARRIVAL_EVENTS = (CallLanguageChosen, CallTurnedAway)


def evolve_arrival(state: Call, event: Event) -> Call:
    """Apply one of these events to a call."""
    match event:
        case CallLanguageChosen(language=language):
            return state.model_copy(update={"language": language})
        case CallTurnedAway(reason=reason):
            return state.model_copy(update={"turned_away": reason})
        case _:
            return state
