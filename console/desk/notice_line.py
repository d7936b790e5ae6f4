"""The line above everything else: what every desk must know now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.clock import off_words
from console.desk.queue_notices import queue_words
from console.desk.widgets.words import Words
from console.domain.safe_text import clean_line

if TYPE_CHECKING:
    from console.desk.audio_line import AudioWatch
    from console.desk.model import Model
    from console.desk.screens.desk import DeskScreen


def show_notices(screen: DeskScreen, model: Model, audio: AudioWatch) -> None:
    """Show what stands; the line takes no room while there is nothing."""
    now = model.hub_now(model.moment())
    queues = clean_line(queue_words(model.queues.values(), now, model.zone))
    notices = model.notices.words(model.me, model.zone)
    stands = (audio.words(model.me), notices, queues, off_words(model.clock.ahead))
    words = " · ".join(filter(None, stands))
    # A desk that is being closed has no such line any more.
    for line in screen.query("#standing").results(Words):
        line.set_class(bool(words), "-on")
        line.show([(words, "alarm")] if words else [])
