"""The floor as an agent reads it: my call, my offer, the work list, who is where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.clock import steady
from console.desk.rows import WorkList
from console.desk.standing import Effect, Standing

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from console.desk.urgency import Row
    from console.domain.call_state import Call
    from console.domain.timeline import Entry
    from console.domain.wire import IncidentView, Snapshot, Typing


class Floor(Standing):
    """Readings of the standing, for the work list, the call bar and the clock."""

    def __init__(self, moment: Callable[[], float] = steady) -> None:
        super().__init__(moment)
        self._work_list = WorkList()

    def load(self, snapshot: Snapshot) -> None:
        """Start anew from what the hub says; follow the stream from ``seq``."""
        super().load(snapshot)
        self._work_list.forget()

    def learn(self, view: IncidentView) -> list[Entry]:
        """Know an incident that was not on the work list; gives the entries it lacks."""
        late = super().learn(view)
        # Names that came with it may be those of other incidents too.
        self._work_list.forget()
        return late

    def absorb(self, entry: Entry) -> Effect:
        """Take in the next entry of the stream."""
        effect = super().absorb(entry)
        self._work_list.forget(None if effect.mine else effect.incidents)
        return effect

    def my_call(self) -> Call | None:
        """The call I am on."""
        return self.calls.get(self.me.call) if self.me and self.me.call else None

    def my_offer(self) -> Call | None:
        """The call that rings for me."""
        return self.calls.get(self.me.offer) if self.me and self.me.offer else None

    def my_watch(self) -> Call | None:
        """The call of somebody else that I am in."""
        return self.calls.get(self.me.watching) if self.me and self.me.watching else None

    def my_wrap(self) -> Call | None:
        """The call whose notes I finish."""
        return self.calls.get(self.me.wrapping) if self.me and self.me.wrapping else None

    def hub_now(self, monotonic: float) -> datetime:
        """The hub's time at a moment of ``clock.steady()``; never this machine's wall clock."""
        return self.clock.now(monotonic)

    def rows(self) -> list[Row]:
        """The work list, most urgent first; closed incidents are not on it."""
        return self._work_list.rows(self)

    def hear(self, word: Typing) -> bool:
        """Take in who is where; tells whether there is anything new to show."""
        self._work_list.forget([word.incident])
        return self.visitors.hear(word, self.moment())

    def here(self, number: int) -> list[Typing]:
        """The colleagues in an incident now, those who type first; never myself."""
        me = self.me.number if self.me else None
        return [w for w in self.visitors.here(number, self.moment()) if w.agent != me]
