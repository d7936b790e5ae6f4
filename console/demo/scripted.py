"""An agent without a screen who works the shift: accepts, notes, talks, replies, wraps up."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING
from uuid import uuid4

from console.demo import words
from console.demo.floor import Network
from console.demo.stage import SAM
from console.demo.timelines import timeline
from console.desk.link import Away, Link, Refused, Resync
from console.desk.model import Model
from console.domain.agent import SetPresence
from console.domain.call_events import AcceptCall, EndCall, EndWrapUp
from console.domain.incident_events import SetCategory
from console.domain.message_events import MessageReceived, SendMail, SendText
from console.domain.note import AddNote
from console.domain.person import IdentifyContact
from console.domain.timeline import Entry
from console.domain.wire import CommandPost

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from console.demo.stage import Stage
    from console.domain.call_state import Call
    from console.domain.wire import DeskCommand

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
    try:
        agent = Scripted(link, network)
        await agent.work()
        lines = [
            line for number in sorted(agent.model.incidents) for line in await agent.tell(number)
        ]
        return Told(lines, await network.state())
    finally:
        await link.aclose()
        await network.aclose()


class Scripted:
    """Sam, played by rules."""

    def __init__(self, link: Link, network: Network) -> None:
        self.model = Model()
        self._link = link
        self._network = network
        self._changed = asyncio.Condition()
        self._heard = time.monotonic()
        self._begun: set[tuple[str, str]] = set()
        self._replies: Counter[str] = Counter()
        self._group: asyncio.TaskGroup

    async def work(self) -> None:
        """Work the shift, then leave."""
        self.model.load(await self._link.snapshot())
        async with asyncio.TaskGroup() as self._group:
            following = self._group.create_task(self._follow())
            await self._until_quiet()
            await self._leave()
            following.cancel()

    async def tell(self, number: int) -> list[str]:
        """One incident as plain lines."""
        self.model.open(await self._link.incident(number))
        return timeline(self.model, number)

    async def _follow(self) -> None:
        async for signal in self._link.follow(self.model.seq):
            if isinstance(signal, Entry):
                self._heard = time.monotonic()
                for missing in self.model.apply(signal).missing:
                    self.model.learn(await self._link.incident(missing))
                if isinstance(signal.event, MessageReceived) and signal.incident is not None:
                    self._start(self._reply(signal.incident, signal.event))
            elif isinstance(signal, Resync):
                self.model.load(await self._link.snapshot())
            self._react()
            async with self._changed:
                self._changed.notify_all()

    async def _until_quiet(self) -> None:
        """Wait until everybody has come on and nothing more happens, within reason."""
        began = time.monotonic()
        await asyncio.sleep(LAST_ARRIVAL_SECONDS)
        while time.monotonic() < began + LONGEST_SECONDS:
            left = self._heard + QUIET_SECONDS - time.monotonic()
            if left <= 0 and not self._is_busy():
                return
            await asyncio.sleep(max(left, BREATH_SECONDS))

    async def _wait(self, holds: Callable[[], bool], seconds: float) -> None:
        """Wait until something holds of the model, or it took too long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(holds)

    def _is_busy(self) -> bool:
        return bool(self.model.my_call() or self.model.my_offer() or self.model.my_wrap())

    def _react(self) -> None:
        """Begin what the moment asks for, once for each call."""
        call, offer, wrap = self.model.my_call(), self.model.my_offer(), self.model.my_wrap()
        if offer and self._first("accept", f"{offer.id}/{len(offer.missed)}"):
            self._start(self._do(AcceptCall(call=offer.id)))
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
        part, incident = words.part(call.handle), call.incident
        for spoken, note in zip_longest(part.spoken, part.notes):
            await asyncio.sleep(BREATH_SECONDS)
            if spoken:
                await self._network.ask("say", who=SAM.phone, words=spoken)
            if note:
                await self._do(AddNote(incident=incident, text=note, call=call.id))
        await self._know(incident, call.handle)
        await self._wait(lambda: self.model.my_call() is None, LISTEN_SECONDS)
        if self.model.my_call():
            await self._do(EndCall(call=call.id))

    async def _know(self, incident: int, handle: str) -> None:
        """Write down who it is and what it is about, once."""
        part = words.part(handle)
        if part.name and self._first("know", handle):
            await self._do(IdentifyContact(handle=handle, name=part.name))
        if part.category != "uncategorised" and self._first("sort", str(incident)):
            await self._do(SetCategory(incident=incident, category=part.category))

    async def _wrap_up(self, call: Call) -> None:
        part = words.part(call.handle)
        await self._do(AddNote(incident=call.incident, text=part.last_note, call=call.id))
        if box := part.mailbox:
            subject = "What we agreed on the phone"
            await self._do(
                SendMail(incident=call.incident, to=(box,), subject=subject, body=words.AGREED)
            )
        await self._do(EndWrapUp(call=call.id))

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
            await self._do(SendMail(incident=incident, to=(handle,), subject=subject, body=body))
        elif number < len(texts):
            await self._do(
                SendText(incident=incident, to=handle, body=texts[number], sender=message.to)
            )
        await self._know(incident, handle)

    async def _leave(self) -> None:
        """Finish what is under way, within reason, and go offline."""
        if call := self.model.my_call():
            await self._do(EndCall(call=call.id))
        await self._wait(lambda: not self._is_busy(), LEAVE_SECONDS)
        await self._do(SetPresence(state="offline"))

    async def _do(self, command: DeskCommand) -> None:
        """Send one wish; what the hub refuses stays undone, as it would for a person."""
        post = CommandPost(id=uuid4().hex, command=command)
        while True:
            try:
                await self._link.send(post)
            except Away:
                await asyncio.sleep(BREATH_SECONDS)
                continue
            except Refused:
                pass
            return
