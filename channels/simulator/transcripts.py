"""Real-time transcriptions of legs: what is said comes back in callbacks, first half, then whole.

Source: https://www.twilio.com/docs/voice/twiml/transcription#statuscallbackurl
"""

from __future__ import annotations

import json
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from channels.simulator.sids import new_sid

if TYPE_CHECKING:
    from datetime import datetime

    from channels.simulator.legs import Callback, Leg, Track
    from channels.simulator.plant import Plant

CONFIDENCE = 0.95
PARTIAL_SECONDS = 0.5
"""How long after the first word a guess at it comes."""
UNAVAILABLE = 32650


@dataclass(eq=False, slots=True)
class Transcription:
    """One transcription of one leg, both tracks."""

    leg: Leg
    name: str
    callback: Callback
    language: str = "en-US"
    partials: bool = False
    status: str = "in-progress"
    sid: str = field(default_factory=lambda: new_sid("GT"))
    updated: datetime = field(init=False)
    heard: list[tuple[Track, str]] = field(default_factory=list)
    """What was said while it ran."""
    _counts: Counter[str] = field(default_factory=Counter)
    _waiting: dict[Track, deque[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.updated = self.leg.plant.clock.now()

    def take(self, track: Track, words: str) -> None:
        """Hear words on one side of the leg; music and files are no words."""
        if self.status != "in-progress" or words.startswith("["):
            return
        self.heard.append((track, words))
        waiting = self._waiting.setdefault(track, deque())
        waiting.append(words)
        if len(waiting) == 1:
            self.leg.plant.tasks.start(self._write(track, waiting), "transcription")

    async def _write(self, track: Track, waiting: deque[str]) -> None:
        """Tell one sentence after the other, each as fast as it is spoken."""
        plant = self.leg.plant
        while waiting and self.status == "in-progress":
            words = waiting[0].split()
            if self.partials and len(words) > 1:
                await plant.clock.sleep(PARTIAL_SECONDS)
                self._content(track, " ".join(words[: len(words) // 2]), is_final=False)
            await plant.clock.sleep(len(words) * plant.settings.latencies.word)
            self._content(track, waiting[0], is_final=True)
            waiting.popleft()

    def _content(self, track: Track, words: str, *, is_final: bool) -> None:
        if self.status != "in-progress":
            return
        found = {"transcript": words, "confidence": CONFIDENCE if is_final else 0.0}
        fields = {
            "LanguageCode": self.language,
            "Track": track,
            "TranscriptionData": json.dumps(found),
            "Final": "true" if is_final else "false",
        }
        if not is_final:
            fields["Stability"] = "0.9"
        self._report("content", fields, track)

    def _report(self, event: str, fields: dict[str, str], track: str = "") -> None:
        plant = self.leg.plant
        self._counts[track] += 1
        form = {
            "AccountSid": plant.settings.account_sid,
            "CallSid": self.leg.sid,
            "TranscriptionSid": self.sid,
            "TranscriptionEvent": f"transcription-{event}",
            "Timestamp": plant.clock.now().isoformat().replace("+00:00", "Z"),
            "SequenceId": str(self._counts[track]),
        }
        plant.webhooks.notify(self.callback.url, form | fields, method=self.callback.method)

    def begin(self) -> None:
        """Listen to the leg until stopped, or until it ends."""
        self.leg.ears.append(self.take)
        self.leg.at_end.append(self.stop)
        fields = {
            "LanguageCode": self.language,
            "Name": self.name,
            "Track": "both_tracks",
            "TranscriptionEngine": "google",
            "PartialResults": str(self.partials).lower(),
            "ProviderConfiguration": "{}",
        }
        self._report("started", fields)

    def stop(self) -> None:
        """Listen no more; what was not told yet is lost."""
        if self.status != "in-progress":
            return
        self.status, self.updated = "stopped", self.leg.plant.clock.now()
        if self.take in self.leg.ears:
            self.leg.ears.remove(self.take)
        self._report("stopped", {})

    def break_off(self, code: int = UNAVAILABLE) -> None:
        """Fail as the engine behind it may."""
        error = {
            "TranscriptionErrorCode": str(code),
            "TranscriptionError": "Provider Unavailable",
        }
        self._report("error", error)
        self.stop()


class Transcriptions:
    """All transcriptions of the account."""

    def __init__(self, plant: Plant) -> None:
        self._plant = plant
        self.all: dict[str, Transcription] = {}

    def start(self, one: Transcription) -> Transcription:
        """Begin one; two at a time under one name can't be told apart any more."""
        if one.name and self.find(one.leg, one.name) is not None:
            self._plant.journal.complain(f"{one.name} is being transcribed already")
        self.all[one.sid] = one
        one.begin()
        return one

    def find(self, leg: Leg, key: str) -> Transcription | None:
        """The one that runs on a leg, by its sid or name."""
        mine = (one for one in self.all.values() if one.leg is leg)
        return next(
            (one for one in mine if key in (one.sid, one.name) and one.status == "in-progress"),
            None,
        )
