"""Notes: internal lines typed during the work, append-only, with marks and the call clock."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from pydantic import Field

from console.domain.base import Command, Event, Rejected, State
from console.domain.noted_facts import NotedFact, facts_after, facts_in

if TYPE_CHECKING:
    from collections.abc import Collection

Mark = Literal["", "quote", "risk", "promise", "ask"]
Facts = dict[str, tuple[NotedFact, ...]]
"""Id of a note to what was marked inside it."""
MARKS: dict[str, Mark] = {'"': "quote", "!": "risk", ">": "promise", "?": "ask"}
"""First character of a line to what the line is."""

_DIGITS = re.compile(r"\d(?<![\d+]\d)(?:[ -]?\d){12,}")
"""The digit comes first: a search then passes over everything else at once."""
_LONGEST = 19
_GROUP = re.compile(r"\d+")
_ISSUER = re.compile(r"[3-6]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)")
"""How numbers of payment cards begin (ISO/IEC 7812 major industries 3 to 6, and 2221-2720)."""


def mark_of(line: str) -> Mark:
    """Tell what a line is by its first character."""
    return MARKS.get(line[:1], "")


def has_luhn(digits: str) -> bool:
    """Tell whether a digit run carries a valid check digit (ISO/IEC 7812-1, Annex B)."""
    total = 0
    for position, char in enumerate(reversed(digits)):
        value = int(char)
        if position % 2:
            value = value * 2 - 9 if value > 4 else value * 2
        total += value
    return total % 10 == 0


def mask_cards(text: str) -> str:
    """Replace payment-card numbers by their last four digits; other text is untouched.

    A number that begins and checks like a card's is hidden even if it is something else.
    """
    return _DIGITS.sub(_masked_run, text) if len(text) > 12 else text


def _masked_run(found: re.Match[str]) -> str:
    """Mask the cards inside a run of digit groups; an expiry date may follow one."""
    run, shown, masked = found[0], 0, []
    groups = list(_GROUP.finditer(run))
    for first, start in enumerate(groups):
        if start.start() >= shown and (card := _card_in(groups[first : first + _LONGEST])):
            masked.append(f"{run[shown : start.start()]}[card …{card.digits[-4:]}]")
            shown = card.end
    return "".join(masked) + run[shown:]


class _Card(NamedTuple):
    digits: str
    end: int


def _card_in(groups: list[re.Match[str]]) -> _Card | None:
    """The card that begins with the first group, None when there is none."""
    digits = ""
    for group in groups:
        digits += group[0]
        if is_card(digits):
            return _Card(digits, group.end())
        if len(digits) > _LONGEST:
            return None
    return None


def is_card(digits: str) -> bool:
    """Tell whether digits look like the number of a payment card."""
    fits = 13 <= len(digits) <= _LONGEST and _ISSUER.match(digits) is not None
    return fits and has_luhn(digits)


class NoteAdded(Event):
    """A line was noted."""

    kind: Literal["note.added"] = "note.added"
    id: str
    text: str
    mark: Mark = ""
    call: str | None = None
    offset: int | None = None
    """Seconds on the call clock when the line was begun."""
    facts: tuple[NotedFact, ...] = ()
    """What was marked inside it."""


class NoteEdited(Event):
    """A line was rewritten; the earlier text stays in the earlier entry."""

    kind: Literal["note.edited"] = "note.edited"
    id: str
    text: str
    mark: Mark = ""
    facts: tuple[NotedFact, ...] = ()


class NoteDeleted(Event):
    """A line was taken back; a tombstone with the reason stays."""

    kind: Literal["note.deleted"] = "note.deleted"
    id: str
    reason: str


class Note(State):
    """One line as it stands now."""

    id: str
    incident: int
    text: str = ""
    mark: Mark = ""
    call: str | None = None
    offset: int | None = None
    author: str = ""
    edits: int = 0
    deleted: bool = False


def evolve_note(state: Note, event: Event) -> Note:
    """Apply one event."""
    match event:
        case NoteAdded():
            return state.model_copy(
                update={
                    "text": event.text,
                    "mark": event.mark,
                    "call": event.call,
                    "offset": event.offset,
                }
            )
        case NoteEdited():
            return state.model_copy(
                update={"text": event.text, "mark": event.mark, "edits": state.edits + 1}
            )
        case NoteDeleted():
            return state.model_copy(update={"text": "", "deleted": True})
        case _:
            return state


def noted(facts: Facts, event: Event) -> Facts:
    """The facts of an incident after something happened to one of its notes."""
    match event:
        case NoteAdded() | NoteEdited():
            return facts_after(facts, event.id, event.facts)
        case NoteDeleted():
            return facts_after(facts, event.id, ())
        case _:
            return facts


class AddNote(Command):
    """Note one or more lines."""

    kind: Literal["note.add"] = "note.add"
    incident: int
    text: str = Field(min_length=1, max_length=20_000)
    call: str | None = None
    offset: int | None = Field(default=None, ge=0)


class EditNote(Command):
    """Rewrite a line; ``edits`` is the version that was seen."""

    kind: Literal["note.edit"] = "note.edit"
    id: str
    text: str = Field(min_length=1, max_length=20_000)
    edits: int


class DeleteNote(Command):
    """Take a line back."""

    kind: Literal["note.delete"] = "note.delete"
    id: str
    reason: str = Field(min_length=1, max_length=500)


def decide_add(command: AddNote, note_id: str, logins: Collection[str] = ()) -> list[Event]:
    """Note the text with its mark, card numbers masked. Raises Rejected when it is blank.

    ``logins`` are accounts of colleagues, in lower case: calling one of them is no fact.
    """
    if not command.text.strip():
        raise Rejected("There is nothing to note.")
    text = mask_cards(command.text)
    added = NoteAdded(
        id=note_id,
        text=text,
        mark=mark_of(text),
        call=command.call,
        offset=command.offset,
        facts=facts_in(text, logins),
    )
    return [added]


def decide_edit(state: Note, command: EditNote, logins: Collection[str] = ()) -> list[Event]:
    """Rewrite, unless somebody else did meanwhile. Raises Rejected."""
    if state.deleted:
        raise Rejected("This note was deleted meanwhile.", code="conflict")
    if state.edits != command.edits:
        both = f"Now: {state.text} Yours, not saved: {command.text}"
        raise Rejected(f"Somebody rewrote this note meanwhile. {both}", code="conflict")
    if not command.text.strip():
        raise Rejected("There is nothing to note. Delete the line instead.")
    text = mask_cards(command.text)
    facts = facts_in(text, logins)
    return [NoteEdited(id=state.id, text=text, mark=mark_of(text), facts=facts)]


def decide_delete(state: Note, command: DeleteNote) -> list[Event]:
    """Take the line back; twice changes nothing."""
    if state.deleted:
        return []
    return [NoteDeleted(id=state.id, reason=command.reason)]
