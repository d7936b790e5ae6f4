"""What of the model is on the screen: repainted soon after it changed, and only what changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from console.desk.call_alarms import CallAlarms
from console.desk.clock import seconds_between
from console.desk.heading import show_header
from console.desk.page_alarms import PageAlarms
from console.desk.promise_alarms import PromiseAlarms
from console.desk.reading import Reading
from console.desk.sight import Sight
from console.desk.speaking import Speaking
from console.desk.wording.call import call_clock, call_words
from console.desk.wording.lead import bar_words, help_words
from console.desk.wording.paging import page_words
from console.desk.wording.queue import work_words
from console.desk.wording.safe_contact import safe_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.desk.model import Changes, Model
    from console.desk.scene import Line
    from console.desk.screens.desk import DeskScreen
    from console.domain.board import BoardView
    from console.domain.routes import PagingView

Area = Literal["rows", "incident", "calls"]
_ALL: frozenset[Area] = frozenset({"rows", "incident", "calls"})


class Showing(Sight):
    """Reads the model and tells the widgets; knows nothing of the wire."""

    def __init__(self, model: Model, screen: DeskScreen) -> None:
        super().__init__(model)
        self.screen = screen
        self.alarms = CallAlarms()
        self.paged = PageAlarms()
        self.owed = PromiseAlarms()
        self.routes: PagingView | None = None
        """Whom each route reached when its key was pressed last."""
        self.board: BoardView | None = None
        """Who could help when that was asked last."""
        self._due: set[Area] = set()
        self.reading = Reading(model.moment)
        self.speaking = Speaking(model.moment)
        self.hides_captions = False

    def apply(self, changes: Changes) -> None:
        """Show lines at once, the rest with the next refresh."""
        timeline = self.screen.timeline
        if changes.incident == self.number and self.number:
            timeline.feed(self._seen(changes.lines))
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

    def lines(self, number: int) -> list[Line]:
        """The lines of an incident that are to be seen here."""
        return self._seen(self.model.lines(number))

    def _seen(self, lines: Iterable[Line]) -> list[Line]:
        return [line for line in lines if line.kind != "caption" or not self.hides_captions]

    def captions(self) -> None:
        """Show what is being said, under the timeline."""
        calls = (c for c in self.model.calls.values() if c.incident == self.number and not c.over)
        call = next((c for c in calls if c.captions.sittings), None)
        words = [] if self.hides_captions else self.speaking.words(call)
        self.screen.captions.tell([(text, loud) for text, loud in words])

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
        if self.model.me is None:
            # The hub has not been read yet: what was shown at first sight stays.
            return
        rows = self.model.rows()
        self.screen.queue.show(rows, self.now, self.number)
        self.screen.show_work(work_words(rows))

    def _incident(self) -> None:
        incident = self.incident
        if incident is None:
            return
        show_header(self)
        self.beside()
        local = self.now.astimezone(self.model.zone)
        self.screen.parties.show_parties(
            incident,
            self.contacts,
            self.messages,
            local,
            revealed=self.revealed.handles(),
            words=self.code_words.handles(),
            earlier=self.earlier.get(self.number),
        )
        self.screen.reply.update(self.receivers())

    def beside(self) -> None:
        """Show what stands over the note."""
        me = self.model.me.number if self.model.me else 0
        pages = page_words(self.incident, self.now, self.model.zone)
        told = _safe(self) + pages + help_words(self.incident, me)
        told += self.reading.words(self.number) + self.hinted()
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
        self.captions()

    def undo_seconds(self) -> int | None:
        """How long a message can still be taken back; None when there is none."""
        message = self.undoable()
        return seconds_between(self.now, message.due) if message is not None else None


def _safe(showing: Showing) -> list[tuple[str, str]]:
    """How they may be reached, over the note where no card of theirs is on the screen."""
    screen = showing.screen
    is_narrow = screen.has_class("-narrow") and not screen.has_class("-context")
    has_card = screen.query_one("#right").has_class("-script")
    is_covered = is_narrow or has_card or screen.has_class("-no-context")
    return safe_words(showing.contacts, showing.now) if is_covered else []
