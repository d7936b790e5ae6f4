"""Does what a key or the palette names: one table of actions, and when each means something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk import asking
from console.desk.acts import call as acts_call
from console.desk.acts import guests as acts_guests
from console.desk.acts import incident as acts_incident
from console.desk.acts import lead as acts_lead
from console.desk.acts.audio import ACTS as AUDIO
from console.desk.acts.missed import ACTS as MISSED
from console.desk.acts.presence import ACTS as PRESENCE
from console.desk.acts.queues import ACTS as QUEUES
from console.desk.acts.recording import ACTS as RECORDING
from console.desk.acts.transfer import ACTS as TRANSFER
from console.desk.acts.verification import ACTS as VERIFICATION
from console.domain.supervision import LEADS

if TYPE_CHECKING:
    from console.desk.keys import Key
    from console.desk.session import Session

ACTS = acts_call.ACTS | acts_guests.ACTS | acts_incident.ACTS | acts_lead.ACTS
ACTS |= AUDIO | MISSED | PRESENCE | QUEUES | RECORDING | TRANSFER | VERIFICATION
ASKED = frozenset(
    {
        "call.dial",
        "message.resend",
        "message.dismiss",
        "media.open",
        "media.view",
        "note.edit",
        "note.delete",
        "incident.category",
        "incident.severity",
        "incident.status",
        "incident.flag",
        "incident.unflag",
        "incident.open_new",
        "incident.find",
        "contact.identify",
        "contact.reveal",
        "agent.presence",
        "box.subject",
    }
)
WHY_NOT = {
    "offer": "Nothing rings for you.",
    "call": "You are on no call.",
    "talking": "You are on no call.",
    "wrap": "There is no wrap-up to finish.",
    "incident": "Open an incident first.",
    "line": "Choose a line of the timeline first.",
    "sent": "Nothing can be taken back now.",
    "lead": "Only leads see the floor.",
}


def means_something(session: Session, key: Key) -> bool:
    """Whether an action can do anything now."""
    model = session.model
    match key.when:
        case "offer":
            return model.my_offer() is not None
        case "call":
            return model.my_call() is not None
        case "talking":
            call = model.my_call()
            return call is not None and call.phase == "talking"
        case "wrap":
            return model.my_wrap() is not None
        case "incident":
            return session.showing.number != 0
        case "line":
            line = session.screen.timeline.choice
            return line is not None and line.kind == "note"
        case "sent":
            return session.showing.undoable() is not None
        case "lead":
            return model.me is not None and model.me.role in LEADS
        case _:
            return True


def act(session: Session, key: Key) -> None:
    """Do an action, or say why it can't be done."""
    if not means_something(session, key):
        session.screen.say(WHY_NOT.get(key.when, ""), "quiet")
    elif key.id in ACTS:
        ACTS[key.id](session)
    elif key.id in ASKED:
        asking.ask(session, key.id)
