"""Which tokens are in use and where: a session is a token that has been good before."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from console.domain.agent import Agent
from console.domain.base import Rejected, Role
from console.domain.wire import Notice
from console.hub.store.read import agent_json
from console.hub.store.tokens import live_tokens
from console.hub.store.wish import StoreUnavailable, Wish
from console.hub.wishes import TokenSeen

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.hub.hub import Clock
    from console.hub.recorder import Recorder
    from console.hub.store.read import Readings

log = logging.getLogger(__name__)

ABOUT = "token"
SUPERVISORS: tuple[Role, ...] = ("lead", "manager")
STANDS = timedelta(hours=1)
"""How long a notice stands."""
BEAT_SECONDS = 1.0
AGAIN_SECONDS = 60.0
"""How exact the time is at which a token was last seen."""
CENSUS_SECONDS = 1.0
MOST_PLACES = 10_000
"""Places held in memory; beyond this they are written down once more."""


@dataclass(frozen=True, slots=True)
class _Use:
    token: str
    place: str


class Sessions:
    """Writes down where tokens are used, and knows them again after a restart."""

    def __init__(
        self,
        recorder: Recorder,
        readings: Readings,
        clock: Clock,
        say: Callable[[Notice], None],
    ) -> None:
        self._recorder = recorder
        self._readings = readings
        self._clock = clock
        self._say = say
        self._notice: Notice | None = None
        self._written: dict[_Use, float] = {}
        self._waiting: set[_Use] = set()
        self._live: dict[str, bool] = {}
        self._live_until = float("-inf")
        self._census = asyncio.Lock()

    def used(self, token: str, place: str) -> None:
        """Take note that a token (its public id) was good at a place just now."""
        use = _Use(token, place)
        if self._clock.monotonic() - self._written.get(use, float("-inf")) >= AGAIN_SECONDS:
            self._waiting.add(use)

    async def is_session(self, digest: str) -> bool | None:
        """Tell whether a live token was used before; None when there is no such token.

        All live tokens are read at once and at most once a second, so that guesses cost the
        database nothing. Raises StoreUnavailable.
        """
        async with self._census:
            if self._clock.monotonic() >= self._live_until:
                self._live = await self._readings.run(live_tokens(self._clock.now()))
                self._live_until = self._clock.monotonic() + CENSUS_SECONDS
        return self._live.get(digest)

    async def beat(self) -> None:
        """Write down what was seen, again and again, until cancelled."""
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            await self.save()
            if self._notice is not None and not self.current():
                self._notice = None
                self._say(Notice(about=ABOUT, words="", roles=SUPERVISORS))

    def current(self) -> list[Notice]:
        """What a desk that starts now must know."""
        notice = self._notice
        if notice is None or notice.since is None or self._clock.now() - notice.since > STANDS:
            return []
        return [notice]

    async def save(self) -> None:
        """Write down what was seen since the last time."""
        waiting, self._waiting = self._waiting, set()
        if len(self._written) > MOST_PLACES:
            self._written.clear()
        for use in waiting:
            wish = Wish(
                TokenSeen(use.token, use.place), cause=f"seen:{uuid4().hex}", actor="rule:sessions"
            )
            try:
                outcome = await self._recorder.record(wish)
                for entry in outcome.entries:
                    await self._tell(use.token, int(entry.stream.partition("/")[2]))
            except (StoreUnavailable, Rejected):
                self._waiting.add(use)
            except Exception:
                # Nobody's desk may depend on where tokens were seen.
                log.exception("token_not_written", extra={"token": use.token})
            else:
                self._written[use] = self._clock.monotonic()

    async def _tell(self, token: str, agent: int) -> None:
        """Say to those who can do something that a token is where it never was."""
        log.warning("token_seen_elsewhere", extra={"token": token, "agent": agent})
        state = await self._readings.run(agent_json(agent))
        name = Agent.model_validate_json(state).name if state else f"agent {agent}"
        words = (
            f"A token of {name} is used at a new place. If they have not moved, end it:"
            f" console agent revoke {token}"
        )
        self._notice = Notice(about=ABOUT, words=words, since=self._clock.now(), roles=SUPERVISORS)
        self._say(self._notice)
