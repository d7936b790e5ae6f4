"""The handoff card: what the next one has to know, made of the notes, in at most twelve lines.

Whoever gets a transfer reads it before they can accept, so that nobody starts from the beginning.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.note import mark_of, mask_cards
from console.domain.noted_facts import in_words, standing
from console.domain.person import masked
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from console.domain.incident import Incident
    from console.domain.note import Mark, Note
    from console.domain.person import Contact

    Noted = tuple[Mark, str]

CardLine = tuple[str, str]
"""What it is about, and the words."""
MOST_LINES = 12
MOST_RISKS = 4
WORDS = 160
"""Characters of one line; only risks may be longer, none of them is ever cut."""
NOTHING = "not noted"

_ID = re.compile(r"(?<![\w+])(?=[A-Z]{0,3}\d)(?!\d{4}-\d\d-\d\d)[A-Z]{0,3}\d(?:[ -]?\d){6,}\d")
"""A run of eight digits or more, as of passports, insurances and telephones; never a date."""
_WHERE = re.compile(r"(?:where|place|at|address)\s*:\s*(.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Known:
    """What a card is made of."""

    incident: Incident
    notes: Sequence[Note]
    """Oldest first."""
    contacts: Sequence[Contact] = ()
    asked: str = ""
    """What the sender wants of the receiver."""
    caller: str = ""
    """Handle of whoever is on the telephone."""


def card_of(known: Known) -> tuple[CardLine, ...]:
    """Make the card; every risk that was noted is on it."""
    notes = [line for note in known.notes if not note.deleted for line in _lines(note.text)]
    lines: list[CardLine] = [
        ("asked", _short(known.asked) or NOTHING),
        ("who", _who(known)),
        ("where", _short(known.incident.place) or _where(notes)),
        ("kind", f"{known.incident.category} · {known.incident.severity}"),
        *_risks(notes, known.incident),
    ]
    marked = _marked(known.incident)
    rest: list[CardLine] = [
        *([("facts", marked)] if marked else []),
        ("promised", _short(_joined(notes, "promise")) or "nothing"),
        ("unknown", _short(_joined(notes, "ask")) or "nothing noted"),
    ]
    done = [("done", _short(words)) for mark, words in notes if mark == ""]
    said = [("said", _short(words)) for mark, words in notes if mark == "quote"]
    room = MOST_LINES - len(lines) - len(rest)
    keep = max(0, len(done) - room + len(said[-1:]))
    told = [*done[keep:], *said[-1:]]
    return (*lines, *(told or [("done", NOTHING)]), *rest)


def version_of(card: Iterable[CardLine]) -> str:
    """Name the words of a card; other words have another name."""
    written = json.dumps([list(line) for line in card], ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def mask_numbers(text: str) -> str:
    """Hide the numbers of cards and of papers but for their end."""
    return _ID.sub(_hidden, mask_cards(text))


def _hidden(found: re.Match[str]) -> str:
    return f"[number …{found[0][-2:]}]"


def _lines(text: str) -> Iterator[Noted]:
    """The lines of a note, each with its own mark."""
    for line in text.splitlines():
        mark = mark_of(line.strip())
        words = line.strip()[1:] if mark else line
        if words.strip():
            yield mark, mask_numbers(clean_line(" ".join(words.split())))


def _short(text: str) -> str:
    line = mask_numbers(clean_line(" ".join(text.split())))
    return line if len(line) <= WORDS else f"{line[: WORDS - 1]}…"


def _who(known: Known) -> str:
    handles = dict.fromkeys([known.caller, *known.incident.handles])
    names = {contact.handle: contact.name for contact in known.contacts}
    people = [
        f"{clean_line(names.get(handle, '')) or 'no name yet'} {masked(handle)}"
        for handle in handles
        if handle
    ]
    more = f" · {len(people) - 3} more" if len(people) > 3 else ""
    return " · ".join(people[:3]) + more if people else "nobody is known yet"


def _where(notes: Sequence[Noted]) -> str:
    found = [match[1] for _, words in notes if (match := _WHERE.search(words))]
    return _short(found[-1]) if found else NOTHING


def _marked(incident: Incident) -> str:
    """The facts that stand now and were not told as a risk."""
    facts = [fact for fact in standing(incident.facts) if fact.what != "risk"]
    return _short(" · ".join(in_words(fact) for fact in facts))


def _risks(notes: Sequence[Noted], incident: Incident) -> list[CardLine]:
    risks = [words for mark, words in notes if mark == "risk"]
    # Those of whole lines are there already; others stand in the middle of one.
    marked = [f.value for f in standing(incident.facts) if f.what == "risk" and not f.name]
    within = [mask_numbers(clean_line(words)) for words in marked]
    risks += [words for words in within if not any(words in told for told in risks)]
    if not risks:
        return [("risk", "none noted")]
    first, last = risks[: MOST_RISKS - 1], risks[MOST_RISKS - 1 :]
    return [("risk", words) for words in [*first, *([" · ".join(last)] if last else [])]]


def _joined(notes: Sequence[Noted], wanted: Mark) -> str:
    # The newest first: what does not fit any more is the oldest.
    return " · ".join(words for mark, words in reversed(notes) if mark == wanted)
