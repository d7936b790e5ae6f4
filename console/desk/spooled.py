"""What a spool holds, folded from its records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from console.domain.wire import CommandPost

if TYPE_CHECKING:
    from collections.abc import Iterator

Box = Literal["note", "sms", "email"]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Draft(_Record):
    """What stands in one box, and where the cursor is."""

    kind: Literal["draft"] = "draft"
    incident: int
    box: Box
    text: str
    cursor: tuple[int, int] = (0, 0)
    """Row and column."""
    at: float = 0.0
    """Seconds since 1970 by this machine: only compared with this machine's other times."""


class Queued(_Record):
    """A command to send; its draft, if it came from one, is cleared with it."""

    kind: Literal["queued"] = "queued"
    post: CommandPost
    incident: int = 0
    box: Box | None = None


class Done(_Record):
    """The hub has answered a command."""

    kind: Literal["done"] = "done"
    id: str


class Place(_Record):
    """Where the cursor was."""

    kind: Literal["place"] = "place"
    incident: int
    focus: str


Record = Draft | Queued | Done | Place
_RECORD: TypeAdapter[Record] = TypeAdapter(Annotated[Record, Field(discriminator="kind")])


@dataclass(slots=True)
class Spooled:
    """Drafts by incident and box, commands in the order they were given, the last place."""

    drafts: dict[tuple[int, Box], Draft] = field(default_factory=dict)
    waiting: dict[str, CommandPost] = field(default_factory=dict)
    place: Place | None = None
    last_key_at: float | None = None

    def apply(self, record: Record) -> None:
        """Take in one record; a draft without text is none."""
        match record:
            case Draft():
                key = (record.incident, record.box)
                self.last_key_at = record.at
                self.drafts.pop(key, None)
                if record.text:
                    self.drafts[key] = record
            case Queued():
                self.waiting.setdefault(record.post.id, record.post)
                if record.box is not None:
                    self.drafts.pop((record.incident, record.box), None)
            case Done():
                self.waiting.pop(record.id, None)
            case Place():
                self.place = record

    def read(self, data: object) -> None:
        """Take in a record as it was read; one that makes no sense is left out."""
        try:
            self.apply(_RECORD.validate_python(data))
        except ValidationError:
            return

    def adopt(self, other: Spooled) -> list[Record]:
        """The records that bring over what another desk of mine left; newer drafts win."""
        drafts = [
            draft
            for key, draft in other.drafts.items()
            if key not in self.drafts or self.drafts[key].at < draft.at
        ]
        place = [other.place] if other.place and not self.place else []
        return [*drafts, *(Queued(post=post) for post in other.waiting.values()), *place]

    def records(self) -> Iterator[Record]:
        """The fewest records that amount to this."""
        yield from list(self.drafts.values())
        for post in list(self.waiting.values()):
            yield Queued(post=post)
        if self.place is not None:
            yield self.place

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


def _ago(seconds: float) -> str:
    if seconds < 0:
        return "some time after the last key"
    if seconds < 100:
        return f"{seconds:.1f} s after the last key"
    if seconds < 7_200:
        return f"{seconds / 60:.0f} min after the last key"
    return f"{seconds / 3_600:.0f} h after the last key"
