"""Recordings of legs: started, paused, stopped, ready a little later, with a tiny sound file.

Source: https://www.twilio.com/docs/voice/api/recording
"""

from __future__ import annotations

import io
import math
import wave
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from channels.simulator.sids import new_sid

if TYPE_CHECKING:
    from datetime import datetime

    from channels.simulator.legs import Callback, Leg
    from channels.simulator.plant import Plant


@dataclass(eq=False, slots=True)
class Recording:
    """A recording of one leg."""

    leg: Leg
    source: str
    channels: int = 1
    track: str = "both"
    callback: Callback | None = None
    status: str = "in-progress"
    sid: str = field(default_factory=lambda: new_sid("RE"))
    captured: list[str] = field(default_factory=list)
    """Every word and sound that is in the recording: nothing while it was paused."""
    created: datetime = field(init=False)
    duration: int | None = None
    is_ready: bool = False
    is_deleted: bool = False

    def __post_init__(self) -> None:
        self.created = self.leg.plant.clock.now()

    def take(self, words: str) -> None:
        """Record words, unless paused."""
        if self.status == "in-progress":
            self.captured.append(words)

    def report(self, status: str) -> None:
        """Tell the subscriber a status it asked for."""
        callback, plant = self.callback, self.leg.plant
        if callback is None or status not in callback.events:
            return
        form = {
            "AccountSid": plant.settings.account_sid,
            "CallSid": self.leg.sid,
            "RecordingSid": self.sid,
            "RecordingUrl": plant.media_base + plant.path(f"Recordings/{self.sid}"),
            "RecordingStatus": status,
            "RecordingChannels": str(self.channels),
            "RecordingStartTime": self.created.strftime("%a, %d %b %Y %H:%M:%S +0000"),
            "RecordingSource": self.source,
            "RecordingTrack": self.track,
        }
        if status == "completed":
            form["RecordingDuration"] = str(self.duration or 0)
        plant.webhooks.notify(callback.url, form, method=callback.method)

    def stop(self) -> None:
        """End the recording; its sound can be fetched a little later."""
        if self.status not in ("in-progress", "paused"):
            return
        if self.take in self.leg.taps:
            self.leg.taps.remove(self.take)
        self.status = "stopped"
        plant = self.leg.plant
        # Words are said in no time here, but nobody can say them in none.
        spoken = sum(len(words.split()) for words in self.captured) * plant.settings.latencies.word
        lasted = (plant.clock.now() - self.created).total_seconds()
        self.duration = max(int(lasted), math.ceil(spoken)) if self.captured else int(lasted)
        plant.tasks.start(self._finish(), "recording")

    async def _finish(self) -> None:
        plant = self.leg.plant
        await plant.clock.sleep(plant.settings.latencies.recording_ready)
        self.is_ready = bool(self.captured)
        self.status = "completed" if self.captured else "absent"
        self.report(self.status)


class Recordings:
    """All recordings of the account."""

    def __init__(self, plant: Plant) -> None:
        self._plant = plant
        self.all: dict[str, Recording] = {}

    def start(self, recording: Recording) -> Recording:
        """Begin to record the leg; goes on until stopped or until the leg ends."""
        self.all[recording.sid] = recording
        recording.leg.taps.append(recording.take)
        recording.leg.at_end.append(recording.stop)
        recording.report("in-progress")
        return recording

    def current(self, leg: Leg) -> Recording | None:
        """The recording of the leg under way (``Twilio.CURRENT``)."""
        running = (
            one
            for one in reversed(self.all.values())
            if one.leg is leg and one.status in ("in-progress", "paused")
        )
        return next(running, None)


def wav(recording: Recording) -> bytes:
    """A WAV file: 16-bit PCM at 8 kHz, silence of the recording's length up to one second."""
    frames = min(8000, 800 + 800 * (recording.duration or 0))
    sound = io.BytesIO()
    with wave.open(sound, "wb") as file:
        file.setnchannels(recording.channels)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\0\0" * recording.channels * frames)
    return sound.getvalue()
