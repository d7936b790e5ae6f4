"""What is told and asked about consent, recordings and who picked up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.domain.answering import AnsweredBy


@dataclass(frozen=True, slots=True)
class GuestTold:
    """An outsider heard the announcement before they come in; ``refused``: they pressed the key."""

    call: str
    leg: str
    refused: bool
    captioned: bool = False
    """Whether it told of captions too."""


@dataclass(frozen=True, slots=True)
class AnnouncementDue:
    """Whoever was to hear the announcement in the room should have heard it by now."""

    call: str
    leg: str
    tries: int
    """How often they had been told anew when this was set."""


@dataclass(frozen=True, slots=True)
class AnswerFound:
    """The provider says what picked up a telephone."""

    call: str
    account: str
    by: AnsweredBy
    told: str
    milliseconds: int


@dataclass(frozen=True, slots=True)
class VoicemailEnded:
    """What became of a message whose time is over: deleted, held, or it can't be deleted."""

    incident: int
    key: str
    how: str
    words: str = ""
