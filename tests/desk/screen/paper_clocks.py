"""What a hub on paper answers about time, and whether it is there at all."""

from __future__ import annotations

from console.desk.wire_errors import Away
from console.domain.resources import Resource, ResourceBook
from console.domain.sla import ClocksView, Targets, clocks
from tests.desk.screen.happenings import Happenings


class PaperClocks(Happenings):
    """Reads the clocks out of the log."""

    def __init__(self) -> None:
        super().__init__()
        self.is_away = False
        self.promise = Targets()
        """How soon people are answered; at first whenever."""
        self.book: list[Resource] = []
        """Whom to ring near somebody."""

    async def clocks(self, number: int) -> ClocksView:
        """The clocks as its entries have them now."""
        self._be_there()
        mine = [entry for entry in self.log.entries if entry.incident == number]
        now = self.log.now
        found = clocks(mine, self.promise, None, now)
        return ClocksView(
            number=number, at=now, severity="normal", promise=self.promise, clocks=found
        )

    async def resources(self) -> ResourceBook:
        """The resource book."""
        self._be_there()
        return ResourceBook(lines=tuple(self.book))

    def _be_there(self) -> None:
        if self.is_away:
            raise Away("the hub can't be reached")
