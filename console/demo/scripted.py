"""An agent without a screen who works the shift: accepts, notes, talks, replies, wraps up."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from console.demo import words
from console.demo.floor import Network
from console.demo.headless import Headless
from console.demo.stage import SAM
from console.desk.link import Link
from console.domain.agent import SetPresence
from console.domain.call_events import AcceptCall, EndCall, EndWrapUp
from console.domain.incident_events import SetCategory
from console.domain.message_events import MessageReceived, SendMail, SendText
from console.domain.note import AddNote
from console.domain.person import IdentifyContact

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from console.demo.stage import Stage
    from console.domain.call_state import Call
    from console.domain.timeline import Entry

LAST_ARRIVAL_SECONDS = 23.0
"""By then everybody of the shift has come on, at the pace of the demo."""
QUIET_SECONDS = 4.0
LONGEST_SECONDS = 42.0
BREATH_SECONDS = 0.8
LEAVE_SECONDS = 5.0
LISTEN_SECONDS = 7.0


@dataclass(frozen=True, slots=True)
class Told:
    """What became of the shift."""

    lines: list[str]
    """Every incident's timeline; not yet clean for a terminal."""
    state: bytes
    """The network's own account of it, as JSON."""


async def work_the_shift(stage: Stage, token: str) -> Told:
    """Work until nobody comes any more; then read every timeline."""
    link, network = Link(stage.hub, token), Network(stage.network)
    desk = Headless(link)
    try:
        await desk.start()
        await Scripted(desk, network).work()
        return Told(await desk.tell(), await network.state())
    finally:
        await link.aclose()
        await network.aclose()


class Scripted:
    """Sam, played by rules."""

    def __init__(self, desk: Headless, network: Network) -> None:
        self._desk = desk
        self._network = network
        self._begun: set[tuple[str, str]] = set()
        self._replies: Counter[str] = Counter()
        self._group: asyncio.TaskGroup

    async def work(self) -> None:
        """Work the shift, then leave."""
        async with asyncio.TaskGroup() as self._group:
            following = self._group.create_task(self._desk.follow(self._react))
            await self._until_quiet()
            await self._leave()
            following.cancel()

    async def _until_quiet(self) -> None:
        """Wait until everybody has come on and nothing more happens, within reason."""
        began = time.monotonic()
        await asyncio.sleep(LAST_ARRIVAL_SECONDS)
        while time.monotonic() < began + LONGEST_SECONDS:
            left = self._desk.heard + QUIET_SECONDS - time.monotonic()
            if left <= 0 and not self._desk.is_busy:
                return
            await asyncio.sleep(max(left, BREATH_SECONDS))

    async def _leave(self) -> None:
        """Finish what is under way, within reason, and go offline."""
        if call := self._desk.model.my_call():
            await self._desk.do(EndCall(call=call.id))
        await self._desk.wait(lambda: not self._desk.is_busy, LEAVE_SECONDS)
        await self._desk.do(SetPresence(state="offline"))

    def _react(self, entry: Entry) -> None:
        """Begin what the moment asks for, once for each call and each message."""
        model = self._desk.model
        call, offer, wrap = model.my_call(), model.my_offer(), model.my_wrap()
        if isinstance(entry.event, MessageReceived) and entry.incident is not None:
            self._start(self._reply(entry.incident, entry.event))
        if offer and self._first("accept", f"{offer.id}/{len(offer.missed)}"):
            self._start(self._desk.do(AcceptCall(call=offer.id)))
        if call and call.phase == "talking" and self._first("talk", call.id):
            self._start(self._talk(call))
        if wrap and self._first("wrap", wrap.id):
            self._start(self._wrap_up(wrap))

    def _first(self, what: str, key: str) -> bool:
        is_first = (what, key) not in self._begun
        self._begun.add((what, key))
        return is_first

    def _start(self, work: Coroutine[object, object, None]) -> None:
        self._group.create_task(work)

    async def _talk(self, call: Call) -> None:
        """Talk and note, until the caller hangs up or the story is told."""
        part, desk = words.part(call.handle), self._desk
        for spoken, note in zip_longest(part.spoken, part.notes):
            await asyncio.sleep(BREATH_SECONDS)
            if spoken:
                await self._network.ask("say", who=SAM.phone, words=spoken)
            if note:
                await desk.do(AddNote(incident=call.incident, text=note, call=call.id))
        await self._know(call.incident, call.handle)
        await desk.wait(lambda: desk.model.my_call() is None, LISTEN_SECONDS)
        if desk.model.my_call():
            await desk.do(EndCall(call=call.id))

    async def _know(self, incident: int, handle: str) -> None:
        """Write down who it is and what it is about, once."""
        part = words.part(handle)
        if part.name and self._first("know", handle):
            await self._desk.do(IdentifyContact(handle=handle, name=part.name))
        if part.category != "uncategorised" and self._first("sort", str(incident)):
            await self._desk.do(SetCategory(incident=incident, category=part.category))

    async def _wrap_up(self, call: Call) -> None:
        part, number = words.part(call.handle), call.incident
        await self._desk.do(AddNote(incident=number, text=part.last_note, call=call.id))
        if box := part.mailbox:
            subject = "What we agreed on the phone"
            await self._desk.do(
                SendMail(incident=number, to=(box,), subject=subject, body=words.AGREED)
            )
        await self._desk.do(EndWrapUp(call=call.id))

    async def _reply(self, incident: int, message: MessageReceived) -> None:
        await asyncio.sleep(BREATH_SECONDS)
        handle = message.handle
        number = self._replies[handle]
        self._replies[handle] += 1
        texts = words.part(handle).texts
        if message.automatic:
            return
        if message.channel == "email":
            subject = f"Re: {message.subject.removeprefix('Re: ')}"
            body = words.NEXT_MAIL if number else words.MAIL
            mail = SendMail(incident=incident, to=(handle,), subject=subject, body=body)
            await self._desk.do(mail)
        elif number < len(texts):
            text = SendText(incident=incident, to=handle, body=texts[number], sender=message.to)
            await self._desk.do(text)
        await self._know(incident, handle)
