"""Which of the incidents known here are one, and how such a one reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.together import together

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.incident import Incident


class Families:
    """Incidents by number, and those that were merged into others."""

    incidents: dict[int, Incident]
    """Each as its own entries tell."""

    def home(self, number: int) -> int:
        """The incident that one is worked on in: itself, or the one it was merged into."""
        found = self.incidents.get(number)
        while found is not None and found.part_of is not None:
            number = found.part_of.into
            found = self.incidents.get(number)
        return number

    def family(self, number: int) -> list[Incident]:
        """An incident and all that were merged into it, as far as they are known here."""
        found = self.incidents.get(number)
        if found is None:
            return []
        return [found, *(one for part in found.parts for one in self.family(part))]

    def whole(self, number: int) -> Incident | None:
        """An incident read together with those that were merged into it."""
        found = self.incidents.get(number)
        if found is None or not found.parts:
            return found
        return together(found, self.family(number)[1:])

    def work(self) -> Iterator[Incident]:
        """Every incident that stands for itself, read together with what was merged into it."""
        for number, incident in self.incidents.items():
            if incident.part_of is None:
                yield (self.whole(number) or incident) if incident.parts else incident
