"""Signed routes that write something down and say nothing but that they did."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from console.hub.store.wish import Outcome, StoreUnavailable
from console.hub.webhooks.signed import Verified

if TYPE_CHECKING:
    from collections.abc import Callable

    from channels.twilio.signature import Verifier
    from console.hub.journal.keeper import Keeper
    from console.hub.metrics import Meters
    from console.hub.recorder import Recorder
    from console.hub.reply import Post, Reply
    from console.hub.store.group import Answer
    from console.hub.store.wish import Wish
    from console.hub.webhooks.signed import Params

    WishOf = Callable[[Params, Params], Wish]


class Noted(Verified):
    """Makes a wish of each post, and gives the same answer after its commit.

    No coroutine waits meanwhile: texts come by the thousand.
    """

    def __init__(
        self,
        route: str,
        verifier: Verifier,
        meters: Meters,
        recorder: Recorder,
        keeper: Keeper,
        *,
        wish_of: WishOf,
        says: Reply,
    ) -> None:
        super().__init__(route, verifier, meters)
        self._recorder = recorder
        self._keeper = keeper
        self._wish_of = wish_of
        self._says = says

    async def reply(self, post: Post) -> Reply:
        """Answer one post."""
        replied: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self.ask(post, lambda reply: None if replied.done() else replied.set_result(reply))
        return await replied

    def ask(self, post: Post, answer: Callable[[Reply], None]) -> bool:
        """Have one post answered after its commit, or once it is kept to be stored later."""
        try:
            wish = self._wish_of(*self._verified(post))
        except Exception as error:
            answer(self._excuse(error))
        else:
            if self._keeper.is_open:
                self._recorder.ask(wish, partial(self._granted, answer, wish.cause, post))
            else:
                # Others wait on the disk already, and what came first is stored first.
                self._put(answer, wish.cause, post)
        return True

    def _granted(
        self, answer: Callable[[Reply], None], cause: str, post: Post, granted: Answer
    ) -> None:
        if isinstance(granted, Outcome):
            self._taken.inc()
            answer(self._says)
        elif isinstance(granted, StoreUnavailable):
            self._put(answer, cause, post)
        else:
            answer(self._excuse(granted))

    def _put(self, answer: Callable[[Reply], None], cause: str, post: Post) -> None:
        query = post.query.decode("latin-1")
        kept = self._keeper.request(cause, self._route, post.body, query=query)
        self._keeper.put(kept, partial(self._told, answer))

    def _told(self, answer: Callable[[Reply], None], is_kept: bool) -> None:
        if is_kept:
            self._kept.inc()
            answer(self._says)
        else:
            answer(self._excuse(StoreUnavailable()))
