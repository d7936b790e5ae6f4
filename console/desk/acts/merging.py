"""Merging the open incident into another one, and undoing it: what will happen is said first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.acts.other import NAMED, ask_which, find_others, read
from console.desk.widgets.ask_panel import UNCHOSEN, Pick, Question, Write
from console.desk.wording.merging import merge_words, undo_words
from console.domain.base import Rejected
from console.domain.merging import MergeIncident, UndoMerge, check_merge
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.session import Session
    from console.domain.incident import Incident

MERGE, UNDO = "incident.merge", "incident.undo_merge"
WHICH, AGREE, WHY = "incident.merge_which", "incident.merge_agree", "incident.merge_why"
ANSWERS = frozenset({MERGE, WHICH, AGREE, WHY, UNDO})
"""Questions that are put and answered here."""


def merge(session: Session) -> None:
    """Ask which incident stays."""
    incident = session.showing.incident
    if incident is not None:
        steps = (Write(f"{NAMED}the one that stays"),)
        session.screen.put_question(Question(MERGE, "MERGE INTO", steps, str(incident.number)))


async def _find(session: Session, number: int, text: str) -> None:
    rows = await find_others(session, number, text)
    if len(rows) == 1:
        _preview(session, number, rows[0].incident)
    elif rows:
        ask_which(session, WHICH, "MERGE INTO", rows, str(number))


async def _look(session: Session, number: int, stays: int) -> None:
    found = await read(session, stays)
    if found is not None:
        _preview(session, number, found)


def _preview(session: Session, number: int, found: Incident) -> None:
    model = session.model
    goes, stays = model.whole(number), model.whole(found.number) or found
    if goes is None:
        return
    try:
        check_merge(goes, stays)
    except Rejected as no:
        session.screen.say(clean_line(no.message), "warn")
        return
    told = merge_words(goes, stays)
    yes = "yes", f"Merge {goes.ref} into {stays.ref}"
    options = (yes, *((UNCHOSEN, clean_line(line)) for line in told))
    about = f"{goes.number} {stays.number}"
    session.screen.put_question(Question(AGREE, "MERGE", (Pick("this will be", options),), about))


def undo(session: Session) -> None:
    """Ask which one comes back, and why."""
    model, number = session.model, session.showing.number
    incident = model.incidents.get(number)
    parts = [model.incidents[n] for n in incident.parts if n in model.incidents] if incident else []
    if not parts:
        session.screen.say("Nothing was merged into this incident.", "quiet")
        return
    now, zone = session.showing.now, model.zone
    options = tuple((str(one.number), clean_line(undo_words(one, now, zone))) for one in parts)
    steps = (Pick("what was written since stays here", options), Write("why"))
    session.screen.put_question(Question(UNDO, "UNDO MERGE", steps, str(number)))


def answered(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    """Do what the answers say."""
    if found.action == MERGE:
        session.work(_find(session, int(found.about), answers[0]))
    elif found.action == WHICH:
        session.work(_look(session, int(found.about), int(answers[0])))
    elif found.action == UNDO:
        session.give(UndoMerge(incident=int(answers[0]), reason=answers[1]))
    else:
        _agreed(session, found, answers)


def _agreed(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    goes, stays = map(int, found.about.split())
    if found.action == WHY:
        session.give(MergeIncident(incident=goes, into=stays, reason=answers[0]))
    else:
        steps = (Write("why they are one"),)
        session.screen.put_question(Question(WHY, "MERGE", steps, found.about))


ACTS: dict[str, Callable[[Session], None]] = {MERGE: merge, UNDO: undo}
