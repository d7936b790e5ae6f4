"""Does what a key or the palette names: one table of actions, and when each means something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk import asking
from console.desk.acts import call as acts_call
from console.desk.acts import guests as acts_guests
from console.desk.acts import incident as acts_incident
from console.desk.acts import lead as acts_lead
from console.desk.acts.abbreviations import ACTS as ABBREVIATIONS
from console.desk.acts.audio import ACTS as AUDIO
from console.desk.acts.captions import ACTS as CAPTIONS
from console.desk.acts.emergency import ACTS as EMERGENCY
from console.desk.acts.flags import ACTS as FLAGS
from console.desk.acts.floor import ACTS as FLOOR
from console.desk.acts.merging import ACTS as MERGING
from console.desk.acts.missed import ACTS as MISSED
from console.desk.acts.moving import ACTS as MOVING
from console.desk.acts.my_drafts import ACTS as MY_DRAFTS
from console.desk.acts.note_history import ACTS as NOTE_HISTORY
from console.desk.acts.on_call import ACTS as ON_CALL
from console.desk.acts.one_person import ACTS as ONE_PERSON
from console.desk.acts.paging import ACTS as PAGING
from console.desk.acts.people import ACTS as PEOPLE
from console.desk.acts.presence import ACTS as PRESENCE
from console.desk.acts.promise import ACTS as PROMISE
from console.desk.acts.queues import ACTS as QUEUES
from console.desk.acts.recording import ACTS as RECORDING
from console.desk.acts.resources import ACTS as RESOURCES
from console.desk.acts.restriction import ACTS as RESTRICTION
from console.desk.acts.safe_contact import ACTS as SAFE
from console.desk.acts.script import ACTS as SCRIPT
from console.desk.acts.transfer import ACTS as TRANSFER
from console.desk.acts.verification import ACTS as VERIFICATION
from console.desk.alert_check import ACTS as ALERT_CHECK
from console.domain.supervision import LEADS

if TYPE_CHECKING:
    from console.desk.keys import Key
    from console.desk.session import Session

ACTS = acts_call.ACTS | acts_guests.ACTS | acts_incident.ACTS | acts_lead.ACTS
ACTS |= AUDIO | CAPTIONS | MISSED | PRESENCE | QUEUES | RECORDING | TRANSFER | VERIFICATION
ACTS |= RESTRICTION | FLOOR | SCRIPT | PROMISE | PAGING | EMERGENCY | SAFE | RESOURCES | PEOPLE
ACTS |= ABBREVIATIONS | NOTE_HISTORY | FLAGS | ON_CALL | MERGING | MOVING | ONE_PERSON
ACTS |= MY_DRAFTS | ALERT_CHECK
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
    "others": "There is nothing to take: it is yours, or none is open.",
    "line": "Choose a line of the timeline first.",
    "sent": "Nothing can be taken back now.",
    "lead": "Only leads see the floor.",
}


def means_something(session: Session, key: Key) -> bool:
    """Whether an action can do anything now."""
    model = session.model
    match key.when:
        case "offer":
            return model.my_offer() is not None or session.handed.unread() is not None
        case "call":
            return model.my_call() is not None
        case "talking":
            call = model.my_call()
            return call is not None and call.phase == "talking"
        case "wrap":
            return model.my_wrap() is not None
        case "incident":
            return session.showing.number != 0
        case "others":
            return session.showing.incident is not None and not _is_mine(session)
        case "line":
            line = session.screen.timeline.choice
            return line is not None and line.kind == "note"
        case "sent":
            return session.showing.undoable() is not None
        case "lead":
            return model.me is not None and model.me.role in LEADS
        case _:
            return True


def _is_mine(session: Session) -> bool:
    incident, me = session.showing.incident, session.model.me
    return incident is not None and me is not None and incident.owner == me.number


def act(session: Session, key: Key) -> None:
    """Do an action, or say why it can't be done."""
    if not means_something(session, key):
        session.screen.say(WHY_NOT.get(key.when, ""), "quiet")
    elif key.id in ACTS:
        ACTS[key.id](session)
    elif key.id in ASKED:
        asking.ask(session, key.id)
