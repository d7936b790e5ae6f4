"""What is done about live calls besides moving their legs: recordings and captions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.hub.effects.captions import CaptionDoer
from console.hub.effects.recording import RecordingDoer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from channels.ports import Ports
    from console.domain.call_state import Call
    from console.hub.effects.base import Bench
    from console.hub.effects.table import Job
    from console.hub.effects.urls import Urls


def further(
    bench: Bench, ports: Ports, urls: Urls
) -> Mapping[str, Callable[[Job, Call], Awaitable[None]]]:
    """Give what is done for each kind of effect."""
    recording = RecordingDoer(bench, ports.voice, ports.rooms, ports.recordings, urls)
    return recording.doing() | CaptionDoer(bench, ports.captioning, urls).doing()
