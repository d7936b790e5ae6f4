"""What the network noticed: misuse of its interfaces, alerts, requests and webhooks."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Coroutine

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One webhook request that was made, and how it was answered."""

    url: str
    form: dict[str, str]
    status: int
    """HTTP status of the answer; 0 when there was none."""
    token: str = ""
    """I-Twilio-Idempotency-Token: equal for repetitions of the same event."""


@dataclass(frozen=True, slots=True)
class Alert:
    """An entry of the provider's debugger, such as 11200 for a webhook that failed."""

    code: int
    url: str
    detail: str = ""


@dataclass(slots=True)
class Journal:
    """The network's notes; tests assert that `complaints` is empty."""

    complaints: list[str] = field(default_factory=list)
    alerts: list[Alert] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    """``METHOD path`` of every REST request, also of those that a fault lost."""

    def complain(self, what: str) -> None:
        """Note a misuse that the real provider would accept in silence or answer oddly."""
        self.complaints.append(what)

    def alert(self, code: int, url: str, detail: str = "") -> None:
        """Note what the provider's debugger would show."""
        self.alerts.append(Alert(code, url, detail))


class Background:
    """The tasks of the network; one that fails becomes a complaint."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[object, object, None], name: str) -> asyncio.Task[None]:
        """Run ``work`` until it ends or the network stops."""
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            _LOG.error("task failed: %s", task.get_name(), exc_info=error)
            self._journal.complain(f"{task.get_name()} failed: {error!r}")

    async def stop(self) -> None:
        """Cancel everything and wait until it is gone."""
        while tasks := list(self._tasks):
            for task in tasks:
                task.cancel()
            # What ends may have begun something, such as a caller's last webhook.
            await asyncio.gather(*tasks, return_exceptions=True)
