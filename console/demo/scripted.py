"""An agent without a screen who works the shift: accepts, notes, talks, replies, wraps up."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
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
from console.domain.message_events import MessageReceived, SendMail, SendText
from console.domain.note import AddNote
from console.domain.timeline import Entry
from console.domain.wire import CommandPost

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from console.demo.stage import Stage
    from console.domain.call_state import Call
    from console.domain.wire import DeskCommand

LAST_ARRIVAL_SECONDS = 23.0
"""By then everybody of the shift has come on, at the pace of the demo."""
QUIET_SECONDS = 6.0
LONGEST_SECONDS = 48.0
BREATH_SECONDS = 0.8
LEAVE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Told:
    """What became of the shift."""

    lines: list[str]
    """Every incident's timeline; not yet clean for a terminal."""
    state: bytes
    """The network's own account of it, as JSON."""


async def work_the_shift(stage: Stage) -> Told:
    """Work until nobody comes any more; then read every timeline."""
    link, network = Link(stage.hub, stage.token), Network(stage.network)
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
        self._changed = asyncio.Event()
        self._heard = time.monotonic()
        self._begun: set[tuple[str, str]] = set()
        self._replies: Counter[str] = Counter()
        self._group: asyncio.TaskGroup

    async def work(self) -> None:
        """Work the shift, then leave."""
        self.model.load(await self._link.snapshot())
        async with asyncio.TaskGroup() as self._group:
            following = self._group.create_task(self._follow())
            await self._react_until_quiet()
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
            self._changed.set()

    async def _react_until_quiet(self) -> None:
        began = time.monotonic()
        while (now := time.monotonic()) < began + LONGEST_SECONDS:
            self._react()
            is_late = now > began + LAST_ARRIVAL_SECONDS
            if is_late and now > self._heard + QUIET_SECONDS and not self._is_busy():
                return
            self._changed.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), BREATH_SECONDS)

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
        for number, spoken in enumerate(words.SPOKEN):
            await asyncio.sleep(BREATH_SECONDS)
            await self._network.ask("say", who=SAM.phone, words=spoken)
            if number < len(words.NOTES):
                await self._do(
                    AddNote(incident=call.incident, text=words.NOTES[number], call=call.id)
                )
        await asyncio.sleep(BREATH_SECONDS)
        await self._do(EndCall(call=call.id))

    async def _wrap_up(self, call: Call) -> None:
        await self._do(AddNote(incident=call.incident, text=words.LAST_NOTE, call=call.id))
        await self._do(EndWrapUp(call=call.id))

    async def _reply(self, incident: int, message: MessageReceived) -> None:
        await asyncio.sleep(BREATH_SECONDS)
        number = self._replies[message.handle]
        self._replies[message.handle] += 1
        if message.automatic:
            return
        if message.channel == "email":
            subject = f"Re: {message.subject.removeprefix('Re: ')}"
            await self._do(
                SendMail(incident=incident, to=(message.handle,), subject=subject, body=words.MAIL)
            )
            return
        texts = words.TEXTS["es" if message.to.endswith("101") else "en"]
        if number < len(texts):
            await self._do(
                SendText(
                    incident=incident, to=message.handle, body=texts[number], sender=message.to
                )
            )

    async def _leave(self) -> None:
        """Finish what is under way, within reason, and go offline."""
        if call := self.model.my_call():
            await self._do(EndCall(call=call.id))
        until = time.monotonic() + LEAVE_SECONDS
        while self._is_busy() and time.monotonic() < until:
            self._react()
            await asyncio.sleep(BREATH_SECONDS / 4)
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
