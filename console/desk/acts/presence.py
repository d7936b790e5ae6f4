"""What comes after the contact one is on, and why one got it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_args

from console.desk.widgets.ask_panel import Pick, Question
from console.domain.agent import Presence
from console.domain.presence import SetNextPresence
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.session import Session
    from console.domain.call_state import Call

ANSWERS = frozenset({"agent.next", "call.why"})
"""Questions that are put and answered here."""
UNKNOWN = "The hub did not say why: it was offered before it kept the reason."
_SENTENCE = re.compile(r"(?<=\.) (?=[A-Z])")
_NEXT = (
    ("break", "break"),
    ("recover", "recover — 5 minutes, then calls come again"),
    ("away", "away"),
    ("training", "training"),
    ("offline", "offline — go home"),
    ("available", "available — calls may come"),
)


def following(session: Session) -> None:
    """Ask what is to come when this contact is finished."""
    me = session.model.me
    options: tuple[tuple[str, str], ...] = _NEXT
    if me is not None and me.next_presence is not None:
        options = (("", f"nothing; take {me.next_presence} back"), *_NEXT)
    title = "as soon as the wrap-up ends" if me is not None and me.is_busy else "now"
    session.screen.put_question(Question("agent.next", "NEXT", (Pick(title, options),)))


def reason(session: Session) -> None:
    """Show the rule by which a call came to me, sentence by sentence."""
    model = session.model
    call: Call | None = model.my_offer() or model.my_call() or model.my_wrap()
    if call is None or not call.inbound:
        session.screen.say("No call was offered to you now.", "quiet")
        return
    words = clean_line(call.offer_why) or UNKNOWN
    lines = tuple((str(n), line) for n, line in enumerate(_SENTENCE.split(words)))
    session.screen.put_question(Question("call.why", "WHY", (Pick("why it came to you", lines),)))


def answered(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    """Do what the answers say; a reason that was read asks for nothing."""
    if found.action != "agent.next":
        return
    state: Presence | None = next((s for s in get_args(Presence) if s == answers[0]), None)
    session.give(SetNextPresence(state=state))


ACTS: dict[str, Callable[[Session], None]] = {
    "agent.next": following,
    "call.why": reason,
}
