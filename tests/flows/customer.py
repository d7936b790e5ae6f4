"""Somebody out there: rings, texts and mails us, and hears and reads what we answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from channels.simulator.legs import press
from tests.flows.patience import eventually

if TYPE_CHECKING:
    from collections.abc import Sequence

    from channels.simulator.legs import Leg
    from channels.simulator.people import Attachment, Letter, Person

OUR_NUMBER = "+14155550100"
OUR_MAIL = "safety@example.com"


@dataclass
class Customer:
    """A person on the network."""

    person: Person

    @property
    def handle(self) -> str:
        """How the hub names their telephone."""
        return f"tel:{self.person.address}"

    @property
    def mailbox(self) -> str:
        """How the hub names their mailbox."""
        return f"mailto:{self.person.email}"

    @property
    def leg(self) -> Leg:
        """Their newest call."""
        return self.person.calls[-1]

    async def rings(self) -> None:
        """Call us."""
        await self.person.rings(OUR_NUMBER)

    async def texts(self, body: str, media: Sequence[Attachment] = ()) -> None:
        """Text us."""
        await self.person.texts(OUR_NUMBER, body, media)

    async def mails(self, subject: str, text: str, to: str = OUR_MAIL, **more: str) -> str:
        """Mail us; gives the Message-ID."""
        headers = {name.replace("_", "-"): value for name, value in more.items()}
        return await self.person.mails(to, subject=subject, text=text, headers=headers)

    async def answers_mail(self, letter: Letter, text: str, subject: str = "") -> None:
        """Answer a mail of ours as a mail program does."""
        await self.person.mails(
            letter.reply_to or letter.sender,
            subject=subject or f"Re: {letter.subject}",
            text=text,
            in_reply_to=letter.message_id,
        )

    async def hears(self, words: str, times: int = 1) -> None:
        """Wait until the telephone said these words."""
        await eventually(
            lambda: " ".join(self.leg.heard).count(words) >= times, f"hear {words!r} {times}x"
        )

    async def presses(self, key: str) -> None:
        """Press a key as soon as the telephone asks for one."""
        await eventually(lambda: self.leg.keypad is not None, "be asked for a key")
        press(self.leg, key)

    async def is_cut_off(self) -> None:
        """Wait until the call is over."""
        await eventually(lambda: bool(self.person.calls) and self.leg.is_over, "call over")

    async def gets(self, *bodies: str) -> None:
        """Wait until these texts, and only these, have arrived."""
        await eventually(lambda: len(self.person.received) >= len(bodies), f"get {bodies}")
        assert [text.body for text in self.person.received] == list(bodies)

    async def gets_mail(self, number: int = 1) -> Letter:
        """Wait until so many mails have arrived; gives the last."""
        await eventually(lambda: len(self.person.inbox) >= number, f"get {number} mails")
        return self.person.inbox[number - 1]
