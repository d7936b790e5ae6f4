"""What belongs on one timeline: the entries of an incident, its merged ones and moved legs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_

from console.hub.store.tables import EntryRow, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement

ENTRY = table(EntryRow)


@dataclass(frozen=True, slots=True)
class Extent:
    """Which entries are read together."""

    numbers: tuple[int, ...]
    """The incident itself first."""
    came: frozenset[str] = frozenset()
    """Streams of legs that came from other incidents."""
    went: frozenset[str] = frozenset()
    """Streams of legs that went to others."""

    @classmethod
    def of(cls, state: str, parts: Mapping[int, str]) -> Extent:
        """Read it from the stored states of an incident and of those merged into it."""
        every = [json.loads(one) for one in (state, *parts.values())]
        came = frozenset(leg for one in every for leg in one.get("legs_in") or ())
        went = frozenset(leg for one in every for leg in one.get("legs_out") or ())
        return cls(tuple(one["number"] for one in every), came, went - came)

    def holds(self) -> ColumnElement[bool]:
        """Write the condition that an entry belongs here."""
        ours: ColumnElement[bool] = ENTRY.c.incident == self.numbers[0]
        if len(self.numbers) > 1:
            # One number is read backwards along the index; of several all entries are.
            ours = ENTRY.c.incident.in_(self.numbers)
        if self.went:
            ours = and_(ours, ENTRY.c.stream.notin_(self.went))
        return or_(ours, ENTRY.c.stream.in_(self.came)) if self.came else ours
