"""Moving the chosen text, mail, call or note to another incident, and moving it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.acts.other import NAMED, ask_which, find_others, read
from console.desk.widgets.ask_panel import UNCHOSEN, Pick, Question, Write
from console.desk.wording.merging import move_words
from console.domain.base import Rejected
from console.domain.moving import NEW, MoveLeg, check_leg, check_target, name_of
from console.domain.reference import reference
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from console.desk.model import Line
    from console.desk.opened import Opened
    from console.desk.session import Session
    from console.domain.incident import Incident
    from console.domain.moving import Leg

MOVE, BACK, WHAT = "incident.move_leg", "incident.undo_move", "incident.move_what"
WHICH, AGREE, WHY = "incident.move_which", "incident.move_agree", "incident.move_why"
ANSWERS = frozenset({MOVE, BACK, WHAT, WHICH, AGREE, WHY})
"""Questions that are put and answered here."""
ALONE = "new"
"""What opens an incident for it."""


def legs_of(opened: Opened) -> dict[str, tuple[str, Leg]]:
    """Find the leg that each line of the timeline began, with its stream; a line by its key."""
    scene = opened.scene
    known: list[tuple[str, Leg]] = [
        *((f"message/{one.id}", one) for one in scene.messages.values()),
        *((f"call/{one.id}", one) for one in scene.calls.values()),
        *((f"note/{one.id}", one) for one in scene.notes.values()),
    ]
    lines = ((opened.line_of(stream), stream, leg) for stream, leg in known)
    return {line.key: (stream, leg) for line, stream, leg in lines if line}


def _legs(session: Session) -> dict[str, tuple[str, Leg]]:
    opened = session.model.opened.get(session.showing.number)
    return legs_of(opened) if opened is not None else {}


def move(session: Session) -> None:
    """Ask where the chosen leg goes; which one, where none is chosen on the timeline."""
    line, legs = session.screen.timeline.choice, _legs(session)
    if not legs:
        session.screen.say("There is no text, mail, call or note here to be moved.", "quiet")
    elif line is not None and line.key in legs:
        _ask_where(session, *legs[line.key])
    else:
        _ask_what(session, legs)


def _ask_what(session: Session, legs: dict[str, tuple[str, Leg]]) -> None:
    timeline = session.screen.timeline
    lines = [line for line in reversed(timeline.lines) if line.key in legs]
    options = tuple((line.key, _told(line, timeline.zone)) for line in lines)
    session.screen.put_question(Question(WHAT, "MOVE", (Pick("what, newest first", options),)))


def _told(line: Line, zone: tzinfo) -> str:
    return f"{line.at.astimezone(zone):%H:%M} {clean_line(line.head)} {clean_line(line.text)[:60]}"


def _ask_where(session: Session, stream: str, leg: Leg) -> None:
    source = session.model.incidents.get(leg.incident)
    try:
        if source is not None:
            check_leg(leg, source)
    except Rejected as no:
        session.screen.say(clean_line(no.message), "warn")
        return
    steps = (Write(f"{NAMED}where it goes; {ALONE} opens one"),)
    title = f"MOVE {name_of(leg).upper()}"
    session.screen.put_question(Question(MOVE, title, steps, f"{leg.incident} {stream}"))


async def _find(session: Session, found: Question, text: str) -> None:
    number = session.model.home(int(found.about.split()[0]))
    rows = await find_others(session, number, text)
    if len(rows) == 1:
        _preview(session, found, rows[0].incident)
    elif rows:
        ask_which(session, WHICH, found.title, rows, found.about)


async def _look(session: Session, found: Question, number: int) -> None:
    incident = await read(session, number)
    if incident is not None:
        _preview(session, found, incident)


def _preview(session: Session, found: Question, target: Incident) -> None:
    number, stream = found.about.split()
    source = session.model.incidents.get(session.model.home(int(number)))
    try:
        if source is not None:
            check_target(source, target)
    except Rejected as no:
        session.screen.say(clean_line(no.message), "warn")
        return
    ref = source.ref if source is not None else ""
    lines = move_words(ref, session.model.whole(target.number) or target)
    yes = "yes", f"Move it to {target.ref}"
    options = (yes, *((UNCHOSEN, clean_line(line)) for line in lines))
    about = f"{number} {stream} {target.number}"
    step = Pick("this will be", options)
    session.screen.put_question(Question(AGREE, found.title, (step,), about))


def undo(session: Session) -> None:
    """Ask which leg goes back to where it was, and why."""
    options = _movable(session, session.model.family(session.showing.number))
    if not options:
        session.screen.say("No leg came here from another incident, or went to one.", "quiet")
        return
    steps = (Pick("goes back", options), Write("why"))
    session.screen.put_question(Question(BACK, "UNDO MOVE", steps, str(session.showing.number)))


def _movable(session: Session, family: list[Incident]) -> tuple[tuple[str, str], ...]:
    found = []
    for one in family:
        for stream, source in reversed(one.legs_in.items()):
            words = f"{_words(session, one, stream)} goes back to {reference(source)}"
            found.append((f"{one.number} {stream} {source}", words))
        for stream, where in reversed(one.legs_out.items()):
            words = f"{_words(session, one, stream)} comes back from {reference(where)}"
            found.append((f"{where} {stream} {one.number}", words))
    return tuple(found)


def _words(session: Session, incident: Incident, stream: str) -> str:
    """What a leg is, with its first words where they are known here."""
    concept, _, key = stream.partition("/")
    opened = session.model.opened.get(session.model.home(incident.number))
    message = opened.scene.messages.get(key) if opened is not None else None
    note = opened.scene.notes.get(key) if opened is not None else None
    if message is not None:
        return clean_line(f"{name_of(message)} “{message.body[:40]}”")
    return clean_line(f"note “{note.text[:40]}”") if note is not None else f"a {concept}"


def answered(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    """Do what the answers say."""
    if found.action == WHAT:
        if (leg := _legs(session).get(answers[0])) is not None:
            _ask_where(session, *leg)
    elif found.action == MOVE and answers[0].strip().casefold() == ALONE:
        _ask_why(session, found, f"{found.about} {NEW}")
    elif found.action == MOVE:
        session.work(_find(session, found, answers[0]))
    elif found.action == WHICH:
        session.work(_look(session, found, int(answers[0])))
    elif found.action == AGREE:
        _ask_why(session, found, found.about)
    elif found.action == BACK:
        _give(session, answers[0], answers[1])
    else:
        _give(session, found.about, answers[0])


def _ask_why(session: Session, found: Question, about: str) -> None:
    steps = (Write("why it belongs there"),)
    session.screen.put_question(Question(WHY, found.title, steps, about))


def _give(session: Session, about: str, reason: str) -> None:
    number, stream, into = about.split()
    session.give(MoveLeg(incident=int(number), stream=stream, into=int(into), reason=reason))


ACTS: dict[str, Callable[[Session], None]] = {MOVE: move, BACK: undo}
