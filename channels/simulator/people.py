"""The people on the network: they ring, text and mail, and answer in their own way."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from channels.simulator.legs import hang_up, press, speak
from channels.simulator.phones import Phone, TextDelivery

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from channels.simulator.legs import Leg


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file sent along with a text or a mail."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Text:
    """A text a person got."""

    sender: str
    body: str
    at: datetime
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail a person got."""

    sender: str
    subject: str
    text: str
    message_id: str
    reply_to: str
    headers: dict[str, str]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMail:
    """A mail as a person writes it."""

    sender: str
    to: str
    subject: str
    text: str
    html: str = ""
    in_reply_to: str = ""
    attachments: tuple[Attachment, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    spf: str = "pass"
    dkim: str = "pass"


class Wires(Protocol):
    """What a person can do on the network."""

    async def call_in(self, person: Person, to: str) -> Leg:
        """Place a call."""
        ...

    async def text_in(self, person: Person, to: str, body: str, media: Sequence[Attachment]) -> str:
        """Send a text; its sid."""
        ...

    async def mail_in(self, mail: OutgoingMail) -> str:
        """Send a mail; its Message-ID."""
        ...


@dataclass(eq=False, slots=True)
class Person:
    """Somebody with a phone (a number or a SIP address) and perhaps a mailbox."""

    wires: Wires = field(repr=False)
    address: str
    name: str
    email: str = ""
    phone: Phone = field(default_factory=Phone)
    delivery: TextDelivery = field(default_factory=TextDelivery)
    attestation: str = "TN-Validation-Passed-A"
    """What the carrier says of this number (StirVerstat); empty: nothing."""
    received: list[Text] = field(default_factory=list)
    inbox: list[Letter] = field(default_factory=list)
    calls: list[Leg] = field(default_factory=list)
    """Every leg that ends at this phone, oldest first."""
    noticed: list[Callable[[str, str], None]] = field(default_factory=list)
    """Told ``("hears" | "texted" | "mailed" | "answered", words)``."""
    _picked_up: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def leg(self) -> Leg | None:
        """The newest call at this phone, if it still lives."""
        return self.calls[-1] if self.calls and not self.calls[-1].is_over else None

    async def rings(self, to: str) -> Leg:
        """Call a number; the leg is the caller's end of the line."""
        return await self.wires.call_in(self, to)

    async def texts(self, to: str, body: str, media: Sequence[Attachment] = ()) -> str:
        """Send a text; returns its sid."""
        return await self.wires.text_in(self, to, body, media)

    async def mails(
        self,
        to: str,
        *,
        subject: str,
        text: str,
        in_reply_to: str = "",
        attachments: Sequence[Attachment] = (),
        html: str = "",
        headers: dict[str, str] | None = None,
    ) -> str:
        """Send a mail; returns its Message-ID with angle brackets."""
        sender = f'"{self.name}" <{self.email}>'
        return await self.wires.mail_in(
            OutgoingMail(
                sender=sender,
                to=to,
                subject=subject,
                text=text,
                html=html,
                in_reply_to=in_reply_to,
                attachments=tuple(attachments),
                headers=headers or {},
            )
        )

    async def picks_up(self) -> Leg:
        """Answer the phone that rings (a phone answered by hand)."""
        ringing = self.leg
        if ringing is None or ringing.status != "ringing":
            raise RuntimeError(f"The phone of {self.name} does not ring.")
        self._picked_up.set()
        await ringing.plant.clock.settle()
        return ringing

    def hear(self, leg: Leg, words: str) -> None:
        """Notice words on a call."""
        self.notice("hears", words)

    def notice(self, what: str, words: str) -> None:
        """Tell whoever plays this person what happened."""
        for tell in list(self.noticed):
            tell(what, words)

    async def decides(self, leg: Leg) -> str:
        """What the phone does when it rings: ``answered``, ``busy`` or ``declined``."""
        phone = self.phone
        match phone.kind:
            case "answers" | "voicemail":
                await leg.plant.clock.sleep(phone.after)
                return "answered"
            case "busy" | "declines":
                await leg.plant.clock.sleep(phone.after)
                return "busy"
            case "by hand":
                self._picked_up.clear()
                await self._picked_up.wait()
                return "answered"
            case "never":
                await leg.over.wait()
                return "no-answer"

    async def talks(self, leg: Leg) -> None:
        """What the phone does by itself once answered: keys, a greeting, a dropped line."""
        phone, clock = self.phone, leg.plant.clock
        self.notice("answered", "")
        if phone.greeting:
            await clock.sleep(1)
            speak(leg, phone.greeting)
        if phone.presses:
            await leg.asks.wait()
            await clock.sleep(1)
            press(leg, phone.presses)
        if phone.drops_after is not None:
            await clock.sleep(phone.drops_after)
            hang_up(leg)
