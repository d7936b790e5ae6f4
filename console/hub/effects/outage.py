"""Telling every desk when a provider does not answer, and sparing it until it does again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from console.domain.wire import Notice

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from console.hub.hub import Clock

Provider = Literal["phone", "mail"]
FAILURES = 3
"""Requests in a row without an answer that make an outage."""
STALE_SECONDS = 300.0
"""A failure that long ago is no part of what fails now."""
TRIAL_SECONDS = 30.0
"""How often one message finds out whether a provider is back that can't be asked otherwise."""
RESTART_SECONDS = 60.0
RESTART_PER_SECOND = 5.0
"""How fast what has waited leaves when a provider is back: all at once would fell it again."""
NAMES: dict[Provider, str] = {"phone": "The phone provider", "mail": "The mail provider"}


@dataclass(slots=True)
class _Run:
    failures: int = 0
    since: datetime | None = None
    is_out: bool = False
    last: float = 0.0
    tried: float = 0.0


@dataclass(slots=True)
class _Restart:
    until: float
    free: float


@dataclass(frozen=True, slots=True)
class Outages:
    """Counts requests in a row that got no answer; says so once, and once when it is over."""

    clock: Clock
    say: Callable[[Notice], None]
    _runs: dict[Provider, _Run] = field(default_factory=dict)
    _restarts: dict[Provider, _Restart] = field(default_factory=dict)
    _heard: dict[Provider, float] = field(default_factory=dict)

    def answered(self, provider: Provider) -> None:
        """The provider answered, be it a refusal."""
        now = self._heard[provider] = self.clock.monotonic()
        run = self._runs.pop(provider, None)
        if run is not None and run.is_out:
            self._restarts[provider] = _Restart(until=now + RESTART_SECONDS, free=now)
            self.say(Notice(about=provider, words=""))

    def reachable(self, provider: Provider) -> None:
        """A question was answered: it ends an outage, but vouches for no other request."""
        self._heard[provider] = self.clock.monotonic()
        if self.is_out(provider):
            self.answered(provider)

    def silent(self, provider: Provider) -> None:
        """A request got no answer, or none that says what happened, or was one too many."""
        now = self.clock.monotonic()
        run = self._runs.setdefault(provider, _Run())
        if not run.is_out and now - run.last > STALE_SECONDS:
            run.failures, run.since = 0, None
        run.last = now
        run.since = run.since or self.clock.now()
        run.failures += 1
        if run.failures >= FAILURES and not run.is_out:
            run.is_out, run.tried = True, now
            self.say(self._notice(provider, run))

    def is_out(self, provider: Provider) -> bool:
        """Tell whether requests that can wait should not be made now."""
        run = self._runs.get(provider)
        return run is not None and run.is_out

    def last_silence(self, provider: Provider) -> float:
        """When a request last got no answer, on the monotonic clock; before ever if answered."""
        run = self._runs.get(provider)
        return run.last if run is not None else float("-inf")

    def last_word(self, provider: Provider) -> float:
        """When the provider last answered anything, on the monotonic clock."""
        return self._heard.get(provider, float("-inf"))

    def may_try(self, provider: Provider) -> bool:
        """Tell whether a message may be sent now: always, or during an outage as its one trial."""
        run = self._runs.get(provider)
        if run is None or not run.is_out:
            return True
        now = self.clock.monotonic()
        # The phone provider is asked by a request that changes nothing.
        if provider == "phone" or now - run.tried < TRIAL_SECONDS:
            return False
        run.tried = now
        return True

    def turn(self, provider: Provider) -> float:
        """Take a place among those that leave after an outage; seconds until it comes."""
        restart, now = self._restarts.get(provider), self.clock.monotonic()
        if restart is None or now > restart.until:
            return 0.0
        place = max(now, restart.free)
        restart.free = place + 1 / RESTART_PER_SECOND
        return place - now

    def current(self) -> list[Notice]:
        """What a desk that starts now must know."""
        return [self._notice(p, run) for p, run in self._runs.items() if run.is_out]

    def _notice(self, provider: Provider, run: _Run) -> Notice:
        began = run.since.strftime("%H:%M:%S UTC") if run.since else "now"
        words = f"{NAMES[provider]} has taken none of our requests since {began}."
        return Notice(about=provider, words=f"{words} What you send waits.", since=run.since)
