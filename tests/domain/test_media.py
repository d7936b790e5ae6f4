"""Opening an attachment is a fact about one of them, each time it happens."""

from __future__ import annotations

import pytest

from console.domain.base import Rejected
from console.domain.message import Message, decide_open, evolve_message
from console.domain.message_events import MediaItem, MediaOpened, OpenMedia

TEXT = Message(id="MM1", incident=1, media=(MediaItem(content_type="image/png"), MediaItem()))


def test_opening_names_the_attachment_and_what_it_was_announced_as() -> None:
    opened = decide_open(TEXT, OpenMedia(incident=1, message="MM1", place=0))
    assert opened == [MediaOpened(id="MM1", place=0, content_type="image/png")]


def test_opening_again_is_a_fact_again_and_counts_once() -> None:
    state = TEXT
    for place in (1, 0, 1):
        (event,) = decide_open(state, OpenMedia(incident=1, message="MM1", place=place))
        state = evolve_message(state, event)
    assert state.opened == (1, 0)


@pytest.mark.parametrize(
    ("message", "incident", "place"),
    [(TEXT, 2, 0), (TEXT, 1, 2), (TEXT.model_copy(update={"inbound": False}), 1, 0)],
)
def test_what_is_not_there_is_not_opened(message: Message, incident: int, place: int) -> None:
    with pytest.raises(Rejected) as no:
        decide_open(message, OpenMedia(incident=incident, message="MM1", place=place))
    assert no.value.code == "not_found"
