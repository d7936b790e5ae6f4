"""What else the people of the open incident have had with us: on the card, and one key away."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from console.desk.widgets.ask_panel import Pick, Question
from console.desk.wire_errors import Away, Refused, said
from console.desk.wording.earlier import counted, in_words

if TYPE_CHECKING:
    from console.desk.session import Session

log = logging.getLogger(__name__)


async def learn(session: Session, number: int) -> None:
    """Read it for the card; without it the card says what it knows."""
    try:
        session.showing.earlier[number] = await session.link.earlier(number)
    except (Away, Refused):
        log.info("seen_before_unread", extra={"incident": number})
        return
    if number == session.showing.number:
        session.showing.everything()


def list_them(session: Session) -> None:
    """Let one be chosen and go there."""
    session.work(_choose(session, session.showing.number))


async def _choose(session: Session, number: int) -> None:
    try:
        found = await session.link.earlier(number)
    except (Away, Refused) as trouble:
        session.screen.say(f"Not found out: {said(trouble)}", "warn")
        return
    if number != session.showing.number:
        return
    session.showing.earlier[number] = found
    if not found.rows:
        session.screen.say("Nobody of this incident was seen before.", "quiet")
        return
    zone = session.model.zone
    options = tuple((str(r.incident.number), in_words(r.incident, zone)) for r in found.rows)
    step = Pick(f"{counted(found)}: go to", options)
    session.screen.put_question(Question("incident.found", "SEEN BEFORE", (step,)))
