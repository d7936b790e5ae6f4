"""Telling every desk when a provider does not answer, and when it does again."""

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
NAMES: dict[Provider, str] = {"phone": "The phone provider", "mail": "The mail provider"}


@dataclass(slots=True)
class _Run:
    failures: int = 0
    since: datetime | None = None
    is_out: bool = False


@dataclass(frozen=True, slots=True)
class Outages:
    """Counts requests in a row that got no answer; says so once, and once when it is over."""

    clock: Clock
    say: Callable[[Notice], None]
    _runs: dict[Provider, _Run] = field(default_factory=dict)

    def answered(self, provider: Provider) -> None:
        """The provider answered, be it a refusal."""
        run = self._runs.pop(provider, None)
        if run is not None and run.is_out:
            self.say(Notice(about=provider, words=""))

    def silent(self, provider: Provider) -> None:
        """A request got no answer, or none that says what happened."""
        run = self._runs.setdefault(provider, _Run())
        run.since = run.since or self.clock.now()
        run.failures += 1
        if run.failures >= FAILURES and not run.is_out:
            run.is_out = True
            self.say(self._notice(provider, run))

    def current(self) -> list[Notice]:
        """What a desk that starts now must know."""
        return [self._notice(p, run) for p, run in self._runs.items() if run.is_out]

    def _notice(self, provider: Provider, run: _Run) -> Notice:
        began = run.since.strftime("%H:%M:%S UTC") if run.since else "now"
        words = f"{NAMES[provider]} has not answered since {began}. What you send waits."
        return Notice(about=provider, words=words, since=run.since)
