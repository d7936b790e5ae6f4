"""A short question once an emergency service has it: which, when, number, place, who stayed."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from console.desk.widgets.ask_panel import Question, Write
from console.domain.emergency import HandToEmergency

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.session import Session

ACTION = "incident.hand_to_emergency"
ANSWERS = frozenset({ACTION})
_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")


def ask(session: Session) -> None:
    """Ask what has to be on record; the place that is pinned stands there already."""
    incident = session.showing.incident
    if incident is None:
        return
    steps = (
        Write("which service, and where: police Oakland"),
        Write("reached at, like 16:05; empty: just now", required=False, wrong=_wrong),
        Write("operator or CAD number, if they gave one", required=False),
        Write("place they were given", start=incident.place, required=False),
        Write("who stayed on the line with them", required=False),
    )
    session.screen.put_question(Question(ACTION, "EMERGENCY SERVICE", steps, str(incident.number)))


def _wrong(text: str) -> str:
    return "" if _CLOCK.fullmatch(text) else "Write it like 16:05, or nothing for just now."


def moment(text: str, now: datetime) -> datetime | None:
    """Read ``16:05`` as the last time it was that, on the clock of ``now``; None for nothing."""
    if not text.strip():
        return None
    said = time.fromisoformat(text.strip().zfill(5))
    found = now.replace(hour=said.hour, minute=said.minute, second=0, microsecond=0)
    return found if found <= now else found - timedelta(days=1)


def answered(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    """Send what was answered."""
    agency, when, number, place, stayed = answers
    at = moment(when, session.showing.now.astimezone(session.model.zone))
    session.give(
        HandToEmergency(
            incident=int(found.about),
            agency=agency[:120],
            reached_at=at,
            number=number[:60],
            place=place[:300],
            stayed=stayed[:120],
        )
    )


ACTS: dict[str, Callable[[Session], None]] = {ACTION: ask}
