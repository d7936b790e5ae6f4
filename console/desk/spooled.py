"""What a spool holds, folded from its records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from console.desk.boxes import Box, BoxName, Key
from console.domain.wire import CommandPost

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Draft(_Record):
    """What stands in one box, and where the cursor is."""

    kind: Literal["draft"] = "draft"
    incident: int
    box: BoxName
    to: str = ""
    text: str
    cursor: tuple[int, int] = (0, 0)
    """Row and column."""
    at: float = 0.0
    """Seconds since 1970 by this machine: only compared with this machine's other times."""

    @property
    def key(self) -> Key:
        """Whose draft it is."""
        return self.incident, Box(self.box, self.to)


class Moved(_Record):
    """The cursor went elsewhere in a draft."""

    kind: Literal["moved"] = "moved"
    incident: int
    box: BoxName
    to: str = ""
    cursor: tuple[int, int]
    at: float = 0.0


class Held(_Record):
    """The hub has what stood in a box at some time, or knows that it was emptied then."""

    kind: Literal["held"] = "held"
    incident: int
    box: BoxName
    to: str = ""
    at: float


class Queued(_Record):
    """A command to send; its draft, if it came from one, is cleared with it."""

    kind: Literal["queued"] = "queued"
    post: CommandPost
    incident: int = 0
    box: BoxName | None = None
    to: str = ""
    at: float = 0.0


class Done(_Record):
    """The hub has answered a command."""

    kind: Literal["done"] = "done"
    id: str


class Place(_Record):
    """Where the cursor was."""

    kind: Literal["place"] = "place"
    incident: int
    focus: str


Record = Draft | Moved | Held | Queued | Done | Place
_RECORD: TypeAdapter[Record] = TypeAdapter(Annotated[Record, Field(discriminator="kind")])


@dataclass(slots=True)
class Spooled:
    """Drafts by incident and box, commands in the order they were given, the last place."""

    drafts: dict[Key, Draft] = field(default_factory=dict)
    held: dict[Key, float] = field(default_factory=dict)
    """What time's draft the hub has."""
    emptied: dict[Key, float] = field(default_factory=dict)
    """When a draft that the hub still has was sent or deleted here."""
    waiting: dict[str, CommandPost] = field(default_factory=dict)
    place: Place | None = None
    last_key_at: float | None = None

    def apply(self, record: Record) -> None:
        """Take in one record; a draft without text is none."""
        match record:
            case Draft():
                self._draft(record)
            case Moved(incident=number, box=name, to=to):
                if (draft := self.drafts.get((number, Box(name, to)))) is not None:
                    moved = {"cursor": record.cursor, "at": record.at}
                    self._draft(draft.model_copy(update=moved))
            case Held(incident=number, box=name, to=to, at=at):
                self._held((number, Box(name, to)), at)
            case Queued():
                self.waiting.setdefault(record.post.id, record.post)
                if record.box is not None:
                    self._empty((record.incident, Box(record.box, record.to)), record.at)
            case Done():
                self.waiting.pop(record.id, None)
            case Place():
                self.place = record

    def _draft(self, draft: Draft) -> None:
        self.last_key_at = draft.at
        if not draft.text:
            self._empty(draft.key, draft.at)
            return
        self.emptied.pop(draft.key, None)
        self.drafts.pop(draft.key, None)
        self.drafts[draft.key] = draft

    def _empty(self, key: Key, at: float) -> None:
        self.drafts.pop(key, None)
        if key in self.held:
            self.emptied[key] = at

    def _held(self, key: Key, at: float) -> None:
        if key in self.drafts:
            self.held[key] = at
        elif self.emptied.get(key) == at:
            del self.emptied[key]
            self.held.pop(key, None)
        else:
            # It was sent or deleted while the hub was being told of it.
            self.held[key] = at
            self.emptied.setdefault(key, at)

    def read(self, data: object) -> None:
        """Take in a record as it was read; one that makes no sense is left out."""
        try:
            self.apply(_RECORD.validate_python(data))
        except ValidationError:
            return

    def adopt(self, other: Spooled) -> list[Record]:
        """The records that bring over what another desk of mine left; newer drafts win."""
        found: list[Record] = []
        for key, draft in other.drafts.items():
            if key not in self.drafts or self.drafts[key].at < draft.at:
                found += [draft, *_held(key, other.held)]
        for key, at in other.emptied.items():
            if key not in self.drafts and key not in self.emptied:
                found += [*_held(key, other.held), _empty(key, at)]
        place = [other.place] if other.place and not self.place else []
        return [*found, *(Queued(post=post) for post in other.waiting.values()), *place]

    def records(self) -> Iterator[Record]:
        """The fewest records that amount to this."""
        for key, at in list(self.emptied.items()):
            yield from _held(key, self.held)
            yield _empty(key, at)
        for key, draft in list(self.drafts.items()):
            yield draft
            yield from _held(key, self.held)
        for post in list(self.waiting.values()):
            yield Queued(post=post)
        if self.place is not None:
            yield self.place

    def unheld(self) -> list[Draft]:
        """What the hub has not been told yet, oldest first; without text what it should drop."""
        emptied = [_empty(key, at) for key, at in list(self.emptied.items())]
        typed = [d for key, d in list(self.drafts.items()) if self.held.get(key) != d.at]
        return emptied + typed

    def words(self, now: float) -> str:
        """What was found at the start: ``restored 0.4 s after the last key: 1 draft``."""
        found = []
        if self.drafts:
            found.append(f"{len(self.drafts)} draft{'s' if len(self.drafts) > 1 else ''}")
        if self.waiting:
            found.append(f"{len(self.waiting)} not yet sent")
        if not found:
            return ""
        since = "" if self.last_key_at is None else f" {_ago(now - self.last_key_at)}"
        return f"restored{since}: {', '.join(found)}"


def line_of(record: Record) -> bytes:
    """One record as a line of JSON, without its line feed."""
    return record.model_dump_json().encode()


def _held(key: Key, held: dict[Key, float]) -> Iterator[Held]:
    number, (name, to) = key
    if key in held:
        yield Held(incident=number, box=name, to=to, at=held[key])


def _empty(key: Key, at: float) -> Draft:
    number, (name, to) = key
    return Draft(incident=number, box=name, to=to, text="", at=at)


def _ago(seconds: float) -> str:
    if seconds < 0:
        return "some time after the last key"
    if seconds < 100:
        return f"{seconds:.1f} s after the last key"
    if seconds < 7_200:
        return f"{seconds / 60:.0f} min after the last key"
    return f"{seconds / 3_600:.0f} h after the last key"
