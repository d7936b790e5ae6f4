"""What desks are told once and nobody keeps: here at once, at the other hubs a moment later."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pydantic import BaseModel

    from console.hub.feed import Feed
    from console.hub.hub import Clock

log = logging.getLogger(__name__)

REPEAT_SECONDS = 1.0
"""The same words about the same thing are told once in this time."""
MOST_WAITING = 512
"""Things that wait for other hubs; the oldest go first."""
MOST_BYTES = 7_500
"""Of one notification: PostgreSQL takes less than 8,000."""
MOST_AT_ONCE = 8
"""Notifications of one flush; what does not fit waits for the next one."""


class Broadcast:
    """Tells what is not kept to the desks of every hub on one database."""

    def __init__(self, feed: Feed, hub: str, clock: Clock, *, is_alone: bool = True) -> None:
        self._feed = feed
        self._hub = hub
        self._clock = clock
        self._is_alone = is_alone
        self._told: dict[str, tuple[str, float]] = {}
        self._overhearing: dict[str, Callable[[str], None]] = {}
        self._waiting: dict[str, str] = {}
        self._stirred = asyncio.Event()
        self._number = 0

    def overhear(self, event: str, listen: Callable[[str], None]) -> None:
        """Let something here know each thing of one kind that is told at any hub, as JSON."""
        self._overhearing[event] = listen

    def tell(
        self, event: str, data: BaseModel, *, to: Iterable[int] | None = None, about: str = ""
    ) -> None:
        """Tell all desks, or those of some agents, if they listen now; nothing is kept.

        Args:
            event: Name of the stream event.
            data: What is told.
            to: The agents who may know; without it all.
            about: What it is about: newer words about it replace those that have not left yet.
        """
        text = data.model_dump_json()
        self._pass_by(event, text)
        if about and self._is_repeated(about, text):
            return
        agents = None if to is None else frozenset(to)
        self._feed.pass_on(_event(event, text), agents)
        if self._is_alone:
            return
        self._number += 1
        key = about or f"#{self._number}"
        self._waiting.pop(key, None)
        named = json.dumps(None if agents is None else sorted(agents))
        self._waiting[key] = f"[{json.dumps(event)},{text},{named}]"
        while len(self._waiting) > MOST_WAITING:
            del self._waiting[next(iter(self._waiting))]
        self._stirred.set()

    def hear(self, payload: str) -> None:
        """Pass on to our desks what another hub told; what can't be read is left out."""
        try:
            heard = json.loads(payload)
            if heard["hub"] == self._hub:
                return
            for event, data, agents in heard["said"]:
                text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
                self._pass_by(str(event), text)
                to = None if agents is None else frozenset(map(int, agents))
                self._feed.pass_on(_event(str(event), text), to)
        except (ValueError, TypeError, KeyError, RecursionError):
            log.warning("passing_unread", extra={"size": len(payload)})

    async def due(self) -> None:
        """Wait until there is something to tell other hubs."""
        if not self._waiting:
            self._stirred.clear()
            await self._stirred.wait()

    def payloads(self) -> Iterator[str]:
        """Take what waits, oldest first, in as few notifications as hold it."""
        head = f'{{"hub":{json.dumps(self._hub)},"said":['
        for _ in range(MOST_AT_ONCE):
            said: list[str] = []
            size = len(head) + 2
            while self._waiting:
                key = next(iter(self._waiting))
                more = len(self._waiting[key].encode()) + 1
                if size + more > MOST_BYTES and said:
                    break
                one = self._waiting.pop(key)
                if size + more > MOST_BYTES:
                    log.warning("passing_too_long", extra={"size": more})
                    continue
                said.append(one)
                size += more
            if not said:
                return
            yield f"{head}{','.join(said)}]}}"

    def _pass_by(self, event: str, text: str) -> None:
        if (listen := self._overhearing.get(event)) is not None:
            listen(text)

    def _is_repeated(self, about: str, text: str) -> bool:
        now = self._clock.monotonic()
        if len(self._told) > MOST_WAITING:
            self._told.clear()
        before, at = self._told.get(about, ("", 0.0))
        if before == text and now - at < REPEAT_SECONDS:
            return True
        self._told[about] = (text, now)
        return False


def _event(name: str, text: str) -> bytes:
    if not name.isidentifier():
        raise ValueError("an event has a plain name")
    return f"event: {name}\ndata: {text}\n\n".encode()
