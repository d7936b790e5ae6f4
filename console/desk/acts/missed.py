"""What the keys for missed and dropped calls do: ring again, list, close, and say it is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.lines.followup import in_words, why
from console.desk.missed_list import Listed, listed, to_redial
from console.desk.widgets.ask_panel import Pick, Question, Write
from console.domain.call_events import DialCall
from console.domain.callbacks import NotReached
from console.domain.followup import CloseFollowup, SeeFollowups, still_open
from console.domain.location import NoteCallbackNumber, NotePlace
from console.domain.person import masked
from console.domain.voicemail import PlayVoicemail

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.session import Session

SEEN = "seen"
_PLAY = (("play", "listen to it; it is on record who did"),)
_DO = (
    ("go", "go there"),
    ("redial", "ring them now"),
    ("close", "close it with a word"),
)


def redial(session: Session) -> None:
    """Ring whose call broke off, or who is open in the incident shown."""
    model = session.model
    me = model.me.number if model.me else 0
    found = to_redial(model.incidents.values(), me, session.showing.number)
    if found is None:
        session.screen.say("There is nobody to ring back.", "quiet")
    else:
        _ring(session, found)


def _ring(session: Session, found: Listed) -> None:
    to = found.incident.callback_number or found.followup.handle
    if not to.startswith("tel:"):
        session.screen.say("Their number is not known.", "warn")
        return
    session.places.show(found.incident.number, focus="note")
    session.give(DialCall(incident=found.incident.number, to=to))
    session.screen.say(f"Ringing {masked(to)} again…", "good", about="taking")


def list_them(session: Session) -> None:
    """List everybody who is to be got back to."""
    found = listed(session.model.incidents.values(), session.showing.now)
    if not found:
        session.screen.say("Nobody is waiting to be got back to.", "quiet")
        return
    options = [(f"{i.number}:{f.key}", f"{i.ref} {in_words(f)}") for i, f in found]
    open_now = sum(one.followup.is_open for one in found)
    if any(one.followup.is_open and not one.followup.seen_by for one in found):
        options.append((SEEN, "mark everything as seen"))
    step = Pick(f"{open_now} open: which", tuple(options))
    session.screen.put_question(Question("missed.list", "MISSED", (step,)))


def place(session: Session) -> None:
    """Pin where they are."""
    incident = session.showing.incident
    start = incident.place if incident is not None else ""
    step = Write("where are they", start=start, required=False)
    session.screen.put_question(Question("incident.place", "PLACE", (step,), seen=start))


def number(session: Session) -> None:
    """Pin where they can be rung back."""
    incident = session.showing.incident
    known = incident.callback_number if incident is not None else ""
    step = Write("number to ring back", start=known.removeprefix("tel:"))
    asked = Question("incident.callback_number", "RING BACK", (step,), seen=known)
    session.screen.put_question(asked)


def answered(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    """Do what the answers say."""
    if found.action == "incident.place":
        here = session.showing.number
        session.give(NotePlace(incident=here, place=answers[0], seen=found.seen))
    elif found.action == "incident.callback_number":
        here = session.showing.number
        wish = NoteCallbackNumber(incident=here, number=answers[0], seen=found.seen)
        session.give(wish)
    elif found.action == "missed.close":
        incident, _, key = found.about.partition(":")
        session.give(CloseFollowup(incident=int(incident), key=key, words=answers[0]))
    elif found.action == "missed.do":
        _do(session, found.about, answers[0])
    elif answers[0] == SEEN:
        _see(session)
    else:
        _chosen(session, answers[0])


def _see(session: Session) -> None:
    open_in = [i.number for i in session.model.incidents.values() if still_open(i)]
    if open_in:
        session.give(SeeFollowups(incidents=tuple(open_in[:200])))


def _find(session: Session, about: str) -> Listed | None:
    number, _, key = about.partition(":")
    incident = session.model.incidents.get(int(number))
    found = next((f for f in incident.followups if f.key == key), None) if incident else None
    return Listed(incident, found) if incident is not None and found is not None else None


def _chosen(session: Session, about: str) -> None:
    found = _find(session, about)
    if found is None:
        return
    if not found.followup.is_open:
        session.places.show(found.incident.number, focus="note")
        return
    is_message = found.followup.what == "voicemail"
    step = Pick(in_words(found.followup), (*(_PLAY if is_message else ()), *_DO))
    session.screen.put_question(Question("missed.do", found.incident.ref, (step,), about=about))


def _do(session: Session, about: str, what: str) -> None:
    found = _find(session, about)
    if found is None:
        return
    if what == "go":
        session.places.show(found.incident.number, focus="note")
    elif what == "play":
        session.give(PlayVoicemail(incident=found.incident.number, key=found.followup.key))
    elif what == "redial":
        _ring(session, found)
    else:
        step = Write("how was it dealt with")
        question = Question("missed.close", found.incident.ref, (step,), about=about)
        session.screen.put_question(question)


def mind(session: Session) -> None:
    """Say that my call broke off, until somebody has rung them or closed it."""
    model, notice = session.model, session.screen.notice
    me = model.me.number if model.me else 0
    found = to_redial(model.incidents.values(), me, 0)
    words = "" if found is None or model.my_call() is not None else _dropped(session, found)
    if words != notice.dropped:
        notice.dropped = words
        notice.hush()


def _dropped(session: Session, found: Listed) -> str:
    followup = found.followup
    tried = f" · tried {followup.attempts}x" if followup.attempts else ""
    key = session.screen.redial_key
    return (
        f"CALL DROPPED {found.incident.ref}: {why(followup.reason, 0)} · "
        f"{key} rings {masked(followup.handle)}{tried}"
    )


def not_reached(session: Session) -> None:
    """Say that a machine answered the callback."""
    wrap = session.model.my_wrap()
    if wrap is None or wrap.callback is None:
        session.screen.say("This was no callback.", "quiet")
    else:
        session.give(NotReached(call=wrap.id))


ACTS: dict[str, Callable[[Session], None]] = {
    "missed.redial": redial,
    "missed.list": list_them,
    "callback.not_reached": not_reached,
    "incident.place": place,
    "incident.callback_number": number,
}
ANSWERS = frozenset(
    {"missed.list", "missed.do", "missed.close", "incident.place", "incident.callback_number"}
)
