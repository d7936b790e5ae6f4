"""What a desk knows, and how it changes with each entry: pure, synchronous, no I/O."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from console.desk.arrivals import read_entries
from console.desk.clock import steady
from console.desk.floor import Floor
from console.desk.opened import Opened
from console.desk.pending import (
    SAVED,
    SAVING,
    Pending,
    Pendings,
    command_of,
    fresh_line,
    stream_changed,
)
from console.desk.scene import Line
from console.desk.standing_notices import Notices
from console.desk.urgency import Row
from console.domain.merging import IncidentGaveBack, IncidentTookIn
from console.domain.moving import LegLeft, LegMoved
from console.domain.person import ContactIdentified

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from console.desk.scene import Tone
    from console.domain.base import Command
    from console.domain.timeline import Entry
    from console.domain.wire import EntriesPage, IncidentView, Snapshot

__all__ = ["Changes", "Line", "Model", "Row"]


@dataclass(frozen=True, slots=True)
class Changes:
    """What has to be shown anew."""

    incidents: frozenset[int] = frozenset()
    """Rows of the work list that may read or rank differently."""
    mine: bool = False
    """Whether my presence, call, offer or wrap-up changed."""
    agents: bool = False
    lines: tuple[Line, ...] = ()
    """Lines that are new or replace the one with the same key."""
    incident: int | None = None
    """The opened incident that ``lines`` and ``gone`` belong to."""
    gone: tuple[str, ...] = ()
    """Keys of lines that are no more: saved by now, and back as entries."""
    missing: frozenset[int] = frozenset()
    """Incidents this desk has never seen: fetch their view and ``learn`` it."""

    def __add__(self, later: Changes) -> Changes:
        """Both at once, for changes of the same opened incident or of none."""
        return Changes(
            self.incidents | later.incidents,
            self.mine or later.mine,
            self.agents or later.agents,
            lines=_latest(self.lines + later.lines),
            incident=later.incident if later.incident is not None else self.incident,
            gone=self.gone + later.gone,
            missing=self.missing | later.missing,
        )


class Model(Floor):
    """The floor, the opened incidents' timelines, and my commands that are still on their way."""

    def __init__(self, moment: Callable[[], float] = steady) -> None:
        super().__init__(moment)
        self.opened: dict[int, Opened] = {}
        self.unsaved = Pendings()
        """My commands on their way; ``len()`` counts those not saved yet."""
        self.stale: set[int] = set()
        """Opened incidents that may lack entries: fetch their view and ``open`` it again."""
        self.notices = Notices()

    def load(self, snapshot: Snapshot) -> None:
        """Start anew from what the hub says; lines stay readable and are stale until reopened."""
        super().load(snapshot)
        self.notices.load(snapshot.notices)
        self.stale = set(self.opened)

    def open(self, view: IncidentView) -> None:
        """Open an incident, or bring an opened one up to date, as a view of the hub gives it."""
        number = view.incident.number
        if self.hidden.covers(view):
            return
        self.stale.discard(number)
        if not self.reaches_back_to(view.seq):
            self.stale.add(number)
        late = self.learn(view)
        for part in view.parts:
            self.opened.pop(part.number, None)
        opened = Opened(view, self.names, self.zone)
        for entry in late:
            opened.add(entry)
        self.opened[number] = opened

    def older(self, number: int, page: EntriesPage) -> None:
        """Put a page of older entries above the lines of an opened incident."""
        if number not in self.opened:
            return
        # A hub that does not say when it read the page has read it just now.
        seq = page.seq or self.seq
        if not self.reaches_back_to(seq):
            self.stale.add(number)
        numbers = {one.number for one in self.family(number)}
        late = [e for e in self._recent if e.seq > seq and e.incident in numbers]
        self.opened[number].older(page, late)

    def lines(self, number: int) -> list[Line]:
        """The lines of an opened incident, oldest first, what is being saved at the end."""
        opened = self.opened.get(number)
        told = opened.lines() if opened else []
        mine = self.unsaved.at(number)
        over = {pending.over: pending.line for pending in mine if pending.over}
        told = [over.get(line.key, line) for line in told] if over else told
        return told + [pending.line for pending in mine if not pending.over]

    def apply(self, entry: Entry) -> Changes:
        """Take in an entry; one that was seen before changes nothing."""
        if entry.seq <= self.seq:
            return Changes()
        effect = self.absorb(entry)
        number = self.home(entry.incident) if entry.incident is not None else 0
        _regroup(self, entry, number)
        opened = self.opened.get(number)
        lines = opened.add(entry) if opened else ()
        told = Changes(
            effect.incidents,
            effect.mine,
            effect.agents,
            lines=lines,
            incident=number if opened else None,
            missing=effect.missing,
        )
        me = self.me.number if self.me else None
        mine = self._gone(command_of(entry.cause, me))
        return mine + _renamed(self.opened, entry) + told

    def pend(self, command_id: str, command: Command) -> Line | None:
        """Show a command as being saved; None when it has no line to show that on."""
        me = self.me.name if self.me else ""
        now = self.hub_now(self.moment())
        line = fresh_line(f"p{command_id}", command, me, self.names, at=now)
        if line is not None:
            number: int = getattr(command, "incident", 0)
            self.unsaved.add(command_id, Pending(number, line))
            return line
        stream = stream_changed(command)
        for number, opened in self.opened.items():
            known = opened.line_of(stream)
            if known is not None:
                line = replace(known, status=SAVING)
                self.unsaved.add(command_id, Pending(number, line, over=line.key))
                return line
        return None

    def settle(self, command_id: str, entries: Iterable[dict[str, Any]]) -> Changes:
        """The hub granted a command; its entries count when they are next, else from the stream.

        Entries between may still be on their way, and taking these in first would lose them.
        """
        changes = Changes()
        for entry in read_entries(entries):
            if entry.seq <= self.seq:
                continue
            if entry.seq > self.seq + 1:
                return changes + self._marked(command_id, SAVED)
            changes += self.apply(entry)
        return changes + self._gone(command_id)

    def refuse(self, command_id: str, words: str) -> Changes:
        """The hub said no: the line says so and keeps what was written until ``forget``."""
        return self._marked(command_id, f"not saved: {words}", "trouble")

    def forget(self, command_id: str) -> Changes:
        """Take a refused command's line away."""
        return self._gone(command_id)

    def _marked(self, command_id: str, status: str, tone: Tone | None = None) -> Changes:
        marked = self.unsaved.mark(command_id, status, tone)
        return Changes(lines=(marked.line,), incident=marked.incident) if marked else Changes()

    def _gone(self, command_id: str) -> Changes:
        taken = self.unsaved.take(command_id)
        if taken is None:
            return Changes()
        if not taken.over:
            return Changes(incident=taken.incident, gone=(taken.line.key,))
        opened = self.opened.get(taken.incident)
        line = opened.line(taken.over) if opened else None
        return Changes(incident=taken.incident, lines=(line,) if line else ())


def _regroup(model: Model, entry: Entry, number: int) -> None:
    """Have an opened incident read anew whose timeline has others' entries in it now."""
    if isinstance(entry.event, IncidentTookIn | IncidentGaveBack):
        model.opened.pop(entry.event.incident, None)
    elif not isinstance(entry.event, LegLeft | LegMoved):
        return
    if model.opened.pop(number, None) is not None:
        model.stale.add(number)


def _renamed(opened: dict[int, Opened], entry: Entry) -> Changes:
    changes = Changes()
    if isinstance(entry.event, ContactIdentified):
        for number, timeline in opened.items():
            lines = timeline.retell(entry.stream.partition("/")[2])
            changes = Changes(lines=lines, incident=number) if lines else changes
    return changes


def _latest(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    return tuple({line.key: line for line in lines}.values())
