"""Sends commands: kept on disk first, in order, until the hub has answered each of them."""

from __future__ import annotations

import asyncio
import logging
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from console.desk.wire_errors import Away, Refused
from console.domain.wire import CommandPost

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from console.desk.model import Changes, Model
    from console.desk.spool import Box, Spool
    from console.domain.base import Command
    from console.domain.wire import CommandAnswer

log = logging.getLogger(__name__)

LIVE = frozenset(
    f"call.{kind}"
    for kind in ("accept", "decline", "hold", "mute", "pause_recording", "end", "wrap_up", "dial")
) | {"media.open"}
LIVE |= {
    f"call.{kind}"
    for kind in ("listen", "whisper", "barge", "back_to_listening", "stop_listening", "take_over")
}
LIVE |= {f"call.{wish}_transfer" for wish in ("accept", "refuse", "complete", "cancel")}
LIVE |= {"call.transfer", "call.join_all", "call.invite", "call.hold_guest", "call.drop_guest"}
LIVE |= {"call.leave", "call.captions"}
"""Wishes about what is so now: granted within seconds or not at all."""
LIVE_SECONDS = 10
WAITS = (0.3, 0.6, 1.2, 2.5, 5.0)
"""Seconds between attempts; the last one again and again."""


class Hub(Protocol):
    """What of the link is needed here."""

    async def send(self, post: CommandPost) -> CommandAnswer:
        """Send a command. Raises Refused or Away."""
        ...


class Outcomes(Protocol):
    """Who wants to know what became of a command."""

    def granted(self, post: CommandPost, answer: CommandAnswer) -> None:
        """The hub did it."""

    def refused(self, post: CommandPost, words: str, code: str) -> None:
        """The hub said no, or a live wish came too late."""


class Sender:
    """Two lanes: a call never waits behind a note that the hub has not taken yet."""

    def __init__(
        self,
        link: Hub,
        model: Model,
        spool: Spool,
        outcomes: Outcomes,
        changed: Callable[[Changes], None],
    ) -> None:
        self._link, self._model, self._spool = link, model, spool
        self._outcomes, self._changed = outcomes, changed
        self._live: asyncio.Queue[CommandPost] = asyncio.Queue()
        self._kept: asyncio.Queue[tuple[CommandPost, int, Box | None]] = asyncio.Queue()
        self.unsaved = {post.id for post in spool.waiting()}
        """Ids of kept commands that the hub has not answered."""
        self.typed: Callable[[int, Box], str] = _nothing
        """Gives what stands in a box on the screen now."""
        self.sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    def give(self, command: Command, *, incident: int = 0, box: Box | None = None) -> str:
        """Take a command on; gives its id. ``box`` is where its words came from."""
        post = CommandPost.model_validate(
            {"id": uuid.uuid4().hex, "command": command.model_dump(), "expires_at": None}
        )
        if command.kind in LIVE:
            until = self._model.hub_now(self._model.moment()) + timedelta(seconds=LIVE_SECONDS)
            self._live.put_nowait(post.model_copy(update={"expires_at": until}))
        else:
            self.unsaved.add(post.id)
            self._kept.put_nowait((post, incident, box))
        return post.id

    def send_again(self) -> None:
        """Send what an earlier desk could not, under the same ids."""
        for post in self._spool.waiting():
            self.unsaved.add(post.id)
            self._model.pend(post.id, post.command)
            self._kept.put_nowait((post, 0, None))

    async def run(self) -> None:
        """Send for ever."""
        async with asyncio.TaskGroup() as lanes:
            lanes.create_task(self._run_live())
            lanes.create_task(self._run_kept())

    async def _run_live(self) -> None:
        while True:
            post = await self._live.get()
            try:
                await self._until_answered(post)
            except Away as away:
                self._outcomes.refused(post, f"Not done: {away.reason}.", "away")

    async def _run_kept(self) -> None:
        while True:
            post, incident, box = await self._kept.get()
            if post.id not in {waiting.id for waiting in self._spool.waiting()}:
                await self._keep(post, incident, box)
            await self._until_answered(post)
            self.unsaved.discard(post.id)

    async def _keep(self, post: CommandPost, incident: int, box: Box | None) -> None:
        before = self._spool.draft(incident, box) if box else None
        await asyncio.to_thread(lambda: self._spool.queue(post, incident=incident, box=box))
        if box is None:
            return
        # What was typed while the disk worked is a new draft, not part of this command.
        newer = self.typed(incident, box)
        if not newer and before is not None and before.text != _words(post.command):
            newer = before.text
        if newer:
            self._spool.keep(incident, box, newer, (0, len(newer)))

    async def _until_answered(self, post: CommandPost) -> None:
        attempt = 0
        while True:
            try:
                answer = await self._link.send(post)
            except Refused as refusal:
                if refusal.code != "unauthorized":
                    self._refuse(post, refusal.message, refusal.code)
                    return
                # A token can be renewed; what was written under the old one must not be lost.
                why = refusal.message
            except Away as away:
                why = away.reason
            else:
                self._spool.done(post.id)
                self._changed(self._model.settle(post.id, answer.entries))
                self._outcomes.granted(post, answer)
                return
            if self._is_late(post):
                raise Away(why)
            await self.sleep(WAITS[min(attempt, len(WAITS) - 1)])
            attempt += 1

    def _is_late(self, post: CommandPost) -> bool:
        now = self._model.hub_now(self._model.moment())
        return post.expires_at is not None and now >= post.expires_at

    def _refuse(self, post: CommandPost, words: str, code: str) -> None:
        log.info("command_refused", extra={"command_id": post.id, "code": code})
        self._spool.done(post.id)
        self._changed(self._model.refuse(post.id, words))
        self._outcomes.refused(post, words, code)


def _words(command: object) -> str:
    return str(getattr(command, "text", getattr(command, "body", "")))


def _nothing(_incident: int, _box: Box) -> str:
    return ""
