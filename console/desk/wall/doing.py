"""What leads do on the floor: about the call, the queue or the person of the chosen row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.acts import floor as acts_floor
from console.desk.acts import lead as acts_lead
from console.desk.acts import queues as acts_queues

if TYPE_CHECKING:
    from console.desk.wall.showing import FloorShowing

ON_A_ROW = frozenset({"lead.listen", "lead.whisper", "lead.barge", "lead.take_over"})
"""What leads do about the call of the chosen row."""
ON_A_QUEUE = frozenset({*acts_queues.ACTS_ON, "floor.hours"})
"""What leads do to the queue of the chosen row."""


def do(floor: FloorShowing, action: str) -> bool:
    """Do an action about the chosen row; tells whether it is one of these."""
    row = floor.screen.table.chosen
    if action in ON_A_ROW:
        acts_lead.do(floor.session, action, row.call if row is not None else "")
        floor.say()
    elif action in ON_A_QUEUE:
        act = acts_floor.hours if action == "floor.hours" else acts_queues.ACTS_ON[action]
        act(floor.session, _of(floor, "queue"))
    elif action == "floor.return_work":
        acts_floor.return_work(floor.session, int(_of(floor, "agent") or 0))
    else:
        return False
    return True


def open_row(floor: FloorShowing) -> None:
    """Open the incident of the chosen row on the desk behind."""
    row = floor.screen.table.chosen
    if row is not None and row.incident:
        floor.session.places.show(row.incident, focus="queue")


def snooze(floor: FloorShowing) -> None:
    """Be quiet about the alarms that are on, or be loud again."""
    wishes, words = floor.alarms.snooze(floor.session.showing.now)
    for wish in wishes:
        floor.session.give(wish)
    floor.session.screen.say(words, "quiet", about="floor")
    floor.say()


def _of(floor: FloorShowing, concept: str) -> str:
    """What the chosen row is about, if it is one of these; else nothing."""
    row = floor.screen.table.chosen
    kind, _, name = row.key.partition("/") if row is not None else ("", "", "")
    return name if kind == concept else ""
