"""Plays a persona on a network: waits for triggers, does deeds."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Protocol

from channels.simulator.legs import hang_up, press, speak
from channels.simulator.people import Attachment, Person
from channels.simulator.phones import Phone, TextDelivery

if TYPE_CHECKING:
    from channels.simulator.personas import Act, FileSpec, Persona
    from channels.simulator.plant import Plant

TICK = 0.5
"""Seconds between two looks at the phone."""
HEARD = {"after_hears": "hears", "after_text": "texted", "after_mail": "mailed"}


class Stage(Protocol):
    """Where personas play: a Network."""

    plant: Plant

    def person(
        self,
        address: str,
        *,
        name: str = "",
        email: str = "",
        phone: Phone | None = None,
        delivery: TextDelivery | None = None,
    ) -> Person:
        """Make or change a person."""
        ...


class Performance:
    """One persona on the network."""

    def __init__(self, stage: Stage, persona: Persona) -> None:
        self._plant = stage.plant
        self._persona = persona
        self.person = stage.person(
            persona.number,
            name=persona.name,
            email=persona.email,
            phone=persona.phone.phone(),
            delivery=TextDelivery(persona.delivery),
        )
        self._left = [act.times for act in persona.acts]
        self._done: set[int] = set()
        self._waiting = 0.0
        self._connected = 0.0
        self._alone = 0.0

    async def play(self) -> None:
        """Do every act when its trigger comes; returns when nothing is left to do."""
        self.person.noticed.append(self._notice)
        for index, act in enumerate(self._persona.acts):
            if act.at is not None:
                self._later(index, act.at)
        while any(self._left):
            await self._plant.clock.sleep(TICK)
            self._look()
        self.person.noticed.remove(self._notice)

    def _notice(self, what: str, words: str) -> None:
        """Arm the acts that wait for these words."""
        for index, act in enumerate(self._persona.acts):
            wanted: list[str] | None = getattr(act, act.trigger) if act.trigger in HEARD else None
            if wanted is None or HEARD[act.trigger] != what:
                continue
            if any(one.casefold() in words.casefold() for one in wanted):
                self._later(index, 0)

    def _look(self) -> None:
        """Count how long there was somebody, or nobody, and arm the acts that wait for that."""
        leg = self.person.leg
        if leg is None or leg.started is None:
            self._waiting = self._connected = self._alone = 0.0
            return
        if leg.hears():
            self._connected += TICK
            self._alone = 0.0
        elif self._connected:
            self._connected += TICK
            self._alone += TICK
        else:
            self._waiting += TICK
        counted = {
            "after_answer": self._connected,
            "on_hold_for": self._alone,
            "waiting_for": self._waiting,
        }
        for index, act in enumerate(self._persona.acts):
            since = counted.get(act.trigger, 0.0)
            if since and since >= float(getattr(act, act.trigger)):
                self._later(index, 0)

    def _later(self, index: int, seconds: float) -> None:
        """Do an act after its own wait, if it has not been done often enough."""
        if self._left[index] <= 0:
            return
        self._left[index] -= 1
        act = self._persona.acts[index]
        self._plant.tasks.start(self._do(index, act, seconds + act.wait), "persona")

    async def _do(self, index: int, act: Act, seconds: float) -> None:
        await self._plant.clock.sleep(seconds)
        await perform(self.person, act)
        follower = index + 1
        acts = self._persona.acts
        if follower < len(acts) and (pause := acts[follower].then) is not None:
            self._later(follower, pause)


async def perform(person: Person, act: Act) -> None:
    """Do what the act says; what needs a phone call is left out when there is none."""
    leg = person.leg
    if act.ring is not None:
        await person.rings(act.ring)
    elif act.text is not None:
        await person.texts(act.text.to, act.text.body, [file(one) for one in act.text.media])
    elif act.mail is not None:
        newest = person.inbox[-1] if act.mail.reply and person.inbox else None
        await person.mails(
            (newest.reply_to or newest.sender) if newest else act.mail.to,
            subject=act.mail.subject,
            text=act.mail.text,
            in_reply_to=newest.message_id if newest else "",
            attachments=[file(one) for one in act.mail.attachments],
        )
    elif act.deliver is not None:
        person.delivery = TextDelivery(act.deliver, {"undelivered": 30003}.get(act.deliver, 0))
    elif leg is not None and act.say is not None:
        speak(leg, act.say)
    elif leg is not None and act.press is not None:
        press(leg, act.press)
    elif leg is not None and act.hang_up:
        hang_up(leg)


def file(spec: FileSpec) -> Attachment:
    """The file; pictures are one grey pixel, documents hold their text."""
    content = spec.content.encode()
    if spec.content_type == "image/png":
        content = _png()
    return Attachment(spec.name, spec.content_type, content)


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixel = zlib.compress(b"\0\x80")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")
