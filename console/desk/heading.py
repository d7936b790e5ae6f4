"""Shows what the open incident is, who else is here, and what it is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.visitors import in_words
from console.desk.wording.clocks import due_words

if TYPE_CHECKING:
    from console.desk.showing import Showing


def show_header(showing: Showing) -> None:
    """Repaint the two lines over the timeline; every second, for what is due moves."""
    incident, model = showing.incident, showing.model
    if incident is None:
        return
    # Loaded with the first incident: the first paint does not wait for it.
    from console.domain.flags import everywhere

    here = list(in_words(model.here(showing.number)))
    me = model.me.number if model.me else 0
    due = due_words(showing.clocks.get(showing.number), showing.now)
    flags = everywhere(incident, showing.contacts, showing.now)
    showing.screen.header.show_incident(incident, flags, here, me, due=due)
