"""What I have written and not sent, over all incidents: listed, and one key away."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from console.desk.boxes import Box
from console.desk.widgets.ask_panel import Pick, Question
from console.domain.masking import masked
from console.domain.reference import reference
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.session import Session
    from console.desk.spooled import Draft

LIST = "box.drafts"
ANSWERS = frozenset({LIST})
BEGINNING = 60
"""Characters of a draft in the list."""
_BOXES = {"note": "note", "sms": "SMS", "email": "email"}


def list_them(session: Session) -> None:
    """Let one of my drafts be chosen, the newest first."""
    found = _mine(session)
    if not found:
        session.screen.say("You have no unsent words anywhere.", "quiet")
        return
    options = tuple(
        (f"{draft.incident} {draft.box} {draft.to}", _words(session, draft)) for draft in found
    )
    count = f"{len(found)} draft{'' if len(found) == 1 else 's'}"
    question = Question(LIST, "MY DRAFTS", (Pick(f"{count}: go to", options),))
    session.screen.put_question(question)


def _mine(session: Session) -> list[Draft]:
    """What is not sent, but for incidents that I may not see any more."""
    if session.spool is None:
        return []
    session.drafts.keep_words()
    hidden = session.model.hidden.told
    found = [
        draft
        for draft in session.spool.drafts()
        if draft.text.strip() and draft.incident not in hidden
    ]
    return sorted(found, key=lambda draft: draft.at, reverse=True)


def _words(session: Session, draft: Draft) -> str:
    to = f" to {masked(draft.to)}" if draft.to else ""
    at = datetime.fromtimestamp(draft.at, session.model.zone)
    text = clean_line(" ".join(draft.text.split()))
    shown = text if len(text) <= BEGINNING else f"{text[: BEGINNING - 1]}…"
    return f"{reference(draft.incident)} {_BOXES[draft.box]}{to} · {at:%a %H:%M} · {shown}"


def answered(session: Session, _found: Question, answers: tuple[str, ...]) -> None:
    """Go where the words stand."""
    number, name, to = answers[0].split(" ", 2)
    session.places.show(int(number), focus="note" if name == "note" else "reply")
    reply = session.screen.reply
    wanted = next((one for one in reply.receivers if one.key == (name, to)), None)
    if wanted is not None and reply.kept_as != wanted.key and session.spool is not None:
        draft = session.spool.draft(session.showing.number, Box(wanted.channel, to))
        reply.address(wanted, draft.text if draft is not None else "")


ACTS: dict[str, Callable[[Session], None]] = {LIST: list_them}
