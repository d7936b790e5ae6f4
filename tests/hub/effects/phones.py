"""Providers that do what a test says, and remember what they were asked."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from channels.base import LegFound, Receipt
from tests.hub.effects.rooms import Rooms

if TYPE_CHECKING:
    from collections.abc import Callable

    from channels import rooms
    from channels.base import LegWish, OutboundMail, OutboundText
    from channels.recordings import RecordingFound

Outcome = Exception | Receipt | None


@dataclass
class Script:
    """Answers in the order they were given, then the usual one."""

    answers: deque[Outcome] = field(default_factory=deque)
    meanwhile: list[Callable[[], Any]] = field(default_factory=list)
    """Called, each once, while a request is on its way."""

    async def next(self, usual: Receipt | None) -> Receipt | None:
        """Give the next answer, or raise it."""
        if self.meanwhile:
            await self.meanwhile.pop(0)()
        answer = self.answers.popleft() if self.answers else usual
        if isinstance(answer, Exception):
            raise answer
        return answer


@dataclass
class Texts:
    """A provider of texts."""

    script: Script = field(default_factory=Script)
    sent: list[OutboundText] = field(default_factory=list)
    found: Script = field(default_factory=Script)
    looks: list[float] = field(default_factory=list)

    async def send(self, text: OutboundText) -> Receipt:
        """Send once."""
        self.sent.append(text)
        receipt = await self.script.next(Receipt(f"SM{len(self.sent)}", "queued"))
        assert receipt is not None
        return receipt

    async def find(self, text: OutboundText, *, sent_after: float) -> Receipt | None:
        """Look a text up."""
        self.looks.append(sent_after)
        return await self.found.next(None)


@dataclass
class Mails:
    """A provider of mail."""

    script: Script = field(default_factory=Script)
    sent: list[OutboundMail] = field(default_factory=list)

    async def send(self, mail: OutboundMail) -> Receipt:
        """Send once."""
        self.sent.append(mail)
        receipt = await self.script.next(Receipt(f"SG{len(self.sent)}"))
        assert receipt is not None
        return receipt


@dataclass
class Scripted:
    """Somebody who is asked for things; ``did`` says in words for which."""

    script: dict[str, Script] = field(default_factory=dict)
    did: list[str] = field(default_factory=list)

    def will(self, request: str, *answers: Outcome) -> Script:
        """Say how the next requests of one kind go."""
        script = self.script.setdefault(request, Script())
        script.answers.extend(answers)
        return script

    async def do(self, request: str, about: str) -> Receipt:
        """Note a request and answer it as the script says."""
        self.did.append(f"{request} {about}")
        usual = Receipt(f"{request}-{len(self.did)}", "queued")
        receipt = await self.script.setdefault(request, Script()).next(usual)
        return receipt or usual


@dataclass
class Phones(Scripted):
    """A provider of calls."""

    rung: list[LegWish] = field(default_factory=list)
    ended: dict[str, LegFound] = field(default_factory=dict)
    """Legs that are over, whether or not anybody was told."""
    kept: dict[str, list[RecordingFound]] = field(default_factory=dict)
    """What was recorded of a leg."""

    @property
    def rooms(self) -> rooms.Rooms:
        """Requests about guests, as the same script says."""
        return Rooms(self)

    async def ring(self, leg: LegWish) -> Receipt:
        """Ring a phone."""
        self.rung.append(leg)
        return await self.do("ring", leg.to)

    async def redirect(self, call_sid: str, twiml: str) -> None:
        """Send a leg elsewhere."""
        await self.do("redirect", f"{call_sid} {'queue' if '<Enqueue' in twiml else 'room'}")

    async def hang_up(self, call_sid: str) -> None:
        """End a leg."""
        await self.do("hang_up", call_sid)

    async def end_conference(self, conference_sid: str) -> None:
        """End a room."""
        await self.do("end", conference_sid)

    async def hold(self, conference_sid: str, call_sid: str, on: bool, hold_url: str) -> None:
        """Hold or resume."""
        await self.do("hold", f"{call_sid} {'on' if on else 'off'}")

    async def mute(self, conference_sid: str, call_sid: str, on: bool) -> None:
        """Mute or unmute."""
        await self.do("mute", f"{call_sid} {'on' if on else 'off'}")

    async def add(self, room: str, *, to: str, **_: Any) -> Receipt:
        """Dial somebody into a room."""
        return await self.do("add", to)

    async def start_recording(self, call_sid: str, status_url: str) -> Receipt:
        """Record."""
        return await self.do("record", call_sid)

    async def set_recording(self, call_sid: str, status: str) -> None:
        """Pause or resume."""
        await self.do("recording", f"{call_sid} {status}")

    async def probe(self) -> None:
        """Give a sign of life."""
        await self.script.setdefault("probe", Script()).next(None)

    async def look_up(self, call_sid: str) -> LegFound:
        """Say what became of a leg; everybody is still there unless a test says otherwise."""
        await self.do("look_up", call_sid)
        return self.ended.get(call_sid, LegFound("in-progress"))
