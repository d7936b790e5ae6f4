"""Two people who are one: the other one is found, both are shown, and only then it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from console.desk.widgets.ask_panel import Pick, Question, Write
from console.desk.wire_errors import Away, Refused, said
from console.desk.wording.one_person import both_words, side_words
from console.domain.masking import masked
from console.domain.one_person import MergePeople, UnmergePeople
from console.domain.person import Contact
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal

    from console.desk.session import Session

MERGE, OTHER, PREVIEW, UNMERGE = (
    "contact.merge",
    "contact.merge_other",
    "contact.merge_preview",
    "contact.unmerge",
)
ANSWERS = frozenset({MERGE, OTHER, PREVIEW, UNMERGE})
_CUT = "\n"
"""Between what an answer carries along; no address has one."""


def merge(session: Session) -> None:
    """Ask who of this incident is somebody else too, and how to find the other one."""
    if not (people := _people(session)):
        session.screen.say("Nobody is known here yet.", "quiet")
        return
    find = Write("find the other: reference, number or name; empty: here", required=False)
    about = str(session.showing.number)
    steps = (Pick("who", people), find)
    session.screen.put_question(Question(MERGE, "SAME PERSON", steps, about))


def unmerge(session: Session) -> None:
    """Ask who was taken for one with somebody else, and why that was wrong."""
    known = [one.handle for one in session.showing.contacts if one.person is not None]
    people = tuple(one for one in _people(session) if one[0] in known)
    if not people:
        session.screen.say("Nobody here was taken for somebody else.", "quiet")
        return
    steps = (Pick("who", people), Write("why they are two people; it is kept"))
    about = str(session.showing.number)
    session.screen.put_question(Question(UNMERGE, "TWO PEOPLE AFTER ALL", steps, about))


def _people(session: Session) -> tuple[tuple[str, str], ...]:
    return tuple((one.handle, _name(one)) for one in session.showing.contacts)


def _name(contact: Contact) -> str:
    return f"{clean_line(contact.name) or 'Unknown person'} {masked(contact.handle)}"


async def _candidates(session: Session, number: int, handle: str, text: str) -> None:
    """Let one of the addresses of the incidents that fit be chosen."""
    found: dict[str, tuple[int, str]] = {}
    try:
        rows = [row.incident for row in await session.link.find(text)] if text else []
        numbers = dict.fromkeys((*(row.number for row in rows), *(() if text else (number,))))
        for among in list(numbers)[:8]:
            view = await session.link.incident(among)
            for one in view.contacts:
                if one.handle != handle:
                    found.setdefault(one.handle, (among, f"{view.incident.ref} {_name(one)}"))
    except (Away, Refused) as trouble:
        session.screen.say(f"Not found out: {said(trouble)}", "warn")
        return
    if not found:
        session.screen.say(f"Nobody else fits {text}." if text else "Nobody else is here.", "quiet")
        return
    options = tuple((f"{among}{_CUT}{one}", words) for one, (among, words) in found.items())
    about = f"{number}{_CUT}{handle}"
    step = Pick("is the same person as", options)
    session.screen.put_question(Question(OTHER, "SAME PERSON", (step,), about))


async def _preview(session: Session, number: int, handle: str, chosen: str) -> None:
    """Show both side by side, and what becomes of each value."""
    among, _, other = chosen.partition(_CUT)
    try:
        here = await session.link.incident(number)
        there = await session.link.incident(int(among))
    except (Away, Refused) as trouble:
        session.screen.say(f"Not found out: {said(trouble)}", "warn")
        return
    mine = next((one for one in here.contacts if one.handle == handle), Contact(handle=handle))
    theirs = next((one for one in there.contacts if one.handle == other), Contact(handle=other))
    zone = session.model.zone
    now = session.showing.now.astimezone(zone)
    sides = (("handle", side_words(mine, now)), ("other", side_words(theirs, now)))
    lines = tuple((str(n), line) for n, line in enumerate(both_words(mine, theirs, now)))
    steps = (
        Pick("whose name stays", sides),
        Pick("this becomes of it; Enter goes on, Esc leaves all as it is", lines),
        Write("why they are one person; it is kept"),
    )
    about = f"{number}{_CUT}{handle}{_CUT}{chosen}"
    session.screen.put_question(Question(PREVIEW, "SAME PERSON", steps, about))


def answered(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    """Do what the answers say."""
    number, *more = found.about.split(_CUT)
    incident = int(number)
    if found.action == MERGE:
        session.work(_candidates(session, incident, answers[0], answers[1].strip()))
    elif found.action == OTHER:
        session.work(_preview(session, incident, more[0], answers[0]))
    elif found.action == UNMERGE:
        session.give(UnmergePeople(incident=incident, handle=answers[0], reason=answers[1][:300]))
    else:
        handle, among, other = more
        session.give(
            MergePeople(
                incident=incident,
                handle=handle,
                among=int(among),
                other=other,
                keep=cast("Literal['handle', 'other']", answers[0]),
                reason=answers[2][:300],
            )
        )


ACTS: dict[str, Callable[[Session], None]] = {MERGE: merge, UNMERGE: unmerge}
