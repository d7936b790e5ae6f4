"""The section of config.toml about queues: who comes first, when they are open."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator

from console.settings import Section, Words
from console.settings.calendars import CalendarLines

QueueName = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")]
_CLOSED = re.compile(r"(\d{4}-\d\d-\d\d) (\S.{0,80})")


class QueueLine(CalendarLines):
    """One queue."""

    name: QueueName
    priority: int = Field(default=0, ge=0, le=9)
    """Each step counts as ``ageing_seconds`` of waiting."""
    ageing_seconds: int = Field(default=300, ge=1, le=86_400)
    language_seconds: int = Field(default=60, ge=0, le=3600)
    """How long a contact waits for somebody at work who speaks its language."""
    overflow: str = Field(default="", pattern=r"^[a-z0-9-]{0,40}$")
    """The queue whose people help out after ``overflow_seconds``."""
    overflow_seconds: int = Field(default=120, ge=0, le=86_400)
    texts: int = Field(default=5, ge=1, le=50)
    """Texts that one person may have in hand."""
    mails: int = Field(default=10, ge=1, le=100)
    call_blocks: bool = True
    """Whether nothing written is handed to somebody on a call."""
    captions: bool = False
    """Whether what is said in its calls is written down as it is said."""
    offer: bool = False
    """Whether texts and mails are given to people with room; else they take the next."""
    closed: tuple[str, ...] = ()
    """More days it stays closed, like ``2026-12-24 Christmas Eve``."""

    @field_validator("closed")
    @classmethod
    def _days(cls, closed: tuple[str, ...]) -> tuple[str, ...]:
        for text in closed:
            found = _CLOSED.fullmatch(text)
            if found is None:
                raise ValueError(f"must be like 2026-12-24 Christmas Eve, not {text}")
            date.fromisoformat(found[1])
        return closed

    @property
    def closed_days(self) -> dict[date, str]:
        """The day and its name, of each day that it stays closed besides holidays."""
        found = (text.split(" ", 1) for text in self.closed)
        return {date.fromisoformat(day): name for day, name in found}


class RoutingSection(Section):
    """Queues, and what callers hear when theirs is closed."""

    queues: tuple[QueueLine, ...] = (QueueLine(name="safety"),)
    same_agent_minutes: int = Field(default=10, ge=0, le=1440)
    """A caller whose call dropped and who rings again by then: their agent is asked first."""
    choose: Words = Words(en="For English, press 3.", es="Para español, oprima 3.")
    closed: Words = Words(
        en="We are closed now. If somebody is in danger, hang up and call 9 1 1.",
        es="Ahora estamos cerrados. Si alguien está en peligro, cuelgue y llame al 9 1 1.",
    )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        names = [queue.name for queue in self.queues]
        if len(set(names)) < len(names):
            raise ValueError("must name each queue once")
        for queue in self.queues:
            if queue.overflow and queue.overflow not in names:
                raise ValueError(f"has no queue {queue.overflow} that {queue.name} could flow to")
        return self
