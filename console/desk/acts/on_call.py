"""The board of who can help right now; leads let somebody else be on from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.acts.promise import timeless
from console.desk.widgets.ask_panel import Pick, Question, Write
from console.desk.wire_errors import Away, Refused, said
from console.desk.wording.on_call import board_line, cover_words
from console.domain.cover import CoverOnCall, EndCover
from console.domain.promise_time import due_of
from console.domain.safe_text import clean_line
from console.domain.supervision import LEADS

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.session import Session
    from console.domain.board import BoardView

BOARD, WHO, UNTIL = "page.board", "page.cover", "page.cover_until"
ANSWERS = frozenset({BOARD, WHO, UNTIL})
_TURN, _END, _MEMBER = "turn ", "end", "member "


def show(session: Session) -> None:
    """Ask the hub who can help now, and list it."""
    session.work(_show(session))


async def _show(session: Session) -> None:
    try:
        view = await session.link.on_call()
    except (Away, Refused) as trouble:
        session.screen.say(f"Who can help is not known: {said(trouble)}", "warn")
        return
    put_board(session, view)


def put_board(session: Session, view: BoardView) -> None:
    """List everybody who can be paged; dead routes stand above all."""
    session.showing.board = view
    zone = session.model.zone
    dead = [("", f"DEAD ROUTE {clean_line(words)}") for words in view.dead]
    rows = [(f"{_TURN}{row.name}" if row.name else "", row) for row in view.rows]
    told = [(value, board_line(row, view.at, zone)) for value, row in rows]
    if not dead and not told:
        session.screen.say("Nobody is configured to be paged.", "quiet")
        return
    title = "who is on now; Enter on a turn: somebody else"
    question = Question(BOARD, "WHO CAN HELP", (Pick(title, (*dead, *told)),))
    session.screen.put_question(question)


def answered(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    """Do what the answers say."""
    if found.action == BOARD:
        _who(session, answers[0])
    elif found.action == UNTIL:
        until = due_of(answers[0], session.showing.now, session.model.zone)
        if until is not None:
            session.give(CoverOnCall(name=found.about, person=found.seen, until=until))
    elif answers[0] == _END:
        session.give(EndCover(name=found.about))
    else:
        person = answers[0].removeprefix(_MEMBER)
        members = session.showing.board.members if session.showing.board else ()
        name = clean_line(dict(members).get(person, "nobody"))
        step = Write(f"{name} is on until, like 18:00, tomorrow 9am or in 4 h", wrong=timeless)
        session.screen.put_question(Question(UNTIL, "INSTEAD", (step,), found.about, person))


def _who(session: Session, value: str) -> None:
    """Ask who is on instead; only leads are asked."""
    view, me = session.showing.board, session.model.me
    name = value.removeprefix(_TURN)
    row = next((one for one in view.rows if one.name == name), None) if view and name else None
    if view is None or row is None:
        return
    if me is None or me.role not in LEADS:
        session.screen.say("Only leads change who is on; ask one.", "quiet")
        return
    end = []
    if row.cover is not None:
        end = [(_END, f"END: {cover_words(row.cover, session.model.zone)}")]
    members = [(f"{_MEMBER}{key}", clean_line(who)) for key, who in view.members]
    options = (*end, *members, (_MEMBER, "nobody: leave it empty"))
    step = Pick(f"who is on for {clean_line(name)}", options)
    session.screen.put_question(Question(WHO, "INSTEAD", (step,), name))


ACTS: dict[str, Callable[[Session], None]] = {BOARD: show}
