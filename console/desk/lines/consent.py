"""Lines about consent: who was told of the recording, who said no, and who, or what, picked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.answering import AnswerCorrected, AnswerDetected, MessageAvoided
from console.domain.call_events import ConsentHeard
from console.domain.recording import AnnouncementRepeated

if TYPE_CHECKING:
    from console.desk.scene import Tone
    from console.domain.base import Event
    from console.domain.call_state import Call

Told = tuple[str, str, "Tone"]
NO_CONSENT = "It agrees to nothing: this call is not recorded."
NO_MESSAGE = "No message may be left: it ends by itself, unless you say that a person answered."
UNCERTAIN = "Detection is not sure whether a person or a machine answered."


def tell_consent(event: Event, call: Call) -> Told | None:
    """Head, text and tone; None when it is about something else."""
    match event:
        case ConsentHeard(leg=leg, refused=refused) if leg in call.guests:
            name = call.guests[leg].name
            if refused:
                return f"{name} does not want to be recorded", "", ""
            return f"recording announced to {name}", "", "quiet"
        case ConsentHeard(refused=True):
            return "the caller does not want to be recorded", "", ""
        case ConsentHeard(captioned=True):
            return "recording and captions announced", "", "quiet"
        case ConsentHeard():
            return "recording announced", "", "quiet"
        case AnnouncementRepeated(reason=reason):
            return "recording is announced again", reason, "quiet"
        case AnswerDetected(by="machine", no_message=True):
            return "an answering machine answered", f"{NO_CONSENT} {NO_MESSAGE}", "trouble"
        case AnswerDetected(by="machine"):
            return "an answering machine answered", NO_CONSENT, "trouble"
        case MessageAvoided():
            return "the call ends: a machine answered, and no message may be left", "", "risk"
        case AnswerDetected(by="person"):
            return "a person answered, by detection", "", "quiet"
        case AnswerDetected(told=told):
            return "nobody can tell who answered", UNCERTAIN if told else "", "quiet"
        case AnswerCorrected(by="machine", name=name):
            return f"{name} says: an answering machine answered", NO_CONSENT, "trouble"
        case AnswerCorrected(name=name):
            return f"{name} says: a person answered", "", ""
        case _:
            return None
