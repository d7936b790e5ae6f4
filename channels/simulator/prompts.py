"""The verbs that talk to one caller: Say, Play, Pause, Gather, Record, and the ways out."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from channels.simulator import player
from channels.simulator.clock import within
from channels.simulator.legs import Callback, call_form
from channels.simulator.recordings import Recording
from channels.simulator.script import HangUp, LeaveQueue

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET

    from channels.simulator.legs import Leg
    from channels.simulator.script import Script
    from channels.simulator.twiml import Document


async def talk(script: Script, verb: ET.Element) -> None:
    """Say or Play: answers the call."""
    script.leg.answer()
    await player.say(script.leg, verb, script.document)


async def pause(script: Script, verb: ET.Element) -> None:
    """Wait without answering the call."""
    await player.say(script.leg, verb, script.document)


async def redirect(script: Script, verb: ET.Element) -> Document:
    """Go on with another document."""
    url = script.document.link((verb.text or "").strip())
    return await script.fetch(url, verb.get("method", "POST"))


async def hang_up(script: Script, verb: ET.Element) -> None:
    """End the call."""
    raise HangUp


async def leave(script: Script, verb: ET.Element) -> None:
    """Leave the queue."""
    raise LeaveQueue


async def reject(script: Script, verb: ET.Element) -> None:
    """Refuse the call; only as the first verb is it unanswered."""
    if verb.get("reason", "rejected") == "busy":
        script.leg.finish("busy", 486)
    else:
        script.leg.finish("no-answer", 603)
    raise HangUp


async def not_simulated(script: Script, verb: ET.Element) -> None:
    """Start, Stop and Connect are accepted and do nothing: that must not go unnoticed."""
    script.board.plant.journal.complain(f"<{verb.tag}> is not simulated")


class Keys:
    """Keys and words collected by one Gather."""

    def __init__(self, verb: ET.Element) -> None:
        self.digits = ""
        self.words = ""
        self.finished_on = ""
        self.began = asyncio.Event()
        self.done = asyncio.Event()
        self._limit = int(verb.get("numDigits", "0"))
        self._finish = verb.get("finishOnKey", "#")
        self._input = verb.get("input", "dtmf").split()

    def press(self, key: str) -> None:
        """Take one key."""
        if "dtmf" not in self._input or self.done.is_set():
            return
        self.began.set()
        if key == self._finish:
            self.finished_on = key
            self.done.set()
            return
        self.digits += key
        if self._limit and len(self.digits) >= self._limit:
            self.done.set()

    def speak(self, words: str) -> None:
        """Take one utterance."""
        if "speech" in self._input and not self.done.is_set():
            self.words = words
            self.began.set()
            self.done.set()

    def form(self) -> dict[str, str]:
        """What the action is told."""
        if self.words:
            return {"SpeechResult": self.words, "Confidence": "0.9"}
        finished = {"FinishedOnKey": self.finished_on} if self.finished_on else {}
        return {"Digits": self.digits} | finished


async def gather(script: Script, verb: ET.Element) -> Document | None:
    """Collect keys or speech while prompting; without any the next verb follows."""
    leg, clock = script.leg, script.board.plant.clock
    leg.answer()
    keys = Keys(verb)
    leg.keypad = keys
    leg.asks.set()
    try:
        await _prompt(script, verb, keys)
        timeout = float(verb.get("timeout", "5"))
        while not keys.done.is_set():
            seen = len(keys.digits)
            done = await within(clock, timeout, keys.done.wait)
            if not done and len(keys.digits) == seen:
                break
    finally:
        leg.keypad = None
        leg.asks.clear()
    got_something = bool(keys.digits or keys.words or keys.finished_on)
    if not got_something and verb.get("actionOnEmptyResult", "false") != "true":
        return None
    action = urljoin(script.document.url, verb.get("action", ""))
    return await script.fetch(action, verb.get("method", "POST"), keys.form())


async def _prompt(script: Script, verb: ET.Element, keys: Keys) -> None:
    async def prompts() -> None:
        for nested in verb:
            await player.say(script.leg, nested, script.document)

    if verb.get("bargeIn", "true") == "false":
        await prompts()
        return
    speaking = asyncio.ensure_future(prompts())
    pressed = asyncio.ensure_future(keys.began.wait())
    try:
        await asyncio.wait({speaking, pressed}, return_when=asyncio.FIRST_COMPLETED)
        if speaking.done():
            speaking.result()
    finally:
        speaking.cancel()
        pressed.cancel()


class Tape:
    """Words and the ending key of one Record."""

    def __init__(self, finish: str) -> None:
        self._finish = finish
        self.key = ""
        self.ended = asyncio.Event()
        self.heard = asyncio.Event()

    def press(self, key: str) -> None:
        """End on the finishing key."""
        if key in self._finish:
            self.key = key
            self.ended.set()
            self.heard.set()

    def speak(self, words: str) -> None:
        """Note that there is something to hear."""
        self.heard.set()


async def record(script: Script, verb: ET.Element) -> Document | None:
    """Record a message until a key, silence or the limit; nothing said: next verb."""
    leg, plant = script.leg, script.board.plant
    leg.answer()
    events = frozenset(verb.get("recordingStatusCallbackEvent", "completed").split())
    url = verb.get("recordingStatusCallback", "")
    callback = Callback(script.document.link(url), events=events) if url else None
    recording = Recording(leg, "RecordVerb", callback=callback)
    tape = Tape(verb.get("finishOnKey", "1234567890*#"))
    if verb.get("playBeep", "true") == "true":
        leg.hear("[beep]")
    script.board.recordings.start(recording)
    leg.keypad = tape
    leg.asks.set()
    action = urljoin(script.document.url, verb.get("action", ""))

    def told(digits: str) -> dict[str, str]:
        return {
            "RecordingUrl": plant.media_base + plant.path(f"Recordings/{recording.sid}"),
            "RecordingSid": recording.sid,
            "RecordingDuration": str(recording.duration or 0),
            "Digits": digits,
        }

    def hung_up() -> None:
        if recording.captured:
            plant.webhooks.notify(action, call_form(leg) | told("hangup"))

    leg.at_end.append(hung_up)
    try:
        await within(plant.clock, float(verb.get("maxLength", "3600")), lambda: _silence(leg, verb))
    finally:
        leg.keypad = None
        leg.asks.clear()
        recording.stop()
    leg.at_end.remove(hung_up)
    if not recording.captured:
        return None
    return await script.fetch(action, verb.get("method", "POST"), told(tape.key))


async def _silence(leg: Leg, verb: ET.Element) -> None:
    """Return when the tape's key was pressed or the caller stopped talking."""
    tape = leg.keypad
    if not isinstance(tape, Tape):
        return
    limit = float(verb.get("timeout", "5"))
    while not tape.ended.is_set():
        tape.heard.clear()
        if not await within(leg.plant.clock, limit, tape.heard.wait):
            return
