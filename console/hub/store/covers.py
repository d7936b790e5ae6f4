"""Who is on call instead of whose turn it is, as leads have said; kept with the whole floor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from console.domain.floor_events import WHOLE
from console.domain.queue import Queue
from console.hub.store.tables import QueueRow, table

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from console.domain.cover import Cover

QUEUE = table(QueueRow)


def covers_in(connection: Connection) -> tuple[Cover, ...]:
    """Read every cover that was not forgotten, whether its time is over or not."""
    wanted = select(QUEUE.c.state).where(QUEUE.c.name == WHOLE)
    state = connection.execute(wanted).scalar_one_or_none()
    return Queue.model_validate_json(state).covers if state is not None else ()
