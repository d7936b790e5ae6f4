"""The outside plant: what every part of the network stands on."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import TYPE_CHECKING

from channels.simulator.faults import Faults
from channels.simulator.journal import Background, Journal
from channels.simulator.webhooks import Webhooks

if TYPE_CHECKING:
    from datetime import datetime

    from channels.simulator.clock import Clock
    from channels.simulator.settings import Settings


def rfc2822(moment: datetime | None) -> str | None:
    """A date as Twilio's 2010 API writes it (``Tue, 06 Jan 2026 18:00:00 +0000``)."""
    return None if moment is None else format_datetime(moment)


@dataclass(slots=True)
class Plant:
    """Settings, time, faults, notes and webhooks, shared by all parts."""

    settings: Settings
    clock: Clock
    faults: Faults = field(default_factory=Faults)
    journal: Journal = field(default_factory=Journal)
    tasks: Background = field(init=False)
    webhooks: Webhooks = field(init=False)
    url: str = ""
    """Where the REST interface answers, once started."""

    def __post_init__(self) -> None:
        self.tasks = Background(self.journal)
        self.webhooks = Webhooks(self.settings, self.clock, self.faults, self.journal, self.tasks)

    @property
    def media_base(self) -> str:
        """Scheme and host of media and recording URLs."""
        return self.settings.media_base or self.url

    def path(self, tail: str) -> str:
        """The path of a resource of the account, from the root."""
        return f"/2010-04-01/Accounts/{self.settings.account_sid}/{tail}"

    def stamp(self) -> str:
        """Now, as webhooks carry it."""
        return format_datetime(self.clock.now())
