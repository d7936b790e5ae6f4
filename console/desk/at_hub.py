"""Which drafts of a spool the hub has too, for my other machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.spooled import Held

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.boxes import Key
    from console.desk.keeping import Keeping
    from console.desk.spooled import Draft


class AtHub:
    """Kept on disk with the drafts, so that a restart knows what the hub was told."""

    def __init__(self, kept: Keeping, now: Callable[[], float]) -> None:
        self._kept = kept
        self.now = now
        """Seconds since 1970, as drafts are stamped."""

    def lacks(self) -> list[Draft]:
        """What the hub has not been told yet; a draft without text it should drop."""
        return self._kept.state.unheld()

    def has(self, key: Key) -> float | None:
        """When the draft that the hub has was typed; None when it was never told of any."""
        return self._kept.state.held.get(key)

    def told(self, draft: Draft) -> None:
        """The hub has this draft now, or has dropped it."""
        self._kept.record(Held(incident=draft.incident, box=draft.box, to=draft.to, at=draft.at))

    def take(self, draft: Draft) -> None:
        """Take over what another desk of mine left there; without text it was sent there."""
        self._kept.record(draft)
        if draft.text or self.has(draft.key) is not None:
            self.told(draft)

    def keep(self, draft: Draft) -> None:
        """Keep a draft as if it was typed now: the hub has dropped an older one."""
        self._kept.record(draft.model_copy(update={"at": self.now()}))
