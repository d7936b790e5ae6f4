"""An agent at work: the desk's own link and model, without a screen."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

from console.desk.link import Away, Link, Refused, Resync
from console.desk.model import Model
from console.domain.agent import SetPresence
from console.domain.call_events import AcceptCall
from console.domain.letting_go import FIRST_SAID
from console.domain.timeline import Entry
from console.domain.wire import CommandPost, DeskCommand, Typing
from tests.flows.later import reads_the_same_later
from tests.flows.patience import PATIENCE
from tests.owing import nothing_owed

if TYPE_CHECKING:
    from collections.abc import Callable

    from channels.simulator.people import Person
    from console.domain.call_state import Call


@dataclass
class Desk:
    """Somebody of ours, their telephone, and what their screen would know."""

    url: str
    token: str
    phone: Person
    link: Link = field(init=False)
    model: Model = field(init=False)
    _following: asyncio.Task[None] = field(init=False)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _is_closed: bool = False

    async def starts(self) -> None:
        """Load the snapshot and follow the stream."""
        self.link, self.model = Link(self.url, self.token), Model()
        self.model.load(await self.link.snapshot())
        self._following = asyncio.create_task(self._follow())

    async def stops(self) -> None:
        """Close the laptop."""
        with suppress(Away, Refused):
            if not self._is_closed:
                await reads_the_same_later(self)
        self._is_closed = True
        self._following.cancel()
        with suppress(asyncio.CancelledError, Away):
            await self._following
        await self.link.aclose()

    async def _follow(self) -> None:
        async for signal in self.link.follow(self.model.seq):
            if isinstance(signal, Entry):
                for missing in self.model.apply(signal).missing:
                    self.model.learn(await self.link.incident(missing))
            elif isinstance(signal, Typing):
                self.model.hear(signal)
            elif isinstance(signal, Resync):
                self.model.load(await self.link.snapshot())
            async with self._changed:
                self._changed.notify_all()

    async def does(self, command: DeskCommand) -> None:
        """Ask for something that must be granted, and say that nothing is owed where one has to."""
        told = await self.is_told(command)
        if told == FIRST_SAID:
            calls = self.model.calls
            await self.does(nothing_owed(command, lambda call: calls[call].incident))
            told = await self.is_told(command)
        assert told == ""

    async def is_told(self, command: DeskCommand) -> str:
        """Ask for something; gives the words of a refusal, nothing when it was granted."""
        post = CommandPost(id=uuid4().hex, command=command)
        try:
            answer = await self.link.send(post)
        except Refused as no:
            return no.message
        self.model.settle(post.id, answer.entries)
        return ""

    async def until(self, true: Callable[[], bool], what: str) -> None:
        """Wait until something holds of the model."""
        try:
            async with asyncio.timeout(PATIENCE), self._changed:
                await self._changed.wait_for(true)
        except TimeoutError:
            raise AssertionError(f"did not {what}; timelines:\n{self.text()}") from None

    def text(self) -> str:
        """Everything on the opened timelines, as words."""
        return "\n".join(
            f"{line.head} | {line.text} | {line.status}"
            for number in sorted(self.model.opened)
            for line in self.model.lines(number)
        )

    async def sees(self, *words: str) -> None:
        """Wait until the words are on a timeline, in this order."""

        def are_there() -> bool:
            rest = self.text()
            for some in words:
                _, found, rest = rest.partition(some)
                if not found:
                    return False
            return True

        await self.until(are_there, f"see {words!r}")

    async def opens(self, number: int) -> None:
        """Open an incident's timeline."""
        self.model.open(await self.link.incident(number))

    async def is_available(self) -> None:
        """Say that calls may come."""
        await self.does(SetPresence(state="available"))

    async def is_offered(self) -> Call:
        """Wait until a call rings here, and open its incident."""
        await self.until(lambda: self.model.my_offer() is not None, "be offered a call")
        call = self.model.my_offer()
        assert call is not None
        await self.opens(call.incident)
        return call

    async def accepts(self) -> Call:
        """Take the call that rings here."""
        call = await self.is_offered()
        await self.does(AcceptCall(call=call.id))
        return call
