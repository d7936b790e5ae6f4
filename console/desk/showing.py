"""What of the model is on the screen: repainted soon after it changed, and only what changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from console.desk.call_alarms import CallAlarms
from console.desk.clock import seconds_between
from console.desk.reading import Reading
from console.desk.sight import Sight
from console.desk.visitors import in_words
from console.desk.wording.call import call_clock, call_words
from console.desk.wording.lead import bar_words, help_words

if TYPE_CHECKING:
    from console.desk.model import Changes, Model
    from console.desk.screens.desk import DeskScreen
    from console.desk.widgets.words import Parts

Area = Literal["rows", "incident", "calls"]
_ALL: frozenset[Area] = frozenset({"rows", "incident", "calls"})


class Showing(Sight):
    """Reads the model and tells the widgets; knows nothing of the wire."""

    def __init__(self, model: Model, screen: DeskScreen) -> None:
        super().__init__(model)
        self.screen = screen
        self.alarms = CallAlarms()
        self._due: set[Area] = set()
        self.reading = Reading(model.moment)

    def apply(self, changes: Changes) -> None:
        """Show lines at once, the rest with the next refresh."""
        timeline = self.screen.timeline
        if changes.incident == self.number and self.number:
            timeline.feed(changes.lines)
            if changes.gone:
                timeline.flush()
            for key in changes.gone:
                timeline.drop(key)
            self._due.add("incident")
        if changes.incidents or changes.missing:
            self._due.add("rows")
            self._due |= {"incident"} if self.number in changes.incidents else set()
        if changes.mine or changes.agents:
            self._due |= _ALL

    def everything(self) -> None:
        """Show all anew with the next refresh."""
        self._due |= _ALL

    def refresh(self) -> bool:
        """Show what is due; tells whether anything was."""
        due, self._due = self._due, set()
        if "rows" in due:
            self._rows()
        if "incident" in due:
            self._incident()
        if "calls" in due or "incident" in due:
            self.calls()
        return bool(due)

    def _rows(self) -> None:
        rows = self.model.rows()
        self.screen.queue.show(rows, self.now, self.number)
        waits = sum(row.incident.unanswered > 0 for row in rows)
        words: Parts = [(f"MY WORK · {len(rows)}", "quiet")]
        if waits:
            words.append((f"  {waits} unanswered", "warn"))
        self.screen.show_work(words)

    def _incident(self) -> None:
        incident = self.incident
        if incident is None:
            return
        here = list(in_words(self.model.here(self.number)))
        me = self.model.me.number if self.model.me else 0
        self.screen.header.show_incident(incident, self.now, here, me)
        self.beside()
        local = self.now.astimezone(self.model.zone)
        self.screen.parties.show_parties(
            incident,
            self.contacts,
            self.messages,
            local,
            revealed=self.revealed.handles(),
            earlier=self.earlier.get(self.number),
        )
        self.screen.reply.update(self.receivers())

    def beside(self) -> None:
        """Show what stands over the note."""
        me = self.model.me.number if self.model.me else 0
        told = help_words(self.incident, me) + self.reading.words(self.number)
        self.screen.beside.tell([(text, loud) for text, loud in told])

    def calls(self) -> None:
        """Show the call bar, and the clock of the note box."""
        keys = self.screen
        mine = replace(
            self.my_calls, presence_key=keys.presence_key, following_key=keys.following_key
        )
        limit = self.model.limits.get("hold_warning_seconds", 120)
        pause = self.model.limits.get("card_pause_seconds", 180)
        words = call_words(mine, self.now, hold_warning_seconds=limit, card_pause_seconds=pause)
        words = bar_words(words, self.model)
        self.screen.calls.show_call([(text, loud) for text, loud in words])
        call = mine.call or mine.wrap
        here = call is not None and call.incident == self.number and mine.call is not None
        self.screen.note.tick(call_clock(call, self.now) if here else None)

    def undo_seconds(self) -> int | None:
        """How long a message can still be taken back; None when there is none."""
        message = self.undoable()
        return seconds_between(self.now, message.due) if message is not None else None
